"""Accounting: the lines about margins, comparisons and rules that every release carries, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator

from vergezicht.survey.thresholds import Thresholds


def method_lines(thresholds: Thresholds) -> Iterator[str]:
    """How margins and comparisons were made, and from how many answers something is shown."""
    yield (
        "Marges van 95 procent: voor percentages het interval van Wilson met het effectieve aantal antwoorden, voor "
        "gemiddelden Student's t met de grootste van twee standaardfouten. De standaardfout kent de weging."
    )
    yield (
        f"Een verschil heet aantoonbaar als het blijft staan na correctie voor het aantal vergelijkingen op een kaart "
        f"(Benjamini-Hochberg, {_percent(100 * thresholds.false_alarms)}) en de getoonde marge nul niet bevat. "
        "Een gebied wordt vergeleken met de rest van de gemeente, een groep met alle andere volwassenen van hetzelfde "
        "gebied."
    )
    small = ""
    if thresholds.relevant_share or thresholds.relevant_mean:
        small = (
            f" Klein: aantoonbaar, maar minder dan {_number(thresholds.relevant_share)} procentpunt "
            f"(gemiddelden: {_number(thresholds.relevant_mean)} punt)."
        )
    yield (
        f"Duidelijk heet een verschil dat er ook met {_percent(100 * thresholds.clear_confidence)} zekerheid is, hoe "
        f"groot het ook is.{small} Vrijwel gelijk: de hele marge van het verschil ligt binnen "
        f"{_number(thresholds.equality.share)} procentpunt, en binnen "
        f"{_percent(100 * thresholds.equality.part)} van het percentage zelf of van wat er aan 100 ontbreekt "
        f"(gemiddelden: {_number(thresholds.equality.mean)} punt)."
    )
    yield (
        f"Geen cijfer bij minder dan {thresholds.minimum_n} antwoorden, een indicatie onder {thresholds.firm_n}. "
        f"Bij minder dan {thresholds.privacy_n} antwoorden of {thresholds.privacy_adults} volwassenen gaat niets naar "
        "buiten, ook niet door aftrekken: een verborgen cijfer kan minstens "
        f"{_percent(100 * thresholds.privacy_margin)} van de schaal hoger of lager liggen."
    )
    yield (
        f"Geen cijfer als de marge breder is dan {_number(thresholds.widest_share)} procentpunt (gemiddelden: "
        f"{_number(thresholds.widest_mean)} punt). Gevoelige vragen vanaf {thresholds.sensitive_n} antwoorden "
        f"en niet onder het niveau {thresholds.sensitive_level.value}."
    )


def _number(value: float) -> str:
    return f"{value:g}".replace(".", ",")


def _percent(value: float) -> str:
    return f"{_number(round(value, 6))}%"
