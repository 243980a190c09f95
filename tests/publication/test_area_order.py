"""Lists of areas stand in the order in which somebody looks for a name; what a program reads keeps that of codes."""

from __future__ import annotations

import csv
import io
import json

import pytest
from bs4 import BeautifulSoup
from django.test import RequestFactory

from vergezicht import pictures
from vergezicht.areas import AreaLevel
from vergezicht.areas.alphabet import in_alphabet
from vergezicht.challenges.choices import area_choices
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.views import explore
from vergezicht.stories.drawing.board import drawing_board

pytestmark = pytest.mark.django_db
NUMBERED = [f"Holtenbroek {number}" for number in ("I", "II", "III", "IV")]


def names(path: str, selector: str) -> list[str]:
    address = next(item for item in public_addresses() if item.path == path)
    page = BeautifulSoup(render_address(address), "html.parser")
    return [item.get_text().strip() for item in page.select(selector)]


@pytest.mark.parametrize(
    ("path", "selector"),
    [
        ("/wijken/holtenbroek/", "section:has(> #in-buurt) li"),
        ("/gemeente/", "section:has(> #in-wijk) li"),
        ("/gemeente/", "section:has(> #in-buurt) li"),
        ("/gebieden/", ".area-tree section:nth-of-type(2) li"),
        ("/gebieden/", "section[data-areas] li"),
        ("/ontmoetingsplekken/", ".table-wrap > table:has(> caption) tbody th"),
    ],
)
def test_areas_stand_by_name(path: str, selector: str) -> None:
    listed = names(path, selector)
    assert len(listed) > 3
    assert listed == sorted(listed, key=in_alphabet)


def test_numbered_buurten_stand_by_number() -> None:
    assert names("/wijken/holtenbroek/", "section:has(> #in-buurt) li") == NUMBERED
    chosen = [name for _, areas in area_choices() for _, name in areas if name in NUMBERED]
    assert chosen == NUMBERED


def test_the_free_map_and_the_drawing_board_list_them_so_too() -> None:
    given = json.loads(explore.settings(RequestFactory().get("/")).content)
    assert [area["name"] for area in given["areas"].values() if area["name"] in NUMBERED] == NUMBERED
    # A drawing carries the class of each area in this order (docs/pictures.md).
    assert given["levels"]["buurt"] == [area.code for area in municipality().geography.at(AreaLevel.BUURT)]
    board = json.loads(drawing_board(RequestFactory().get("/")).content)
    buurten = [name for name, _ in board["gebieden"] if name.startswith("Holtenbroek I")]
    assert buurten == [f"{name} (buurt)" for name in NUMBERED]


def test_areas_with_one_figure_stand_by_name() -> None:
    release = current_release()
    assert release is not None
    table = pictures.choropleth(release, release.indicators[0].code, AreaLevel.BUURT).table
    body = [row for row in table.rows if row[1].sort is None]
    assert len(body) > 2
    assert [row[0].text for row in body] == sorted((row[0].text for row in body), key=in_alphabet)


def test_what_a_program_reads_keeps_the_order_of_codes() -> None:
    figures = (item for item in public_addresses() if item.path.startswith("/cijfers/"))
    address = next(item for item in figures if item.path.endswith(".csv"))
    rows = list(csv.DictReader(io.StringIO(render_address(address).decode("utf-8-sig"))))
    listed = list(dict.fromkeys(row["gebied"] for row in rows if row["niveau"] == "buurt"))
    assert listed == [area.name for area in municipality().geography.at(AreaLevel.BUURT)]
