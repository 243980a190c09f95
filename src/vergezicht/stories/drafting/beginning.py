"""A draft story of an area, from what stands out in the figures: chapters, living sentences, pictures, sources.

Nothing in it is a copied number, and every word about a difference is tied to the rule behind it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from html import escape
from typing import Any

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import current_release, themes
from vergezicht.challenges.judging.findings import Finding, find_outstanding
from vergezicht.challenges.models import Cycle
from vergezicht.challenges.queries import challenges_for
from vergezicht.figures import FigureSource, Indicator, Reference, Theme
from vergezicht.languages.marks import capitalised
from vergezicht.pictures.sentences import place
from vergezicht.stories.drafting.suggesting import can_be_told, finding_sentences, within_sentence
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.reviewing.checks import DRAFT_LEAD, DRAFT_TITLE

MOST_SENTENCES = 3  # of a kern
MOST_TRENDS = 2  # per chapter: an editor adds one sooner than that a reader wades through six


def begin_draft(area: Area) -> StoryPage:
    """A new story under the start page, not published, for an editor to go on with.

    Raises ``LookupError`` without adopted figures or without a start page.
    """
    home = HomePage.objects.first()
    if home is None:
        raise LookupError("er is nog geen startpagina")
    title = f"{DRAFT_TITLE}{place(area)}"
    story = StoryPage(
        title=title,
        lead=f"Wat valt op in {place(area)}, en wat doen we ermee? {DRAFT_LEAD}",
        cycle=Cycle.objects.order_by("-starts").first(),
        body=draft_body(area),
        live=False,
    )
    home.add_child(instance=story)  # which also gives it an address that is free
    story.save_revision()
    return story


def draft_body(area: Area) -> list[dict[str, Any]]:
    """The blocks, as they are stored: what stands out first, then a chapter per theme in which something does.

    Raises ``LookupError`` without adopted figures.
    """
    release = current_release()
    if release is None:
        raise LookupError("er zijn nog geen vastgestelde cijfers")
    found = [finding for finding in find_outstanding(release, area) if can_be_told(finding, release)]
    if not found:
        told = f"<p>In {escape(place(area))} is geen verschil aantoonbaar. Dat is ook een uitkomst.</p>"
        return [_block("text", told), _block("sources", {"items": []})]
    lead = next((finding.indicator for finding in found if _has_map(finding.indicator, area)), None)
    body = [_block("headline", {"indicators": _indicators(found)[:6], "area": area.code})]
    if lead is not None:
        body += _steps(release, lead, [finding for finding in found if finding.indicator == lead], area)
    for theme in themes():
        of_theme = [finding for finding in found if finding.indicator.theme == theme.code]
        if of_theme:
            body += _chapter(theme, of_theme, area, release.geography.gemeente, lead)
    return [*body, _block("sources", {"items": []})]


def _steps(release: FigureSource, indicator: Indicator, about: list[Finding], area: Area) -> Iterable[dict[str, Any]]:
    """One map in steps, of what stands out most: in the city, within the area, and what we do there."""
    city, here = release.geography.gemeente, place(area)
    state = {"indicator": indicator.code, "level": AreaLevel.BUURT.value, "period": "", "within": "", "focus": [],
             "layers": []}  # fmt: skip
    zoomed = state | {"within": area.code}
    steps = [
        state
        | {"title": f"{capitalised(here)} in {city.name}", "focus": [area.code]}
        | _paragraph(finding_sentences(about, city, most=1)[0])
    ]
    if within := within_sentence(release, indicator, area):
        steps.append(zoomed | {"title": f"Binnen {here}"} | _paragraph(within))
    if challenges_for(area=area.code):
        told = f"Op de kaart staat waar wij met bewoners en partners aan werken in {here}."
        steps.append(zoomed | {"title": "Wat we samen doen", "layers": ["opgave", "actie"]} | _paragraph(told))
    if len(steps) > 1:
        items = [{"type": "item", "value": step, "id": str(uuid.uuid4())} for step in steps]
        yield _block("side_panel", {"title": indicator.title[:80], "layout": "vast", "steps": items})


def _chapter(
    theme: Theme, found: list[Finding], area: Area, city: Area, mapped: Indicator | None
) -> Iterable[dict[str, Any]]:
    """Its kern, the map of the first of its indicators that was not ``mapped`` yet, trends, and what we do."""
    kern = finding_sentences(found, city, most=MOST_SENTENCES)
    yield _block("chapter", {"title": theme.question[:80], "theme": theme.code, "kern": "\n".join(kern)})
    told = _indicators(found)[:MOST_SENTENCES]
    of_kern = [finding.indicator for finding in found if finding.indicator.code in told]
    shown = next((one for one in of_kern if one != mapped and _has_map(one, area)), None)
    if shown is not None:
        yield _block("figure", {"indicator": shown.code, "kind": "kaart", "level": AreaLevel.BUURT.value,
                                "within": area.code, "areas": [], "period": "", "interpretation": ""})  # fmt: skip
    changed = [finding for finding in found if finding.comparison.reference == Reference.PREVIOUS_WAVE]
    trends = [code for code in _indicators(changed) if code in told][:MOST_TRENDS]
    for code in trends or ([] if shown is not None else told[:1]):
        yield _block("trend", {"indicator": code, "areas": [area.code], "interpretation": ""})
    if challenges_for(theme=theme.code, area=area.code):
        chosen = [item.slug for item in challenges_for(area=area.code) if theme.code in item.themes]
        yield _block("challenges", {"title": "Wat we samen doen", "chosen": chosen, "theme": "", "area": ""})


def _has_map(indicator: Indicator, area: Area) -> bool:
    """Whether there is something to see of it within the area: figures of buurten."""
    return area.level != AreaLevel.BUURT and indicator.lowest_level == AreaLevel.BUURT


def _paragraph(sentence: str) -> dict[str, Any]:
    return {"text": f"<p>{escape(sentence, quote=False)}</p>"}


def _indicators(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.indicator.code for finding in findings))


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
