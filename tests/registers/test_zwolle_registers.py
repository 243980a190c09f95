"""Every mapping of Zwolle on the real table it was written for, beside numbers read from that table another way."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from tests.golden.reference import needs_shared, shared

from vergezicht.areas import AreaLevel
from vergezicht.figures import FigureStatus, Reason, Release, open_release
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput
from vergezicht.registers import build_register_release, read_mapping

MAPPINGS = Path(__file__).resolve().parents[2] / "municipalities" / "zwolle" / "registers"
FOLDERS = {
    "cbs-kwb": "cbs",
    "rivm": "cbs",
    "leefbaarometer": "leefbaarometer",
    "cijfersoverzwolle-demografie": "cijfersoverzwolle",
    "bvb-2014": "bvb2014",
}


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Release]:
    target = tmp_path_factory.mktemp("registers")
    return {
        name: open_release(
            build_register_release(MAPPINGS / f"{name}.toml", target / name, folder=shared() / "data" / folder)
        )
        for name, folder in FOLDERS.items()
    }


def rows(path: str, **options: str) -> list[dict[str, str]]:
    with (shared() / "data" / path).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream, **options))


def test_every_mapping_can_be_read() -> None:
    for path in sorted(MAPPINGS.glob("*.toml")):
        assert read_mapping(path).tables, path.name
    assert {path.stem for path in MAPPINGS.glob("*.toml")} == {*FOLDERS, "politie", "voorbeeld"}


@needs_shared
def test_every_release_is_whole_and_has_no_margins(releases: dict[str, Release]) -> None:
    for release in releases.values():
        assert check_release(release.folder) == []
        assert release.figures()
        assert all((f.low, f.high, f.n) == (None, None, None) for f in release.figures())
        assert all(i.source and i.licence and i.source_date and i.area_version for i in release.indicators)


@needs_shared
def test_kwb_with_padded_codes_and_decimal_commas_equals_the_plain_file(releases: dict[str, Release]) -> None:
    release = releases["cbs-kwb"]
    columns = {
        "inhabitants": "AantalInwoners_5",
        "household_size": "GemiddeldeHuishoudensgrootte_32",
        "density": "Bevolkingsdichtheid_33",
        "supermarket_distance": "AfstandTotGroteSupermarkt_106",
    }
    compared = 0
    for row in rows("cbs/kwb2020_zwolle.csv"):
        for indicator, column in columns.items():
            figure = release.figure(indicator, row["WijkenEnBuurten"].strip())
            assert figure is not None
            if figure.is_shown:
                assert figure.value == float(row[column])
                compared += 1
            elif figure.reason == Reason.NOT_AVAILABLE:
                assert row[column].strip() == ""
            else:
                assert figure.reason == Reason.TOO_IMPRECISE and int(row["AantalInwoners_5"]) < 50
    assert compared == 361
    total = release.figure("inhabitants", "GM0193")
    assert total is not None and total.value == 128840


@needs_shared
def test_kwb_shares_are_of_the_inhabitants_and_stadsdelen_of_their_buurten(releases: dict[str, Release]) -> None:
    release = releases["cbs-kwb"]
    for row in rows("cbs/kwb2020_zwolle.csv"):
        figure = release.figure("share_65_plus", row["WijkenEnBuurten"].strip())
        inhabitants = int(row["AantalInwoners_5"])
        assert figure is not None and figure.is_shown == (inhabitants >= 50)
        if figure.value is not None:
            assert abs(figure.value - 100 * int(row["k_65JaarOfOuder_12"]) / inhabitants) <= 0.5
    stadsdelen = release.figures(indicator="inhabitants", level=AreaLevel.STADSDEEL)
    assert len(stadsdelen) == 5
    assert sum(figure.value or 0 for figure in stadsdelen) == 128775  # the buurten, each rounded to fives


@needs_shared
def test_rivm_is_a_model_padded_and_empty_where_few_people_live(releases: dict[str, Release]) -> None:
    release = releases["rivm"]
    for row in rows("cbs/rivm_gezondheid2020_18plus_zwolle.csv"):
        figure = release.figure("rivm_volunteering", row["WijkenEnBuurten"].strip(), "2020")
        assert figure is not None
        text = row["Vrijwilligerswerk_33"].strip()
        if figure.value is None:
            assert text in {"", "."} and figure.reason == Reason.NOT_AVAILABLE
        else:
            assert abs(figure.value - float(text)) <= 0.5
    assert {f.reason for f in release.figures(indicator="rivm_lonely", level=AreaLevel.BUURT)} == {
        Reason.NOT_AVAILABLE,
        Reason.LEVEL,
    }
    assert all(f.is_shown for f in release.figures(indicator="rivm_lonely", level=AreaLevel.WIJK))
    assert any("Berekend met een model" in line for line in release.facts.method)


@needs_shared
def test_leefbaarometer_leaves_buurten_out(releases: dict[str, Release]) -> None:
    release = releases["leefbaarometer"]
    table = {row["code"]: row for row in rows("leefbaarometer/leefbaarometer2024_zwolle_buurten.csv")}
    figures = release.figures(indicator="lbm_deviation")
    assert {figure.area for figure in figures} == set(table) and len(table) == 69
    for figure in figures:
        assert figure.value == pytest.approx(round(float(table[figure.area]["lbm_afw"]), 3))
        assert figure.status == FigureStatus.PUBLISHED


@needs_shared
def test_ten_workbooks_equal_the_long_file_made_from_them(releases: dict[str, Release]) -> None:
    release = releases["cijfersoverzwolle-demografie"]
    assert release.periods == tuple(str(year) for year in range(2015, 2025))
    table = rows("cijfersoverzwolle/demografie_zwolle_2015_2024_lang.csv")
    columns = {
        "population": "inwoners op 1 januari [personen]",
        "dwellings": "woningen [woonruimten]",
        "household_income": "gemiddeld gestandaardiseerd inkomen per huishouden [euro]",
        "near_poverty": "% huishoudens onder 105% van sociaal minimum [%]",
    }
    figures = {(f.indicator, f.area, f.period): f for f in release.figures()}
    for row in table:
        for indicator, column in columns.items():
            figure = figures[indicator, row["statcode"], row["jaar"]]
            assert figure.value == (float(row[column]) if row[column] not in {"", "-", "."} else None)
    for year in release.periods:
        total = sum(int(row[columns["population"]]) for row in table if row["jaar"] == year)
        for level in (AreaLevel.GEMEENTE, AreaLevel.STADSDEEL, AreaLevel.WIJK):
            found = release.figures(indicator="population", period=year, level=level)
            assert len(found) == len(release.geography.at(level))
            assert sum(figure.value or 0 for figure in found) == total
    assert any("voorlopig" in note for note in release.facts.notes)


@needs_shared
def test_the_survey_of_2014_hides_buurten_that_rest_on_a_few_answers(releases: dict[str, Release]) -> None:
    release = releases["bvb-2014"]
    table = {f"BU0193{row['GEOITEM']}0": row for row in rows("bvb2014/buurtgegevens.csv")}
    marks = {figure.area: figure for figure in release.figures(indicator="bvb2014_liveability_mark")}
    assert len(marks) == 78 and "BU01939990" not in marks
    for area, figure in marks.items():
        text = table[area]["b_wrleef"]
        assert (figure.value is None and figure.reason == Reason.TOO_FEW_ANSWERS) or figure.value == pytest.approx(
            float(text), abs=0.05001
        )
    whole_numbers = {area for area, row in table.items() if row["b_wrleef"] in {"6", "8"}}
    assert len(whole_numbers) == 3
    assert all(not marks[area].is_shown for area in whole_numbers)
    shown = [f.value for f in release.figures(indicator="bvb2014_volunteering") if f.is_shown]
    assert 0 not in shown and 100 not in shown and len(shown) > 60


@needs_shared
def test_a_header_row_and_a_legend_do_not_become_areas(tmp_path: Path) -> None:
    """The CSV export with its legend behind the data, by the mapping of the workbooks with another file."""
    text = (MAPPINGS / "cijfersoverzwolle-demografie.toml").read_text("utf-8")
    text = text.replace('file = "Thema\'s - {period} - Buurten.xlsx"', 'file = "demographics-buurt-2024.csv"')
    text = text.replace("position = 1", 'column = "Buurt-naam"').replace(
        "[table.area]", '[table.period]\nfixed = "2024"\n\n[table.area]', 1
    )
    text = text.replace('"../', f'"{MAPPINGS.parent.as_posix()}/')
    mapping = tmp_path / "demografie.toml"
    mapping.write_text(text, "utf-8")
    release = open_release(
        build_register_release(mapping, tmp_path / "release", folder=shared() / "data" / "cijfersoverzwolle")
    )
    figure = release.figure("population", "BU01931000", "2024")
    assert figure is not None and figure.value == 2373
    assert len(release.figures(indicator="population", level=AreaLevel.BUURT)) == 78


@needs_shared
def test_percent_signs_question_marks_and_empty_cells(tmp_path: Path) -> None:
    """energyconsumption-buurt-2022.csv has "5%" and "?"; the workbook of the same table shows 0.05 as a percentage."""
    mapping = f"""
