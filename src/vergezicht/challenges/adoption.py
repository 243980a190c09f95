"""Adopting a release: an official's decision, checked and logged; never undone, only followed by the next."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import transaction

from vergezicht.challenges.ground import current_adoptions, current_release, municipality, newest_adoptions, release_of
from vergezicht.challenges.models import AdoptedRelease, HeldRelease, LiftedHold
from vergezicht.figures import Release, ReleaseCollection, open_release
from vergezicht.figures.export import sha256
from vergezicht.figures.integrity import check_release
from vergezicht.figures.source import clashes
from vergezicht.problems import BadInput, Problems

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}")

# What counts the sentences that change between two collections, and the claims among them that no longer hold.
CountChanges = Callable[[ReleaseCollection, ReleaseCollection], tuple[int, int]]


def check_adoption(folder: Path) -> Release:
    """The release in a folder that may be adopted. Raises ``BadInput`` with everything that is against it."""
    if problems := check_release(folder):
        raise BadInput(problems)
    release = open_release(folder)
    found = Problems(folder)
    if not _NAME.fullmatch(release.name):
        found.add("de release heeft een naam die geen map kan zijn", expected="letters, cijfers, punten en streepjes")
    if earlier_adoption(release) is not None and not is_adopted(release):
        found.add(
            f"release {release.name} is al vastgesteld, met andere cijfers",
            hint="een release verandert nooit: geef een verbeterde release een nieuw versienummer",
        )
    own, other = municipality().geography.gemeente, release.geography.gemeente
    if own.code != other.code:
        found.add("de release gaat over een andere gemeente", expected=own.name, got=other.name)
    others = tuple(release_of(adopted) for adopted in current_adoptions() if adopted.series != release.facts.series)
    for text in clashes(release, others):
        found.add(text, hint="staat hij in de plaats van een andere release, geef dan dezelfde `series` op")
    found.raise_if_any()
    return release


def earlier_adoption(release: Release) -> AdoptedRelease | None:
    """The adoption of a release of the same name, whatever figures are in it."""
    return AdoptedRelease.objects.filter(folder=release.name).first()


def is_adopted(release: Release) -> bool:
    """Whether exactly these figures were adopted before."""
    earlier = earlier_adoption(release)
    return earlier is not None and earlier.checksum == _checksum(release)


def standing(adopted: AdoptedRelease) -> str:
    """In words, whether the site uses it."""
    if adopted in current_adoptions():
        return "op de site"
    return "wacht tot een ander leest wat er verandert" if adopted in newest_adoptions() else "vervangen"


def adopt_release(
    folder: Path, *, role: str, note: str = "", count_changes: CountChanges | None = None, adopter: int | None = None
) -> AdoptedRelease:
    """Check the release, keep a copy among the site's releases, and log who adopted it.

    It takes the place of the release of the same series and stands beside those of others. Adopting the same release
    twice changes nothing. With ``count_changes`` it is held when a sentence changes; what an account (``adopter``, its
    number) adopted is held in any case, for a second pair of eyes. Raises ``BadInput`` as ``check_adoption`` does.
    """
    release = check_adoption(folder)
    if (earlier := earlier_adoption(release)) is not None:
        return earlier
    kept = Path(settings.RELEASES_FOLDER) / release.name
    if kept.resolve() != folder.resolve():
        shutil.copytree(folder, kept, dirs_exist_ok=True)
    before = current_release()
    with transaction.atomic():
        adopted = AdoptedRelease.objects.create(
            folder=release.name,
            series=release.facts.series,
            title=release.facts.title,
            checksum=_checksum(release),
            role=role,
            adopter=adopter,
            note=note,
        )
        after = current_release()
        if before is not None and after is not None:
            sentences, broken = count_changes(before, after) if count_changes is not None else (0, 0)
            if sentences or broken or adopter is not None:
                HeldRelease.objects.create(adopted=adopted, sentences=sentences, broken=broken)
    return adopted


def may_lift(held: HeldRelease, account: int | None) -> bool:
    """Nobody lets the site use what he adopted himself."""
    return account is None or held.adopted.adopter != account


def lift_hold(held: HeldRelease, *, role: str) -> LiftedHold:
    """Let the site use a held release: somebody with ``role`` has read every sentence that changes."""
    return LiftedHold.objects.create(held=held, role=role)


def _checksum(release: Release) -> str:
    return sha256(release.folder / "datapackage.json")
