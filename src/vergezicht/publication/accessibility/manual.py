"""What no machine sees: the list that people go through, and how each part of it stands now.

The list follows WCAG-EM and covers every criterion of WCAG 2.2 A and AA; a test holds it to that.
"""

from __future__ import annotations

from dataclasses import dataclass

from vergezicht.languages import noted
from vergezicht.publication.models import ManualOutcome, ManualResult


@dataclass(frozen=True)
class ManualCheck:
    """One thing to check by hand: its name, how it is done, and the WCAG criteria that it is about."""

    code: str
    title: str
    how: str
    criteria: tuple[str, ...]


@dataclass(frozen=True)
class CheckState:
    """A check with what came of it, newest first."""

    check: ManualCheck
    history: tuple[ManualResult, ...]

    @property
    def last(self) -> ManualResult | None:
        return self.history[0] if self.history else None

    @property
    def outcome(self) -> ManualOutcome:
        return ManualOutcome(self.last.outcome) if self.last else ManualOutcome.UNTESTED

    @property
    def tested_on(self) -> object:
        """The day of the last test; None when there was none."""
        return self.last.tested_on if self.last and self.outcome != ManualOutcome.UNTESTED else None


def _check(code: str, title: str, how: str, *criteria: str) -> ManualCheck:
    return ManualCheck(code, title, how, criteria)


CHECKS = (
    _check("toetsenbord", noted("Alleen met het toetsenbord"),
           "Loop zonder muis met Tab, Enter, spatie en de pijltjes door elke soort pagina: alles kan, in een logische "
           "volgorde, en u komt overal weer uit.",
           "2.1.1", "2.1.2", "2.1.4", "2.4.1", "2.4.3"),
    _check("focus", noted("U ziet waar u bent"),
           "Kijk bij elke druk op Tab of u ziet welk onderdeel aan de beurt is, en of niets eroverheen staat.",
           "2.4.7", "2.4.11"),
    _check("schermlezer", noted("Met een schermlezer"),
           "Lees met NVDA of VoiceOver een verhaal, een gebied, een cijfer en een formulier: kaarten en tabellen "
           "zeggen wat er te zien is, en wat verandert wordt gemeld.",
           "1.3.1", "1.3.2", "2.5.3", "4.1.2", "4.1.3"),
    _check("zoom", noted("Op 400 procent en met grote letters"),
           "Zet de zoom op 400 procent bij een venster van 1280 pixels, en daarna alleen de tekst op 200 procent: "
           "niets valt weg en u leest zonder opzij te schuiven.",
           "1.4.4", "1.4.10"),
    _check("tekstafstand", noted("Met ruimere tekst"),
           "Zet met een bookmarklet de regelafstand op 1,5 en de ruimte tussen letters, woorden en alinea's ruimer: "
           "geen tekst valt weg of over een andere.",
           "1.4.12"),
    _check("stand", noted("Staand en liggend, op een telefoon"),
           "Draai een telefoon: de pagina draait mee en blijft bruikbaar.",
           "1.3.4"),
    _check("aanraken", noted("Aanraken en aanwijzen"),
           "Bedien kaarten, schuiven en knoppen met één vinger: alles kan met tikken, een misser is terug te nemen en "
           "knoppen staan ver genoeg uit elkaar.",
           "2.5.1", "2.5.2", "2.5.4", "2.5.7", "2.5.8"),
    _check("zweven", noted("Wat verschijnt bij aanwijzen"),
           "Wijs een gebied op een kaart aan: wat verschijnt gaat met Esc weg, blijft staan zolang u erop wijst en "
           "verbergt niets.",
           "1.4.13"),
    _check("kleur", noted("Kleur en contrast"),
           "Bekijk kaarten, grafieken en links in grijs: alles is ook zonder kleur te begrijpen, en lijnen, tekens en "
           "randen van velden zijn duidelijk genoeg.",
           "1.4.1", "1.4.3", "1.4.11"),
    _check("beelden", noted("Beelden en hun beschrijving"),
           "Lees bij elke foto en tekening de beschrijving: die zegt wat het beeld hier betekent; tekst staat niet in "
           "een plaatje.",
           "1.1.1", "1.4.5"),
    _check("ondertiteling", noted("Film en geluid"),
           "Speel elke film en opname af: er zijn ondertitels en een uitgeschreven tekst die kloppen, wat alleen te "
           "zien is wordt verteld, en niets begint vanzelf.",
           "1.2.1", "1.2.2", "1.2.3", "1.2.4", "1.2.5", "1.4.2"),
    _check("beweging", noted("Beweging en tijd"),
           "Zet ‘minder beweging’ aan en kijk: niets knippert, wat beweegt is te stoppen, en nergens dringt een klok "
           "zonder dat u meer tijd krijgt.",
           "2.2.1", "2.2.2", "2.3.1"),
    _check("koppen", noted("Titels, koppen en links"),
           "Lees alleen de titels, koppen en links: u weet waar u bent, waar elke link heen gaat en vindt elke pagina "
           "op twee manieren.",
           "2.4.2", "2.4.4", "2.4.5", "2.4.6"),
    _check("formulieren", noted("Formulieren"),
           "Vul elk formulier in, ook fout: elk veld heeft een naam, een fout staat erbij met hoe het wel moet, u kunt "
           "nakijken voor u verstuurt en hoeft niets twee keer te typen of over te puzzelen.",
           "1.3.5", "3.2.2", "3.3.1", "3.3.2", "3.3.3", "3.3.4", "3.3.7", "3.3.8"),
    _check("vast", noted("Overal hetzelfde"),
           "Vergelijk soorten pagina's: menu, hulp en knoppen staan op dezelfde plek en heten hetzelfde, en niets "
           "verspringt als u er langskomt.",
           "3.2.1", "3.2.3", "3.2.4", "3.2.6"),
    _check("zintuigen", noted("Aanwijzingen in woorden"),
           "Zoek in teksten naar ‘rechts’, ‘de rode’, ‘de ronde knop’: er staat altijd ook een naam bij.",
           "1.3.3"),
    _check("talen", noted("De taal van de pagina"),
           "Luister met een schermlezer naar een pagina met twee talen: elk deel klinkt in zijn eigen taal.",
           "3.1.1", "3.1.2"),
    _check("eenvoudig", noted("Begrijpelijke taal"),
           "Laat twee mensen die moeite hebben met lezen een verhaal navertellen. Dit is geen eis van niveau A of AA, "
           "wel van goede dienstverlening.",
           "3.1.5"),
    _check("papieren", noted("Pdf's en andere bestanden"),
           "Open een raadsbrief, een poster en een verhaal op papier met een schermlezer en controleer ze met PAC: "
           "koppen, tabellen en beelden zijn gemerkt. Ook bestanden die u zelf plaatste tellen mee.",
           "1.1.1", "1.3.1", "1.3.2", "2.4.2", "3.1.1"),
    _check("beheer", noted("Achter de aanmelding"),
           "Maak alleen met het toetsenbord een pagina in het beheer en publiceer die: ook wat achter de aanmelding "
           "staat, telt mee voor de verklaring.",
           "2.1.1", "2.4.3", "2.4.7", "4.1.2"),
)  # fmt: skip


def manual_states() -> list[CheckState]:
    """Every check of the list with its results; what is no longer on the list stays in the database."""
    found: dict[str, list[ManualResult]] = {}
    for result in ManualResult.objects.all():
        found.setdefault(result.code, []).append(result)
    return [CheckState(check, tuple(found.get(check.code, ()))) for check in CHECKS]
