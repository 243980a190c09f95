"""Good boundary files in every form; the map that comes out fits, survives writing and reading, and is told about."""

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.areas.grid import (
    CODES,
    degrees,
    features,
    geography,
    municipality,
    squares,
    write_gdal,
    write_geojson,
    write_zip,
)

from vergezicht.areas import AreaLevel, Boundaries, read_municipality
from vergezicht.areas.boundaries import MapKind, boundaries_from_geojson
from vergezicht.areas.coverage import fit, is_sound, simplify
from vergezicht.areas.importing import Imported, Settings, import_boundaries
from vergezicht.areas.matching import Columns
from vergezicht.areas.writing import text_of, write
from vergezicht.cli import main

SQUARES = squares()
WGS84 = {code: degrees(shape) for code, shape in SQUARES.items()}
RD_MEMBER = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def swap(geometry: Any) -> Any:
    return shapely.transform(geometry, lambda points: points[:, ::-1])


def shapes_at(boundaries: Boundaries, codes: tuple[str, ...] = CODES) -> list[Any]:
    return [boundaries[code].geometry for code in codes]


def imported(path: Path, folder: Path, **choices: Any) -> Imported:
    return import_boundaries([path], geography(folder), Settings(**choices))


def in_system(code: str) -> dict[str, Any]:
    from pyproj import Transformer

    move = Transformer.from_crs("EPSG:28992", code, always_xy=True).transform
    return {c: shapely.transform(s, lambda x, y: move(x, y), interleaved=False) for c, s in SQUARES.items()}


