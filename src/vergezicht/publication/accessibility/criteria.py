"""The success criteria of WCAG 2.2 level A and AA, by their numbers, with their Dutch names."""

from __future__ import annotations

from collections.abc import Iterable

CRITERIA = {
    "1.1.1": "Niet-tekstuele content", "1.2.1": "Louter-geluid en louter-videobeeld",
    "1.2.2": "Ondertiteling (vooraf opgenomen)", "1.2.3": "Audiodescriptie of media-alternatief",
    "1.2.4": "Ondertiteling (live)", "1.2.5": "Audiodescriptie (vooraf opgenomen)", "1.3.1": "Info en relaties",
    "1.3.2": "Betekenisvolle volgorde", "1.3.3": "Zintuiglijke eigenschappen", "1.3.4": "Weergavestand",
    "1.3.5": "Identificeer het doel van de input", "1.4.1": "Gebruik van kleur", "1.4.2": "Geluidsbediening",
    "1.4.3": "Contrast (minimum)", "1.4.4": "Herschalen van tekst", "1.4.5": "Afbeeldingen van tekst",
    "1.4.10": "Reflow", "1.4.11": "Contrast van niet-tekstuele content", "1.4.12": "Tekstafstand",
    "1.4.13": "Content bij hover of focus", "2.1.1": "Toetsenbord", "2.1.2": "Geen toetsenbordval",
    "2.1.4": "Enkel teken sneltoetsen", "2.2.1": "Timing aanpasbaar", "2.2.2": "Pauzeren, stoppen, verbergen",
    "2.3.1": "Drie flitsen of beneden drempelwaarde", "2.4.1": "Blokken omzeilen", "2.4.2": "Paginatitel",
    "2.4.3": "Focusvolgorde", "2.4.4": "Linkdoel (in context)", "2.4.5": "Meerdere manieren",
    "2.4.6": "Koppen en labels", "2.4.7": "Focus zichtbaar", "2.4.11": "Focus niet bedekt (minimum)",
    "2.5.1": "Aanwijzergebaren", "2.5.2": "Aanwijzerannulering", "2.5.3": "Label in naam",
    "2.5.4": "Bewegingsactivering", "2.5.7": "Sleepbewegingen", "2.5.8": "Grootte van het aanwijsgebied (minimum)",
    "3.1.1": "Taal van de pagina", "3.1.2": "Taal van onderdelen", "3.2.1": "Bij focus", "3.2.2": "Bij input",
    "3.2.3": "Consistente navigatie", "3.2.4": "Consistente identificatie", "3.2.6": "Consistente hulp",
    "3.3.1": "Foutidentificatie", "3.3.2": "Labels of instructies", "3.3.3": "Foutsuggestie",
    "3.3.4": "Foutpreventie (wettelijk, financieel, gegevens)", "3.3.7": "Overbodige invoer",
    "3.3.8": "Toegankelijke authenticatie (minimum)", "4.1.2": "Naam, rol, waarde", "4.1.3": "Statusberichten",
}  # fmt: skip


def criteria_of(tags: Iterable[str]) -> list[str]:
    """The criteria that axe names in the tags of a rule: "wcag1410" is 1.4.10; a level ("wcag2aa") is none."""
    numbers = (tag.removeprefix("wcag") for tag in tags if tag.startswith("wcag"))
    return [f"{one[0]}.{one[1]}.{one[2:]}" for one in numbers if one.isdecimal() and len(one) > 2]


def named(number: str) -> str:
    """A criterion with its name, for example "1.4.3 Contrast (minimum)"."""
    return f"{number} {CRITERIA[number]}" if number in CRITERIA else number
