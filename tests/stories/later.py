"""A release that says something else than the one of the example, and a story that tells of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client

from vergezicht.challenges.ground import current_release
from vergezicht.figures import Comparison, Reference, Release, ReleaseContents, Verdict
from vergezicht.stories.models import StoryPage


def adopted_release() -> Release:
    found = current_release()
    assert found is not None
    return found.releases[0]


def contents_of(release: Release, **changed: Any) -> ReleaseContents:
    whole = ReleaseContents(
        facts=replace(release.facts, name=f"{release.name}-later"),
        geography=release.geography,
        boundaries=release.boundaries,
        indicators=release.indicators,
        figures=release.figures(group=None),
        comparisons=release.comparisons(),
    )
    return replace(whole, **changed)


def shown(release: Release, reference: Reference) -> Iterator[Comparison]:
    for comparison in release.comparisons(reference=reference):
        figure = release.figure(comparison.indicator, comparison.area, comparison.period)
        latest = comparison.period == release.latest_of(comparison.indicator)
        if latest and figure is not None and figure.value is not None:
            yield comparison


def tell(release: Release) -> tuple[StoryPage, Comparison]:
    """The example's story with one more paragraph: a living number and a claim that hold now."""
    comparison = next(item for item in shown(release, Reference.PREVIOUS_WAVE) if item.verdict.sign > 0)
    page = StoryPage.objects.live().first()
    where = f"{comparison.indicator}@{comparison.area}"
    text = f"<p>Dit blijft staan. Daar is het gestegen naar {{{where}}} {{{where}:gestegen}}.</p>"
    page.body.append(("text", page.body.stream_block.child_blocks["text"].normalize(text)))
    page.save_revision().publish()
    return page, comparison


def turned(release: Release, wanted: Comparison) -> ReleaseContents:
    """The same release in which this one figure fell."""
    key = (wanted.indicator, wanted.area, wanted.period)
    return contents_of(
        release,
        comparisons=tuple(
            replace(item, verdict=Verdict.LOWER, difference=-5.0, low=-8.0, high=-2.0)
            if (item.indicator, item.area, item.period) == key and item.reference == wanted.reference
            else item
            for item in release.comparisons()
        ),
        figures=tuple(
            replace(item, value=item.value - 1, low=item.low - 1, high=item.high - 1)
            if (item.indicator, item.area, item.period) == key and not item.group
            else item
            for item in release.figures(group=None)
        ),
    )


def signed_in(role: str) -> Client:
    user = User.objects.create_user(f"test-{role.lower()}", password="x" * 12)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client