FORMS: dict[str, tuple[Callable[[Path], Path], str, str | None]] = {
    "GeoJSON in WGS84": (lambda d: write_geojson(d / "b.geojson", features(WGS84)), "EPSG:4326", "herkend"),
    "GeoJSON that says RD": (
        lambda d: write_geojson(d / "b.json", features(SQUARES), crs=RD_MEMBER),
        "EPSG:28992",
        None,
    ),
    "GeoJSON in RD that does not say so": (
        lambda d: write_geojson(d / "b.geojson", features(SQUARES)),
        "EPSG:28992",
        "herkend aan de coördinaten",
    ),
    "packed GeoJSON": (lambda d: write_geojson(d / "b.geojson.gz", features(WGS84)), "EPSG:4326", "herkend"),
    "latitude first": (
        lambda d: write_geojson(d / "b.geojson", features({c: swap(s) for c, s in WGS84.items()})),
        "EPSG:4326",
        "lengte en breedte waren verwisseld en zijn omgedraaid",
    ),
    "y before x": (
        lambda d: write_gdal(d / "b.gpkg", {c: swap(s) for c, s in SQUARES.items()}),
        "EPSG:28992",
        "x en y waren verwisseld",
    ),
    "GeoPackage": (lambda d: write_gdal(d / "b.gpkg", SQUARES), "EPSG:28992", None),
    "GeoPackage in ETRS89": (lambda d: write_gdal(d / "b.gpkg", WGS84, crs="EPSG:4258"), "EPSG:4326", None),
    "GeoPackage in UTM": (
        lambda d: write_gdal(d / "b.gpkg", in_system("EPSG:25831"), crs="EPSG:25831"),
        "EPSG:25831",
        None,
    ),
    "zipped shapefile": (lambda d: write_zip(d / "b.zip", SQUARES), "EPSG:28992", None),
    "zipped shapefile without prj": (
        lambda d: write_zip(d / "b.zip", SQUARES, leave_out=(".prj", ".cpg")),
        "EPSG:28992",
        "herkend",
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_map(form: str, tmp_path: Path) -> None:
    make, used, remark = FORMS[form]
    result = imported(make(tmp_path), tmp_path / "g")

    system = result.used[0].system
    assert system.used == used
    assert system.remark is None if remark is None else remark in str(system.remark)
    assert is_sound(shapes_at(result.boundaries))
    for code in CODES:
        # Without the RDNAPTRANS grid a shape that went through degrees is up to a metre off.
        assert shapely.symmetric_difference(result.fitted.shapes[code], SQUARES[code]).area < 2100 * 1.0


def test_larger_areas_are_the_union_of_their_buurten(tmp_path: Path) -> None:
    result = imported(FORMS["GeoPackage"][0](tmp_path), tmp_path / "g")
    place = geography(tmp_path / "g")
    for level in (AreaLevel.WIJK, AreaLevel.GEMEENTE):
        assert is_sound(shapes_at(result.boundaries, tuple(area.code for area in place.at(level))))
    total = sum(shape.area for shape in shapes_at(result.boundaries))
    assert result.boundaries["GM9901"].geometry.area == pytest.approx(total)
    for polygon in result.boundaries["GM9901"].polygons:
        assert shapely.is_ccw(shapely.LinearRing(polygon[0])), "RFC 7946: outer rings run against the clock"


def test_small_overlap_and_gap_are_closed(tmp_path: Path) -> None:
    rough = {code: shapely.affinity.translate(shape, (i % 2) * 2.0) for i, (code, shape) in enumerate(SQUARES.items())}
    path = write_geojson(tmp_path / "b.geojson", features(rough))
    result = imported(path, tmp_path / "g")
    assert result.fitted.overlap > 500
    assert result.fitted.cracks == 0
    assert shapely.coverage_is_valid(shapes_at(result.boundaries), gap_width=5)
    assert is_sound(shapes_at(result.boundaries))


def test_hole_may_be_real(tmp_path: Path) -> None:
    pond = SQUARES[CODES[5]].centroid.buffer(60)
    path = write_geojson(tmp_path / "b.geojson", features(SQUARES | {CODES[5]: SQUARES[CODES[5]].difference(pond)}))
    result = imported(path, tmp_path / "g", allow_holes=True)
    assert len(result.fitted.holes) == 1
    assert len(result.boundaries[CODES[5]].polygons[0]) == 2


def test_crossing_border_is_mended(tmp_path: Path) -> None:
    ring = list(SQUARES[CODES[0]].exterior.coords)
    ring[5:5] = [(ring[4][0] + 0.5, ring[4][1] - 3), (ring[4][0] - 0.5, ring[4][1] - 3)]
    crossed = shapely.Polygon([*ring[:4], ring[5], ring[4], ring[6], *ring[7:]])
    assert not crossed.is_valid
    result = imported(write_geojson(tmp_path / "b.geojson", features(SQUARES | {CODES[0]: crossed})), tmp_path / "g")
    assert [mended.code for mended in result.mended] == [CODES[0]]
    assert is_sound(shapes_at(result.boundaries))


def test_other_municipalities_and_water_are_left_out(tmp_path: Path) -> None:
    others = {f"BU0363AA0{n}": SQUARES[CODES[0]] for n in range(4)}
    rows = features(SQUARES | others)
    rows.append(features({CODES[0]: SQUARES[CODES[0]]}, **{CODES[0]: {"water": "JA"}})[0])
    result = imported(write_geojson(tmp_path / "b.geojson", rows), tmp_path / "g")
    assert (result.used[0].matched.elsewhere, result.used[0].matched.water) == (4, 1)


@pytest.mark.parametrize(
    ("column", "value", "columns", "by"),
    [
        ("STATCODE", lambda code: f"{code}  ", Columns(), "code (kolom STATCODE)"),
        ("bu_code", lambda code: code.lower(), Columns(), "code (kolom bu_code)"),
        ("vreemd", lambda code: code, Columns(), "code (kolom vreemd)"),
        ("nr", lambda code: float(code[-2:]), Columns("NR", None, "BU9901{}"), "code (kolom nr)"),
        ("OFFICIËLE", lambda code: f"BUURT-{code[-2:]}", Columns(), "naam (kolom OFFICIËLE"),
        ("titel", lambda code: f"Buurt {code[-2:]}", Columns(name="titel"), "naam (kolom titel"),
    ],
)
def test_column_is_found(column: str, value: Callable[[str], Any], columns: Columns, by: str, tmp_path: Path) -> None:
    rows = features(SQUARES)
    for row, code in zip(rows, CODES, strict=True):
        row["properties"] = {"OBJECTID": 7, "gm_code": "GM9901", column: value(code)}
        if column == "vreemd":
            del row["properties"]["gm_code"]
        if column in {"OFFICIËLE"}:
            row["properties"]["gm_code"] = "9901"
    result = imported(write_geojson(tmp_path / "b.geojson", rows), tmp_path / "g", columns=columns)
    assert result.used[0].matched.by.startswith(by)


def test_larger_areas_in_the_file_are_compared(tmp_path: Path) -> None:
    path = tmp_path / "kaart.gpkg"
    wijk = shapely.union_all([SQUARES[code] for code in CODES[:4]])
    write_gdal(path, {"WK99011": wijk.buffer(10)}, layer="wijken")
    write_gdal(path, SQUARES, layer="buurten", append=True)
    result = imported(path, tmp_path / "g")
    assert result.level == AreaLevel.BUURT
    assert result.differences["WK99011"] == pytest.approx(0.05, abs=0.02)


def test_smallest_level_may_be_the_wijk(tmp_path: Path) -> None:
    folder = municipality(tmp_path / "g")
    text = (folder / "areas.csv").read_text("utf-8").splitlines()
    (folder / "areas.csv").write_text("\n".join(line for line in text if not line.startswith("BU")) + "\n", "utf-8")
    wijken = {
        f"WK9901{n}": shapely.union_all([SQUARES[code] for code in CODES if code[-2] == str(n)]) for n in (1, 2, 3)
    }
    path = write_geojson(tmp_path / "w.geojson", features(wijken))
    assert main(["areas", "import", str(path), "--municipality", str(folder)]) == 0
    assert read_municipality(folder).boundaries["GM9901"].geometry.area == pytest.approx(3_000_000, rel=0.01)


def test_command_writes_tells_and_checks(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, path = municipality(tmp_path / "g"), FORMS["GeoJSON in WGS84"][0](tmp_path)
    arguments = ["areas", "import", str(path), "--municipality", str(folder)]

    assert main([*arguments, "--dry-run"]) == 0
    assert "Niets geschreven (--dry-run)." in capsys.readouterr().out
    assert not (folder / "boundaries.geojson").exists()

    assert main([*arguments, "--picture", str(tmp_path / "kaart.svg")]) == 0
    said = capsys.readouterr().out
    for phrase in (
        "b.geojson (GeoJSON)",
        "het bestand noemt geen stelsel; gelezen als WGS84 (EPSG:4326)",
        "12 vlakken gelezen: 12 buurten.",
        "Gekoppeld op code (kolom statcode).",
        "Tolerantie 40 m: van ",
        "Alle 12 buurten sluiten precies aan.",
        "Resultaat: 1 gemeente, 3 wijken, 12 buurten",
        "Geschreven: ",
    ):
        assert phrase in said
    assert "<title>Buurt 10 (BU990110)</title>" in (tmp_path / "kaart.svg").read_text("utf-8")

    first = (folder / "boundaries.geojson").read_bytes()
    assert main(arguments) == 0
    assert "Vervangen: " in capsys.readouterr().out
    assert (folder / "boundaries.geojson").read_bytes() == first
    assert sorted(item.name for item in folder.iterdir()) == ["areas.csv", "boundaries.geojson", "municipality.toml"]

    assert main(["areas", "check", str(folder)]) == 0
    assert "12 buurten, 12 op de kaart\nKaart: geografisch; alles sluit aan." in capsys.readouterr().out
    assert read_municipality(folder).boundaries.kind == MapKind.GEOGRAPHIC


def test_writing_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    (target := tmp_path / "b.geojson").write_text("oud", "utf-8")
    with pytest.raises(UnicodeEncodeError):
        write(target, "nieuw \ud800")
    assert target.read_text("utf-8") == "oud"
    assert [item.name for item in tmp_path.iterdir()] == ["b.geojson"]


@settings(max_examples=25, deadline=None)
@given(
    height=st.floats(0, 60),
    tolerance=st.floats(0, 150),
    shift=st.tuples(st.floats(-0.5, 0.5), st.floats(-0.5, 0.5)),
    seed=st.integers(0, 2**32 - 1),
)
def test_simplified_areas_still_meet_and_none_is_lost(
    height: float, tolerance: float, shift: tuple[float, float], seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("p")
    random = np.random.default_rng(seed)
    # Every area a little off its neighbours, as after rounding or drawing by hand.
    rough = {
        code: shapely.affinity.translate(
            shape, shift[0] + random.uniform(-0.2, 0.2), shift[1] + random.uniform(-0.2, 0.2)
        )
        for code, shape in squares(height).items()
    }
    place, path = geography(folder), write_geojson(folder / "b.geojson", features(rough), crs=RD_MEMBER)
    once = import_boundaries([path], place, Settings(tolerance=tolerance))
    again = import_boundaries([path], place, Settings(tolerance=tolerance))
    text = text_of(once, place, tolerance)
    assert text == text_of(again, place, tolerance)

    write(folder / "boundaries.geojson", text)
    back = boundaries_from_geojson(folder / "boundaries.geojson")
    assert back == once.boundaries, "reading back gives the very same points"
    assert back.to_geojson(place)["features"] == json.loads(text)["features"]
    for level in place.levels:
        shapes = shapes_at(back, tuple(area.code for area in place.at(level)))
        assert is_sound(shapes)
        assert min(shape.area for shape in shapes) > 0.5 * 250_000


@settings(max_examples=25, deadline=None)
@given(sizes=st.lists(st.floats(8, 400), min_size=2, max_size=6), tolerance=st.floats(1, 500))
def test_small_areas_do_not_vanish(sizes: list[float], tolerance: float) -> None:
    """A row of strips, some far smaller than the tolerance."""
    edges = np.concatenate([[0.0], np.cumsum(sizes)]).round(1)
    strips = {
        f"strip {i}": shapely.box(200_000 + a, 500_000, 200_000 + b, 500_100)
        for i, (a, b) in enumerate(pairwise(edges))
    }
    simpler = simplify(fit(strips).shapes, tolerance)
    assert is_sound(list(simpler.values()))
    assert list(simpler) == list(strips)
