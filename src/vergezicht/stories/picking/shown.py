"""How a reference in a text is shown to who edits that text: a number as readers get it, a claim as what it says."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass

from vergezicht.areas import Area
from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.challenges.references import FigureReference, area_of, figure_of, parse_reference, what_is_wrong
from vergezicht.figures import FigureSource
from vergezicht.pictures.notation import amount
from vergezicht.pictures.sentences import figure_sentence
from vergezicht.stories.living import on_map
from vergezicht.stories.living.claims import Claim, ClaimRule, check_claim, claims_in
from vergezicht.stories.living.living_numbers import fill_in_plain

_REFERENCE = re.compile(r"\{[^{}]+\}")
SAYS = {
    ClaimRule.ROSE: "dat dit is gestegen",
    ClaimRule.FELL: "dat dit is gedaald",
    ClaimRule.NO_CHANGE: "dat dit niet is veranderd",
    ClaimRule.ABOVE: "dat dit hoger is dan in de rest van de gemeente",
    ClaimRule.BELOW: "dat dit lager is dan in de rest van de gemeente",
    ClaimRule.NO_DIFFERENCE: "dat dit niet verschilt van de rest van de gemeente",
    ClaimRule.HIGHEST: "dat dit het hoogste is",
    ClaimRule.LOWEST: "dat dit het laagste is",
    ClaimRule.AT_LEAST: "dat dit minstens zoveel is:",
    ClaimRule.AT_MOST: "dat dit hoogstens zoveel is:",
}
SAYS_AREA = "In een stap van een zijpaneel wijst deze naam het gebied aan op de kaart; elders is het een link."


@dataclass(frozen=True)
class Shown:
    """A reference as the editor sees it; ``written`` is what stands in the text."""

    written: str
    text: str
    about: str
    kind: str  # "number", "area" (on_map.py), or of a claim whether it holds: "holds", "broken"

    def as_data(self) -> dict[str, str]:
        return asdict(self)


def shown(written: str) -> Shown | None:
    """A reference with its braces; None when it points to nothing, or when there are no figures: then it stays letters.

    A number is that of the release that readers see; a claim is tested on the newest, as when it is saved.
    """
    if areas := on_map.areas_in(written):
        return None if any(on_map.wrong_areas(written)) else Shown(written, areas[0].name, SAYS_AREA, "area")
    release = current_release()
    if release is None:
        return None
    if claims := claims_in(written):
        return _claim(claims[0], waiting_release() or release)
    reference = parse_reference(written)
    if reference is None or what_is_wrong(reference, release):
        return None
    area = area_of(reference, release.geography)
    if area is None:
        return None
    told = figure_sentence(release.indicator(reference.indicator), area, figure_of(reference, release))
    about = f"{_which(reference, area, release)}. {told}"
    return Shown(written, fill_in_plain(written, release), about, "number")


def _claim(claim: Claim, release: FigureSource) -> Shown | None:
    area = area_of(claim.reference, release.geography)
    if area is None or what_is_wrong(claim.reference, release) or claim.rule not in set(ClaimRule):
        return None
    rule = ClaimRule(claim.rule)
    if rule.needs_value != (claim.value is not None):
        return None
    bound = f" {amount(release.indicator(claim.reference.indicator), claim.value)}" if claim.value is not None else ""
    checked = check_claim(claim, release)
    now = "Dat klopt nu" if checked.holds else "Dat klopt niet"
    about = (
        f"{_which(claim.reference, area, release)}. Uw zin beweert {SAYS[rule]}{bound}. "
        f"{now}. {checked.reason} Lezers zien dit niet."
    )
    words = f"{release.indicator(claim.reference.indicator).title}, {rule.value.replace('-', ' ')}{bound}"
    text = f"✓ controle klopt: {words}" if checked.holds else f"✗ controle klopt niet: {words}"
    return Shown(claim.written, text, about, "holds" if checked.holds else "broken")


def _which(reference: FigureReference, area: Area, release: FigureSource) -> str:
    """ "Rapportcijfer, Noord, nieuwste meting (2024)"."""
    newest = f"nieuwste meting ({release.latest_of(reference.indicator)})"
    period = f"meting {reference.period}" if reference.period else newest
    return f"{release.indicator(reference.indicator).title}, {area.name}, {period}"


def named(text: str) -> str:
    """A text in which every reference is what it points to, between brackets: two that show one number stay two."""
    return _REFERENCE.sub(lambda match: f"[{_name(match[0])}]", text)


def _name(written: str) -> str:
    told = shown(written)
    if told is None:
        return written.strip("{}")
    return told.about.partition(". ")[0] if told.kind == "number" else told.text
