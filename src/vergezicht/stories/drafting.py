"""A draft story of an area, from what stands out in the figures: chapters, living sentences, pictures, sources.

Nothing in it is a copied number, and every word about a difference is tied to the rule behind it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Any

from vergezicht.areas import Area
from vergezicht.challenges.findings import Finding, find_outstanding
from vergezicht.challenges.ground import current_release, themes
from vergezicht.challenges.models import Cycle
from vergezicht.challenges.queries import challenges_for
from vergezicht.challenges.references import FigureReference
from vergezicht.figures import Reference, Theme
from vergezicht.pictures.sentences import place
from vergezicht.stories.claims import ClaimRule, write_claim
from vergezicht.stories.models import HomePage, StoryPage

MOST_FINDINGS = 3  # as many as the sentences of a kern


def begin_draft(area: Area) -> StoryPage:
    """A new story under the start page, not published, for an editor to go on with.

    Raises ``LookupError`` without adopted figures or without a start page.
    """
    home = HomePage.objects.first()
    if home is None:
        raise LookupError("er is nog geen startpagina")
    title = f"Concept: {place(area)}"
    story = StoryPage(
        title=title,
        lead=f"Wat valt op in {place(area)}, en wat doen we ermee? Een concept: lees elke zin na en vul aan.",
        cycle=Cycle.objects.order_by("-starts").first(),
        body=draft_body(area),
        live=False,
    )
    home.add_child(instance=story)  # which also gives it an address that is free
    story.save_revision()
    return story


def draft_body(area: Area) -> list[dict[str, Any]]:
    """The blocks, as they are stored; a chapter per theme in which something is demonstrable."""
    release = current_release()
    if release is None:
        raise LookupError("er zijn nog geen vastgestelde cijfers")
    found = find_outstanding(release, area)
    chapters = [(theme, [item for item in found if item.indicator.theme == theme.code]) for theme in themes()]
    body = [_block("headline", {"indicators": _indicators(found)[:6], "area": area.code})] if found else []
    for theme, findings in chapters:
        if findings:
            body += _chapter(theme, findings[:MOST_FINDINGS], area, release.geography.gemeente)
    if not found:
        body.append(_block("text", f"<p>In {place(area)} is geen verschil aantoonbaar. Dat is ook een uitkomst.</p>"))
    return [*body, _block("sources", {"items": []})]


def _chapter(theme: Theme, findings: list[Finding], area: Area, city: Area) -> Iterable[dict[str, Any]]:
    kern = "\n".join(_sentence(finding, area, city) for finding in findings)
    yield _block("chapter", {"title": theme.question[:80], "theme": theme.code, "kern": kern})
    for indicator in _indicators(findings):
        yield _block("trend", {"indicator": indicator, "areas": [area.code], "interpretation": ""})
    if challenges_for(theme=theme.code, area=area.code):
        chosen = [item.slug for item in challenges_for(area=area.code) if theme.code in item.themes]
        yield _block("challenges", {"title": "Wat we samen doen", "chosen": chosen, "theme": "", "area": ""})


def _sentence(finding: Finding, area: Area, city: Area) -> str:
    """One sentence with its numbers as references and its claim as a rule."""
    code, rose = finding.indicator.code, finding.comparison.verdict.sign > 0
    here = f"{{{code}@{area.code}}}"
    if finding.comparison.reference == Reference.PREVIOUS_WAVE:
        rule = ClaimRule.ROSE if rose else ClaimRule.FELL
        before = finding.comparison.reference_period
        said = f"was in {before} {{{code}@{area.code}#{before}}} en is {rule.value} naar {here}"
    else:
        rule = ClaimRule.ABOVE if rose else ClaimRule.BELOW
        said = f"is {here}, {rule.value} dan in {city.name} ({{{code}}})"
    return f"“{finding.indicator.title}” in {place(area)} {said}. {write_claim(FigureReference(code, area.code), rule)}"


def _indicators(findings: Iterable[Finding]) -> list[str]:
    return list(dict.fromkeys(finding.indicator.code for finding in findings))


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}
