"""Example content: motions and promises with their steps, from ``content/council.toml``."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction

from vergezicht.areas.folder import slugify
from vergezicht.challenges.models import Challenge, CouncilItem, CouncilKind, CouncilState, CouncilStep
from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems


@transaction.atomic
def load_council(path: Path) -> int:
    """Load the motions and promises of a file; returns how many are new. Raises ``BadInput`` and loads nothing."""
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    drafts = [_read(section) for section in root.tables("item", required=True)]
    root.finish()
    challenges = {item.slug: item for item in Challenge.objects.all()}
    for item, _, slugs in drafts:
        for slug in (slug for slug in slugs if slug not in challenges):
            problems.add(f"{item.code}: onbekende opgave", column="challenges", got=slug)
    problems.raise_if_any()
    fresh = [draft for draft in drafts if not CouncilItem.objects.filter(slug=draft[0].slug).exists()]
    for item, steps, slugs in fresh:
        item.full_clean()
        item.challenges.set([challenges[slug] for slug in slugs])
        item.save()
        for step in steps:
            step.item = item
            step.full_clean()
            step.save()
    return len(fresh)


def _read(section: Section) -> tuple[CouncilItem, list[CouncilStep], tuple[str, ...]]:
    kind, code, title = section.choice("kind", CouncilKind.values), section.text("code"), section.text("title")
    section.where = f"{kind} {code}: "
    item = CouncilItem(
        kind=kind, code=code, slug=slugify(f"{code} {title}")[:50], title=title, text=section.text("text"),
        date=section.day("date"), owner_role=section.text("owner_role"), is_public=True, is_example=True,
    )  # fmt: skip
    steps = []
    for entry in section.tables("step"):
        steps.append(
            CouncilStep(date=entry.day("date"), state=entry.choice("state", CouncilState.values),
                        text=entry.text("text"), role=entry.text("role"))
        )  # fmt: skip
        entry.finish()
    challenges = section.texts("challenges", ())
    section.finish()
    return item, steps, challenges
