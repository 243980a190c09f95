"""Adopting a release: an official's decision, checked and logged; never undone, only followed by the next."""

from __future__ import annotations

import shutil
from pathlib import Path

from django.conf import settings

from vergezicht.challenges.ground import current_adoptions
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.figures import open_release
from vergezicht.figures.export import sha256
from vergezicht.figures.integrity import check_release
from vergezicht.figures.source import clashes
from vergezicht.problems import BadInput, Problem


def adopt_release(folder: Path, *, role: str, note: str = "") -> AdoptedRelease:
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
    return AdoptedRelease.objects.create(
        folder=release.name,
        series=release.facts.series,
        title=release.facts.title,
        checksum=checksum,
        role=role,
        note=note,
    )
