"""Adoption is checked and logged; a course check stands; what changes for the worse has a reason."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.test import Client

from vergezicht.challenges.adoption import adopt_release
from vergezicht.challenges.example.content import load_challenges
from vergezicht.challenges.ground import adoption_of, current_release, municipality
from vergezicht.challenges.judging.evidence import gather_evidence
from vergezicht.challenges.models import Action, AdoptedRelease, Challenge, Course, CourseCheck, Cycle
from vergezicht.challenges.queries import challenges_for, district_of, overlaps
from vergezicht.cli import main
from vergezicht.problems import BadInput
from vergezicht.publication.views.answers import answer_trails

pytestmark = pytest.mark.django_db


def test_the_release_that_was_adopted_is_the_one_that_is_read(zwolle_release: Path) -> None:
    release = current_release()
    assert release is not None
    (one,) = release.releases
    assert one.folder != zwolle_release, "the site keeps its own copy"
    assert AdoptedRelease.objects.get().role == "Onderzoeker"


def test_adopting_twice_changes_nothing(zwolle_release: Path) -> None:
    again = adopt_release(zwolle_release, role="Iemand anders")
    assert again.role == "Onderzoeker"
    assert AdoptedRelease.objects.count() == 1


def test_a_damaged_release_is_not_adopted(zwolle_release: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(zwolle_release, tmp_path / "release"))
    (folder / "figures.csv").write_text("leeg")
    with pytest.raises(BadInput, match="gewijzigd nadat"):
        adopt_release(folder, role="Onderzoeker")


def test_other_figures_under_the_same_name_are_refused(zwolle_release: Path, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(zwolle_release, tmp_path / "release"))
    package = folder / "datapackage.json"
    package.write_text(package.read_text("utf-8") + "\n", "utf-8")
    with pytest.raises(BadInput, match="met andere cijfers"):
        adopt_release(folder, role="Onderzoeker")


def test_the_fourteen_example_challenges_are_there_and_say_so() -> None:
    challenges = Challenge.objects.filter(cycle__slug="2020-2022")
    assert challenges.count() == 14
    assert all(item.is_example for item in challenges)
    release = current_release()
    for item in challenges:
        assert item.areas and item.themes and item.indicators
        assert all(release.has_indicator(code) for code in item.indicators), item


def test_loading_the_example_again_adds_nothing() -> None:
    assert load_challenges(municipality().folder / "content" / "challenges.toml") == 0


def test_wrong_example_content_is_reported_whole_and_loads_nothing(tmp_path: Path) -> None:
    path = tmp_path / "challenges.toml"
    path.write_text(
        '[cycle]\nname = "x"\nslug = "x"\nstarts = 2030-01-01\nends = 2031-01-01\n'
        '[[challenge]]\ncode = "X1"\ntitle = "Nieuw"\nkind = "kansje"\nareas = ["BU99999999"]\nthemes = ["onbekend"]\n'
        'reden = "x"\n'
    )
    with pytest.raises(BadInput) as caught:
        load_challenges(path)
    text = str(caught.value)
    for part in ("bedoelt u kans?", "BU99999999", "onbekend thema", "goal ontbreekt", "onbekend veld"):
        assert part in text
    assert not Cycle.objects.filter(slug="x").exists()


def test_a_course_check_is_never_changed() -> None:
    check = CourseCheck.objects.first()
    check.story = "Achteraf viel het mee."
    with pytest.raises(ValidationError, match="staat vast"):
        check.clean()
    with pytest.raises(ValidationError, match="staat vast"):
        check.save()
    with pytest.raises(ValidationError, match="staat vast"):
        check.delete()


@pytest.mark.parametrize("course", [Course.ADJUST, Course.OFF_COURSE, Course.STALLED, Course.STOPPED])
def test_what_changes_for_the_worse_needs_a_reason(course: Course) -> None:
    with pytest.raises(ValidationError, match="hoort een reden"):
        Action(title="x", status=course).clean()
    with pytest.raises(ValidationError, match="hoort een reden"):
        CourseCheck(date=date(2021, 1, 1), verdict=course, role="Wijkmanager").clean()


def test_the_course_is_that_of_the_latest_check() -> None:
    challenge = Challenge.objects.get(code="M1")
    CourseCheck.objects.create(challenge=challenge, date=date(2022, 6, 1), verdict=Course.REACHED, role="Wijkmanager")
    assert Challenge.objects.get(code="M1").course == Course.REACHED
    assert Challenge.objects.get(code="M3").course == Course.NOT_STARTED


def test_an_area_finds_the_challenges_of_what_holds_it_and_of_what_it_holds() -> None:
    codes = {item.code for item in challenges_for(area="BU01931310")}
    assert codes == {"M2"}
    assert {"M1", "M2", "M3"} <= {item.code for item in challenges_for(area="SD1")}
    assert challenges_for(area="GM0193") == []


def test_a_stadsdeel_is_not_a_union_of_wijken() -> None:
    geography = municipality().geography
    assert overlaps(geography, "SD1", "WK019341")
    assert overlaps(geography, "SD3", "WK019341")
    assert not overlaps(geography, "SD2", "WK019341")


def test_challenges_are_listed_under_the_stadsdeel_of_most_of_their_buurten() -> None:
    found = {item.code: district_of(item).name for item in Challenge.objects.all()}
    assert found["Z3"] == "Zuid"
    assert found["O3"] == "Oost"
    assert found["W2"] == "West"


def test_lists_take_a_bounded_number_of_queries(django_assert_max_num_queries: object) -> None:
    with django_assert_max_num_queries(3):  # type: ignore[operator]  # pytest-django's own fixture
        assert len([item.course for item in challenges_for()]) == 14


def test_a_release_cannot_be_changed_in_the_editor(client: Client) -> None:
    get_user_model().objects.create_superuser("baas", "", "geheim")
    client.login(username="baas", password="geheim")
    release = AdoptedRelease.objects.get()
    assert client.get("/beheer/releases/").status_code == 200
    for path in (
        "/beheer/releases/new/",
        f"/beheer/releases/edit/{release.pk}/",
        f"/beheer/releases/delete/{release.pk}/",
    ):
        assert client.get(path).status_code in {302, 403, 404}, path
        assert client.post(path, {"note": "x"}).status_code in {302, 403, 404}
    assert AdoptedRelease.objects.get().note == release.note


def _adopt_register(folder: Path) -> Path:
    """The register of the example, adopted beside the survey; returns its mapping."""
    mapping = Path(settings.MUNICIPALITY_FOLDER) / "registers/voorbeeld.toml"
    assert main(["registers", "import", str(mapping), "--out", str(folder / "register")]) == 0
    adopt_release(folder / "register", role="Onderzoeker")
    return mapping


def test_what_rests_on_figures_names_the_release_of_those_figures(tmp_path: Path, client: Client) -> None:
    _adopt_register(tmp_path)
    survey, register = AdoptedRelease.objects.order_by("adopted_at", "pk")
    challenge = Challenge.objects.get(code="M1")
    challenge.targets.all().delete()
    for figures, expected in ((["lonely@SD1"], [survey]), (["adults@SD1"], [register]), ([], [survey, register])):
        challenge.figures = figures
        found = gather_evidence(challenge)
        assert [one["name"] for one in found.content["releases"]] == [one.folder for one in expected]
        assert (found.release_name, found.release_checksum) == (expected[0].folder, expected[0].checksum)
    get_user_model().objects.create_superuser("baas", "", "geheim")
    client.login(username="baas", password="geheim")
    screen = client.get("/beheer/werk/wat-valt-op/").content.decode()
    assert survey.title in screen and register.title in screen


def test_a_register_stands_beside_the_survey(zwolle_release: Path, tmp_path: Path) -> None:
    """Of every series the last adopted release holds; a clash is refused and changes nothing."""
    mapping = _adopt_register(tmp_path)
    release = current_release()
    assert [one.facts.series for one in release.releases] == ["", "inwoners"]
    assert release.figure("adults", release.geography.gemeente.code).value > 50_000
    assert adoption_of("adults").folder == "inwoners-2020-v1"
    assert adoption_of(release.indicators[0].code).folder == release.releases[0].name
    asked = [trail.indicator for _, trails in answer_trails() for trail in trails]
    assert asked and all(item.question for item in asked), "what was counted was not asked"
    clash = tmp_path / "zonder-reeks.toml"
    text = mapping.read_text("utf-8").replace('series = "inwoners"', 'series = "anders"').replace("-2020-v1", "-v2")
    clash.write_text(text.replace('"../', f'"{mapping.parent.parent}/'), "utf-8")
    assert main(["registers", "import", str(clash), "--out", str(tmp_path / "clash")]) == 0
    with pytest.raises(BadInput, match="hoort bij één reeks"):
        adopt_release(tmp_path / "clash", role="Onderzoeker")
    assert AdoptedRelease.objects.count() == 2
