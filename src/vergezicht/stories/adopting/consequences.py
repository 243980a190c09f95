"""What a release would do to this site, before anybody adopts it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Page

from vergezicht.challenges.ground import current_adoptions, current_release, release_of
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.challenges.queries import all_challenges
from vergezicht.figures import FigureSource, Release, ReleaseCollection
from vergezicht.figures.review import Step, steps
from vergezicht.pictures.notation import enumerate_names
from vergezicht.stories.living.sentences import ChangedSentence, changed_sentences
from vergezicht.stories.reading import called, texts_in


class Loser(NamedTuple):
    """A page that is online or a challenge, and where in it a figure was that the new release does not have."""

    title: str
    edit_path: str
    places: list[tuple[str, list[str]]]


@dataclass(frozen=True)
class Consequences:
    """``replaces`` is the adoption whose place it takes, None when it comes beside what is there; ``is_first`` when the
    site has no figures yet, and nobody needs to read what changes.
    """

    release: Release
    is_first: bool
    replaces: AdoptedRelease | None
    remarks: tuple[str, ...]
    steps: tuple[Step, ...]
    lost: tuple[Loser, ...]
    changed: tuple[ChangedSentence, ...]

    @property
    def broken(self) -> list[ChangedSentence]:
        return [item for item in self.changed if item.broken]

    @property
    def summary(self) -> str:
        """Counted in one sentence."""
        counted = [
            f"{count} {one if count == 1 else more}"
            for count, one, more in (
                (len(self.broken), "zin klopt niet meer", "zinnen kloppen niet meer"),
                (len(self.unbroken), "zin verandert mee", "zinnen veranderen mee"),
                (sum(len(one.places) for one in self.lost), "plek raakt cijfers kwijt", "plekken raken cijfers kwijt"),
            )
            if count
        ]
        told = f"{enumerate_names(counted)}." if counted else "Geen zin in de verhalen verandert."
        return f"{told} Kaarten, grafieken en tabellen volgen de nieuwe cijfers."

    @property
    def unbroken(self) -> list[ChangedSentence]:
        return [item for item in self.changed if not item.broken]


def consequences_of(release: Release) -> Consequences:
    """For a release that may be adopted (``check_adoption``)."""
    adoptions = current_adoptions()
    replaces = next((one for one in adoptions if one.series == release.facts.series), None)
    before = None if replaces is None else release_of(replaces)
    current = current_release()
    changed: list[ChangedSentence] = []
    lost: tuple[Loser, ...] = ()
    if current is not None:
        following = [release if one == replaces else release_of(one) for one in adoptions]
        after = ReleaseCollection(tuple(following if replaces is not None else [*following, release]))
        changed = changed_sentences(current, after)
        lost = tuple(losers(current, after))
    return Consequences(
        release=release,
        is_first=current is None,
        replaces=replaces,
        remarks=tuple(_remarks(release, before)),
        steps=tuple(step for step in steps(release, before) if step.name != "heel"),
        lost=lost,
        changed=tuple(changed),
    )


def _remarks(release: Release, before: Release | None) -> Iterator[str]:
    """What is no reason to refuse, and what nobody should overlook."""
    if before is None:
        return
    if release.facts.simulated and not before.facts.simulated:
        yield "Deze cijfers zijn gesimuleerd. Die op de site zijn dat niet."
    if release.latest < before.latest:
        yield f"De laatste meting hierin is {release.latest}. Op de site staat er een van {before.latest}."
    if gone := [area.name for area in before.geography if area.code not in release.geography]:
        yield f"Deze gebieden raken hun cijfers kwijt: {enumerate_names(gone, most=6)}."


def losers(before: FigureSource, after: FigureSource) -> Iterator[Loser]:
    """Who asks for an indicator that ``after`` does not have."""
    gone = {item.code: item.title for item in before.indicators if not after.has_indicator(item.code)}
    if not gone:
        return
    for page in Page.objects.live().specific().order_by("path"):
        streams = [getattr(page, field.name) for field in page._meta.get_fields() if isinstance(field, StreamField)]
        places = [
            (called(block.block, block.value), titles)
            for stream in streams
            for block in stream
            if (titles := [title for code, title in gone.items() if code in _words(block.value)])
        ]
        if places:
            yield Loser(page.title, reverse("wagtailadmin_pages:edit", args=[page.pk]), places)
    for challenge in all_challenges():
        codes = {target.indicator for target in challenge.targets.all()}
        if titles := [title for code, title in gone.items() if code in codes]:
            path = reverse("wijkopgaven:edit", args=[challenge.pk])
            yield Loser(challenge.title, path, [("Streefwaarde", titles)])


def _words(value: Any) -> set[str]:
    return {word for text in texts_in(value) for word in re.findall(r"\w+", text)}