[areas]
file = "{MAPPINGS.parent.as_posix()}/areas.csv"
version = 2020
same = [2023]

[release]
name = "energie"
title = "Energie"
publisher = "Gemeente Zwolle"
source = "Klimaatmonitor"
licence = "onbekend"
date = 2025-03-20

[[indicator]]
code = "solar"
title = "Woningen met zonnepanelen"
kind = "aandeel"
direction = "hoger"
theme = "klimaat"

[[indicator]]
code = "gas"
title = "Aardgasverbruik"
kind = "index"
unit = "miljoen m3"
decimals = 1
direction = "lager"
theme = "klimaat"

[[table]]
file = "FILE"
source = "Klimaatmonitor"
licence = "onbekend"
date = 2025-03-20
area_version = 2023

[table.layout]
decimal = "."

[table.area]
position = 1
by = "naam"
level = "buurt"
skip = ["Onbekend"]

[table.area.spellings]
"De Tippe" = "Tippe bij de IJssel"

[table.period]
fixed = "2022"

[table.missing]
"?" = "onbekend"
"-" = "niet van toepassing"

[table.values]
solar = "Percentage woningen met geregistreerde zonnepanelen"
gas = "Aardgasverbruik woningen"
"""
    found = {}
    for name in ("energyconsumption-buurt-2022.csv", "Thema's - 2022 - Buurten (2023) van Gemeente Zwolle.xlsx"):
        path = tmp_path / "energie.toml"
        path.write_text(mapping.replace("FILE", name), "utf-8")
        folder = build_register_release(
            path, tmp_path / name.split(".")[0], folder=shared() / "data" / "cijfersoverzwolle"
        )
        found[name] = {(f.indicator, f.area): f.value for f in open_release(folder).figures()}
    one, two = found.values()
    assert one == two and one["solar", "BU01931000"] == 5 and one["gas", "BU01931000"] == 1.4
    assert sum(value is None for value in one.values()) < 20


@needs_shared
def test_a_table_of_another_division_is_refused(tmp_path: Path) -> None:
    text = (MAPPINGS / "bvb-2014.toml").read_text("utf-8").replace('pattern = "BU0193{}0"', 'pattern = "BU0193{}9"')
    mapping = tmp_path / "bvb.toml"
    mapping.write_text(text.replace('"../', f'"{MAPPINGS.parent.as_posix()}/'), "utf-8")
    with pytest.raises(BadInput) as caught:
        build_register_release(mapping, tmp_path / "release", folder=shared() / "data" / "bvb2014")
    assert any("nog 58 keer" in problem.what for problem in caught.value.problems)


@needs_shared
def test_kwb_as_odata_in_a_file_gives_the_same_figures(releases: dict[str, Release], tmp_path: Path) -> None:
    text = (MAPPINGS / "cbs-kwb.toml").read_text("utf-8")
    text = text.replace("kwb2020_zwolle_puntkomma.csv", "kwb2020_zwolle_odata3.json")
    mapping = tmp_path / "kwb.toml"
    mapping.write_text(text.replace('"../', f'"{MAPPINGS.parent.as_posix()}/'), "utf-8")
    release = open_release(build_register_release(mapping, tmp_path / "r", folder=shared() / "data" / "cbs"))
    assert set(release.figures()) == set(releases["cbs-kwb"].figures())


@needs_shared
def test_leefbaarometer_as_geojson_gives_the_same_classes(releases: dict[str, Release], tmp_path: Path) -> None:
    text = (MAPPINGS / "leefbaarometer.toml").read_text("utf-8").replace("buurten.csv", "buurten.geojson")
    text = text.replace('lbm_class = "lbm_kscore"', 'lbm_class = "klasse"').replace('"lbm_afw"', '"afw"')
    text = re.sub(r'lbm_(social|nuisance) = .*\n|\[\[indicator\]\]\ncode = "lbm_(social|nuisance)"[^\[]*', "", text)
    text = text.replace('column = "lbm_year"', 'fixed = "2024"').replace('"../', f'"{MAPPINGS.parent.as_posix()}/')
    mapping = tmp_path / "lbm.toml"
    mapping.write_text(text, "utf-8")
    release = open_release(build_register_release(mapping, tmp_path / "r", folder=shared() / "data" / "leefbaarometer"))
    assert release.figures(indicator="lbm_class") == releases["leefbaarometer"].figures(indicator="lbm_class")


@needs_shared
def test_the_national_table_of_gemeenten_is_about_one_of_ours(tmp_path: Path) -> None:
    """352 other gemeenten and the country are skipped; the gemeente itself is the same as in the table of buurten."""
    text = (MAPPINGS / "cbs-kwb.toml").read_text("utf-8")
    text = text.replace("kwb2020_zwolle_puntkomma.csv", "kwb2020_gemeenten.csv").replace(
        'delimiter = ";"', 'decimal = "."'
    )
    mapping = tmp_path / "kwb.toml"
    mapping.write_text(text.replace('"../', f'"{MAPPINGS.parent.as_posix()}/'), "utf-8")
    release = open_release(build_register_release(mapping, tmp_path / "r", folder=shared() / "data" / "cbs"))
    figures = release.figures(indicator="inhabitants")
    assert [(figure.area, figure.value) for figure in figures] == [("GM0193", 128840)]
