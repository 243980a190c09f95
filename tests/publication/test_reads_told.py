"""A municipality may tell on the page of a story how often it is read: rounded, with its period, never of a few."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from tests.areas.grid import municipality as folder_of

from vergezicht.areas.folder import read_municipality
from vergezicht.challenges.ground import municipality
from vergezicht.languages import speaking
from vergezicht.problems import BadInput
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.models import PageRead
from vergezicht.publication.readers.telling import FEWEST, reads_told
from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 14, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
FIRST, LAST = date(2026, 9, 3), date(2026, 10, 31)


@pytest.fixture(autouse=True)
def november(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    on = replace(municipality(), shows_reads=True)
    monkeypatch.setattr("vergezicht.publication.readers.telling.municipality", lambda: on)


def read(day: date, count: int, *, path: str = "/verhaal/", part: str = "") -> None:
    PageRead.objects.create(day=day, path=path, part=part, count=count)


def end() -> str:
    return StoryPage.objects.get().chapters[-1].anchor


def on_page(path: str = "/verhaal/") -> str:
    html = render_address(next(one for one in public_addresses() if one.path == path)).decode()
    found = BeautifulSoup(html, "html.parser").select_one("main > article + .story__reads")
    return found.get_text() if found else ""


@pytest.mark.usefixtures("told")
def test_every_depth_and_language_counts_and_the_page_says_it_at_its_end_at_every_depth() -> None:
    for day, count, path in ((FIRST, 700, "/verhaal/"), (LAST, 434, "/verhaal/kern/"), (LAST, 100, "/en/verhaal/")):
        read(day, count, path=path)
        read(day, round(count * 0.4), path=path, part=end())
        read(day, count, path=path, part=StoryPage.objects.get().chapters[0].anchor)
    read(LAST, 5000, path="/verhalen/")
    sentence = (
        "Van 3 september 2026 tot en met 31 oktober 2026 is dit verhaal ongeveer 1.200 keer geopend; ongeveer 4 van de "
        "10 keer kwam een lezer tot het laatste hoofdstuk."
    )
    assert on_page() == on_page("/verhaal/kern/") == on_page("/verhaal/cijfers/") == sentence


def test_it_is_off_until_somebody_asks_for_it() -> None:
    assert not municipality().shows_reads
    read(FIRST, 5000)
    assert on_page() == ""


@pytest.mark.usefixtures("told")
def test_nothing_is_told_of_a_few() -> None:
    read(FIRST, FEWEST - 1)
    read(FIRST, FEWEST - 1, part=end())
    assert on_page() == ""
    read(LAST, 1)
    assert "ongeveer 100 keer geopend" in on_page()


@pytest.mark.usefixtures("told")
def test_only_whole_months_of_the_last_year_count_so_that_a_page_changes_once_a_month() -> None:
    read(date(2026, 11, 1), 5000)
    read(date(2025, 10, 31), 5000)
    assert on_page() == ""
    read(date(2025, 11, 1), 340)
    assert on_page().startswith("Van 1 november 2025 tot en met 31 oktober 2026 is dit verhaal ongeveer 340 keer")


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("now", "first", "last"),
    [
        (datetime(2027, 1, 1, tzinfo=NOW.tzinfo), date(2026, 1, 1), date(2026, 12, 31)),
        (datetime(2028, 3, 31, tzinfo=NOW.tzinfo), date(2027, 3, 1), date(2028, 2, 29)),
    ],
)
def test_a_year_ends_with_the_month_before(
    monkeypatch: pytest.MonkeyPatch, now: datetime, first: date, last: date
) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    read(first, 100)
    read(last, 20)
    for outside in (date.fromordinal(first.toordinal() - 1), date.fromordinal(last.toordinal() + 1)):
        read(outside, 5000)
    assert "ongeveer 120 keer" in reads_told("/verhaal/", ["slot"])


@pytest.mark.usefixtures("told")
@pytest.mark.parametrize(
    ("reached", "words"),
    [
        (0, "minder dan 1 van de 10 keer kwam"),
        (9, "minder dan 1 van de 10 keer kwam"),
        (21, "ongeveer 1 van de 10 keer"),
        (189, "ongeveer 9 van de 10 keer"),
        (200, "bijna altijd kwam"),
        (350, "bijna altijd kwam"),
    ],
)
def test_how_far_readers_came_is_told_in_tenths(reached: int, words: str) -> None:
    read(FIRST, 200)
    read(FIRST, reached, part="slot")
    assert words in reads_told("/verhaal/", ["begin", "slot"])
    assert reads_told("/verhaal/", []) == ""


@pytest.mark.usefixtures("told")
def test_it_is_told_in_the_language_of_the_page() -> None:
    read(FIRST, 1234)
    with speaking("en"):
        said = reads_told("/verhaal/", ["slot"])
    assert "this story was opened about 1,200 times; less than 1 time in 10" in said


def test_what_is_not_counted_cannot_be_shown(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    path = folder / "municipality.toml"
    facts = path.read_text("utf-8")
    path.write_text(f"show_reads = true\n{facts}", "utf-8")
    with pytest.raises(BadInput, match="count_readers = true"):
        read_municipality(folder)
    path.write_text(f"show_reads = true\ncount_readers = true\n{facts}", "utf-8")
    assert read_municipality(folder).shows_reads
