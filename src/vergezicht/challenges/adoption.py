"""Adopting a release: an official's decision, checked and logged; never undone, only followed by the next."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vergezicht.challenges.ground import current_adoptions, current_release
from vergezicht.challenges.models import AdoptedRelease, HeldRelease, LiftedHold
from vergezicht.figures import Release, ReleaseCollection, open_release
from vergezicht.figures.export import sha256
from vergezicht.figures.integrity import check_release
from vergezicht.figures.source import clashes
from vergezicht.problems import BadInput, Problem

# What counts the sentences that change between two collections, and the claims among them that no longer hold.
CountChanges = Callable[[ReleaseCollection, ReleaseCollection], tuple[int, int]]


def adopt_release(
    folder: Path, *, role: str, note: str = "", count_changes: CountChanges | None = None
) -> AdoptedRelease:
    """Check the release, keep a copy among the site's releases, and log who adopted it.

    It takes the place of the release of the same series and stands beside those of others. Adopting the same release
    twice changes nothing. Raises ``BadInput`` when the folder is damaged, when other figures were adopted before under
    the same name, and when an indicator or an area of it clashes with a release of another series.
    """
    if problems := check_release(folder):
        raise BadInput(problems)
    release = open_release(folder)
    checksum = sha256(folder / "datapackage.json")
    kept = Path(settings.RELEASES_FOLDER) / release.name
    earlier = AdoptedRelease.objects.filter(folder=release.name).first()
    if earlier and earlier.checksum != checksum:
        raise BadInput(
            [
                Problem(
                    f"release {release.name} is al vastgesteld, met andere cijfers",
                    file=folder,
                    hint="een release verandert nooit: geef een verbeterde release een nieuw versienummer",
                )
            ]
        )
    if earlier:
        return earlier
    others = tuple(
        open_release(Path(settings.RELEASES_FOLDER) / adopted.folder)
        for adopted in current_adoptions()
        if adopted.series != release.facts.series
    )
    if found := clashes(release, others):
        hint = "staat hij in de plaats van een andere release, geef dan dezelfde `series` op"
        raise BadInput([Problem(text, file=folder, hint=hint) for text in found])
    if kept.resolve() != folder.resolve():
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    before = current_release()
    with transaction.atomic():
        adopted = _log(release, checksum, role, note)
        after = current_release()
        if count_changes is not None and before is not None and after is not None:
            sentences, broken = count_changes(before, after)
            if sentences or broken:
                HeldRelease.objects.create(adopted=adopted, sentences=sentences, broken=broken)
    return adopted


def lift_hold(held: HeldRelease, *, role: str) -> LiftedHold:
    """Let the site use a held release: somebody with ``role`` has read every sentence that changes."""
    return LiftedHold.objects.create(held=held, role=role)


def _log(release: Release, checksum: str, role: str, note: str) -> AdoptedRelease:
    return AdoptedRelease.objects.create(
        folder=release.name,
        series=release.facts.series,
        title=release.facts.title,
        checksum=checksum,
        role=role,
        note=note,
    )
