"""New figures by the browser: seen, adopted by a role, and on the site after a second pair of eyes."""

from __future__ import annotations

import io
import json
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from tests.stories.later import adopted_release, contents_of, signed_in, tell, turned

from vergezicht.challenges.adoption import adopt_release
from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.challenges.models import AdoptedRelease, HeldRelease, Target
from vergezicht.figures import Comparison, Release, write_release
from vergezicht.figures.export import sha256
from vergezicht.publication.models import Edition
from vergezicht.stories.adopting.arriving import arrived, receive
from vergezicht.stories.living.sentences import count_changes
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db
ADDRESS = "/beheer/nieuwe-cijfers/"


@pytest.fixture
def release() -> Release:
    return adopted_release()


@pytest.fixture
def told(release: Release) -> tuple[StoryPage, Comparison]:
    return tell(release)


@pytest.fixture
def researcher() -> Client:
    return signed_in("Onderzoeker")


def zipped(folder: Path, around: str = "") -> bytes:
    """A folder as a zip, with a folder around its files as most programs make it, or without."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"{around}{path.name}")
    return packed.getvalue()


def handed_in(client: Client, content: bytes, name: str = "release.zip") -> HttpResponse:
    return client.post(ADDRESS, {"file": SimpleUploadedFile(name, content)})


def words(response: HttpResponse) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def aside() -> list[str]:
    folder = Path(settings.RELEASES_FOLDER) / ".arrived"
    return [path.name for path in folder.iterdir()] if folder.is_dir() else []


def key_in(response: HttpResponse) -> str:
    found = re.search(r'name="sleutel" value="([0-9a-f]{32})"', response.content.decode())
    assert found, words(response)
    return found[1]


@pytest.mark.parametrize("around", ["", "bvb-later/"])
def test_from_a_zip_to_the_site_by_two_people(
    release: Release, told: tuple[StoryPage, Comparison], tmp_path: Path, researcher: Client, around: str
) -> None:
    story, comparison = told
    later = write_release(tmp_path / "later", turned(release, comparison))
    seen = handed_in(researcher, zipped(later, around))
    page = words(seen)
    assert "Nog niet vastgesteld" in page and "Komt in de plaats van" in page
    assert "1 zin klopt niet meer" in page and "Klopt niet meer" in page and story.title in page
    assert f"Is het verschil met {release.name} verklaard?" in page and "ander oordeel: " in page
    assert AdoptedRelease.objects.count() == 1, "only looked at"
    assert current_release().releases == (release,)

    key = key_in(seen)
    unsigned = researcher.post(ADDRESS, {"sleutel": key, "note": ""})
    assert unsigned.status_code == 400 and key_in(unsigned) == key
    assert AdoptedRelease.objects.count() == 1

    answer = researcher.post(ADDRESS, {"sleutel": key, "note": "In het overleg"}, follow=True)
    assert "is vastgesteld" in words(answer) and "zodra een ander heeft gelezen" in words(answer)
    assert "wacht tot een ander leest wat er verandert" in words(answer) and "op de site" in words(answer)
    adopted = AdoptedRelease.objects.latest("pk")
    assert (adopted.role, adopted.note) == ("Onderzoeker", "In het overleg")
    assert adopted.adopter == int(researcher.session["_auth_user_id"])
    assert current_release().releases == (release,), "the site keeps its figures"
    assert arrived(key) is None

    story.body[-1].value.source = story.body[-1].value.source.replace(":gestegen", ":gedaald")
    story.save_revision().publish()
    Edition.objects.all().delete()
    signed_in("Communicatie").post("/beheer/zinnen/")
    assert current_release().releases[0].name == f"{release.name}-later"
    assert Edition.objects.exists()
    listed = words(researcher.get("/beheer/releases/"))
    assert "vervangen" in listed and "op de site" in listed and "wacht tot" not in listed


def test_what_changes_no_sentence_waits_for_a_second_pair_of_eyes_too(release: Release, tmp_path: Path) -> None:
    administrator = signed_in("Beheerder")
    later = write_release(tmp_path / "later", contents_of(release))
    seen = handed_in(administrator, zipped(later))
    assert "Geen zin in de verhalen verandert" in words(seen)
    administrator.post(ADDRESS, {"sleutel": key_in(seen), "note": "Verbeterde toelichting"})
    held = HeldRelease.objects.get()
    assert (held.sentences, held.broken) == (0, 0)

    assert "Nieuwe cijfers wachten op u" not in administrator.get("/beheer/").content.decode()
    own = administrator.get("/beheer/zinnen/")
    assert "U stelde deze cijfers zelf vast" in words(own) and "Alles gelezen" not in words(own)
    administrator.post("/beheer/zinnen/")
    assert waiting_release() is not None, "nobody lets through what he adopted himself"

    other = signed_in("Communicatie")
    assert "Geen zin verandert mee" in words(other.get("/beheer/"))
    other.post("/beheer/zinnen/")
    assert waiting_release() is None


def test_figures_of_another_series_come_beside_what_is_there_and_wait_too(release: Release, tmp_path: Path) -> None:
    indicator = replace(release.indicators[0], code="iets_anders", title="Iets anders", slug="iets-anders")
    figures = [f for f in release.figures(indicator=release.indicators[0].code) if f.period == release.latest]
    beside = contents_of(
        release,
        facts=replace(release.facts, name="ernaast", series="ernaast", title="Ernaast"),
        indicators=(indicator,),
        figures=tuple(replace(figure, indicator="iets_anders") for figure in figures),
        comparisons=(),
    )
    page = handed_in(signed_in("Onderzoeker"), zipped(write_release(tmp_path / "ernaast", beside)))
    assert "Komt naast de cijfers die er al zijn" in words(page) and "zodra een ander heeft gelezen" in words(page)


def test_whoever_loses_a_figure_is_named(release: Release, told: tuple[StoryPage, Comparison], tmp_path: Path) -> None:
    story, comparison = told
    target = Target.objects.filter(challenge__state="loopt").first() or Target.objects.first()
    gone = {comparison.indicator, target.indicator}
    kept = tuple(item for item in release.indicators if item.code not in gone)
    codes = {item.code for item in kept}
    smaller = contents_of(
        release,
        indicators=kept,
        figures=tuple(item for item in release.figures(group=None) if item.indicator in codes),
        comparisons=tuple(item for item in release.comparisons() if item.indicator in codes),
    )
    folder = write_release(tmp_path / "smaller", smaller)
    page = words(handed_in(signed_in("Onderzoeker"), zipped(folder)))
    lost = page[page.index("Raakt zijn cijfer kwijt") : page.index("Klopt niet meer")]
    assert story.title in lost and release.indicator(comparison.indicator).title in lost
    assert target.challenge.title in lost and "Streefwaarde" in lost
    assert "Bewerk" not in lost, "a researcher writes no pages"
    adopt_release(folder, role="Onderzoeker", count_changes=count_changes)
    second = words(signed_in("Communicatie").get("/beheer/zinnen/"))
    lost = second[second.index("Raakt zijn cijfer kwijt") : second.index("Klopt niet meer")]
    assert target.challenge.title in lost and "Bewerk" in lost, "who reads the sentences sees it too"


def test_figures_that_are_simulated_or_old_are_pointed_out(release: Release, tmp_path: Path) -> None:
    waves = release.facts.waves[:-1]
    periods = {wave.period for wave in waves}
    older = contents_of(
        release,
        facts=replace(release.facts, name="older", waves=waves),
        figures=tuple(item for item in release.figures(group=None) if item.period in periods),
        comparisons=tuple(item for item in release.comparisons() if item.period in periods),
    )
    page = words(handed_in(signed_in("Onderzoeker"), zipped(write_release(tmp_path / "older", older))))
    assert f"De laatste meting hierin is {waves[-1].period}. Op de site staat er een van {release.latest}." in page


def retold(folder: Path, **facts: object) -> None:
    """The same release that says something else about itself, with checksums that agree."""
    connection = sqlite3.connect(folder / "release.sqlite")
    (told,) = connection.execute("SELECT content FROM facts").fetchone()
    connection.execute("UPDATE facts SET content = ?", (json.dumps(json.loads(told) | facts),))
    connection.commit()
    connection.close()
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    for resource in package["resources"]:
        resource["hash"] = f"sha256:{sha256(folder / resource['path'])}"
    (folder / "datapackage.json").write_text(json.dumps(package), "utf-8")


def damage(folder: Path) -> None:
    (folder / "figures.csv").write_text("leeg")


def take_away(folder: Path) -> None:
    (folder / "areas.geojson").unlink()
    (folder / "answers.csv").unlink()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (damage, ["gewijzigd nadat"]),
        (take_away, ["areas.geojson ontbreekt", "answers.csv ontbreekt"]),
        (lambda folder: retold(folder, name="../../elders"), ["geen map kan zijn"]),
        (lambda folder: retold(folder, name="../x"), ["geen map kan zijn"]),
        (lambda folder: retold(folder, nieuw="van een latere versie"), ["beschadigd", "een andere versie"]),
        (lambda folder: retold(folder, waves=3), ["beschadigd"]),
        (lambda folder: (folder / "extra.txt").write_text("x"), ["hoort niet bij de release"]),
        (lambda folder: (folder / "datapackage.json").write_text("[]"), ["beschadigd"]),
        (lambda folder: (folder / "datapackage.json").write_text('{"resources": [3]}'), ["beschadigd"]),
        (
            lambda folder: (folder / "datapackage.json").write_text('{"resources": [{"path": "/etc/hosts"}]}'),
            ["buiten de map"],
        ),
        (lambda folder: (folder / "release.sqlite").write_bytes(b"geen database"), ["gewijzigd nadat"]),
    ],
)
def test_a_wrong_release_is_refused_with_everything_that_is_wrong(
    zwolle_release: Path, tmp_path: Path, researcher: Client, change: Callable[[Path], object], expected: list[str]
) -> None:
    folder = Path(shutil.copytree(zwolle_release, tmp_path / "release"))
    change(folder)
    answer = handed_in(researcher, zipped(folder))
    assert answer.status_code == 400
    for text in expected:
        assert text in words(answer)
    assert "sleutel" not in answer.content.decode()
    assert AdoptedRelease.objects.count() == 1


def test_figures_of_another_municipality_are_refused(release: Release, tmp_path: Path, researcher: Client) -> None:
    areas = [replace(area, code="GM9999") if area.level.value == "gemeente" else area for area in release.geography]
    foreign = contents_of(release, geography=type(release.geography)(tuple(areas)))
    foreign = replace(
        foreign,
        figures=tuple(replace(f, area="GM9999") if f.area.startswith("GM") else f for f in foreign.figures),
        comparisons=tuple(c for c in foreign.comparisons if not c.area.startswith("GM")),
    )
    answer = handed_in(researcher, zipped(write_release(tmp_path / "foreign", foreign)))
    assert answer.status_code == 400 and "een andere gemeente" in words(answer)


@pytest.mark.parametrize("content", [b"", b"geen zip", b"PK\x03\x04 half", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_release_is_told_apart(researcher: Client, content: bytes) -> None:
    answer = handed_in(researcher, content)
    assert answer.status_code == 400 and "Er is niets vastgesteld" in words(answer)


@pytest.mark.parametrize(
    "name", ["../figures.csv", "/etc/figures.csv", "map/diep/figures.csv", ".verborgen", "a\\b.csv"]
)
def test_a_name_that_leads_elsewhere_is_not_unpacked(researcher: Client, name: str) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("datapackage.json", "{}")
        archive.writestr(name, "x")
    answer = handed_in(researcher, packed.getvalue())
    assert answer.status_code == 400 and "deze naam mag niet" in words(answer)


def test_a_key_is_a_key_of_ours(zwolle_release: Path, researcher: Client) -> None:
    for key in ("", "../bvb", "0" * 32, zwolle_release.name):
        answer = researcher.post(ADDRESS, {"sleutel": key, "note": "x"})
        assert answer.status_code == 400 and "niet meer" in words(answer)
    before = set(aside())
    key = receive(zipped(zwolle_release), "release.zip")
    assert receive(zipped(zwolle_release), "release.zip") == key
    assert set(aside()) - before == {key}, "nothing half is left beside it"
    again = handed_in(researcher, zipped(zwolle_release))
    assert again.status_code == 400 and "is al vastgesteld" in words(again)
    assert set(aside()) == before, "what is refused is not kept"


@pytest.mark.parametrize("role", ["Communicatie", "Wijkmanager", "Bestuur", "Partner"])
def test_other_roles_adopt_nothing(role: str) -> None:
    client = signed_in(role)
    assert client.get(ADDRESS).status_code in {302, 403}
    assert "Nieuwe cijfers" not in client.get("/beheer/").content.decode()
