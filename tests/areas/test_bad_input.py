"""Bad boundary files: each with a clear message in Dutch, all problems at once, and nothing half-written."""

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import shapely
from tests.areas.grid import CODES, degrees, features, municipality, squares, write_gdal, write_geojson, write_zip

from vergezicht.cli import main

Maker = Callable[[Path], Path]
RD_MEMBER = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}


def changed(code: str, shape: Any) -> dict[str, Any]:
    return squares() | {code: shape}


def raw(name: str, content: bytes) -> Maker:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def geojson(shapes: dict[str, Any], **members: Any) -> Maker:
    return lambda folder: write_geojson(folder / "buurten.geojson", features(shapes), **members)


def zip_of(*names: str) -> Maker:
    def make(folder: Path) -> Path:
        with zipfile.ZipFile(folder / "kaart.zip", "w") as archive:
            for name in names:
                archive.writestr(name, "inhoud")
        return folder / "kaart.zip"

    return make


def sqlite_without_map(folder: Path) -> Path:
    connection = sqlite3.connect(folder / "kaart.gpkg")
    connection.execute("CREATE TABLE iets (x)")
    connection.commit()
    connection.close()
    return folder / "kaart.gpkg"


def cut(maker: Maker, share: float) -> Maker:
    def make(folder: Path) -> Path:
        path = maker(folder)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])
        return path

    return make


def two_layers(folder: Path) -> Path:
    write_gdal(folder / "kaart.gpkg", squares(), layer="buurten_2023")
    return write_gdal(folder / "kaart.gpkg", squares(), layer="buurten_2024", append=True)


def twice(folder: Path) -> Path:
    return write_geojson(folder / "buurten.geojson", [*features(squares()), features(squares())[3]])


def without_code(folder: Path) -> Path:
    rows = features(squares())
    rows[4]["properties"]["statcode"] = None
    return write_geojson(folder / "buurten.geojson", rows)


def renamed(column: str, values: Callable[[int], Any]) -> Maker:
    def make(folder: Path) -> Path:
        rows = features(squares())
        for number, row in enumerate(rows):
            row["properties"] = {column: values(number)}
        return write_geojson(folder / "buurten.geojson", rows)

    return make


def gpkg(**options: Any) -> Maker:
    return lambda folder: write_gdal(folder / "kaart.gpkg", squares(), **options)


SQUARES = squares()
FIRST = SQUARES[CODES[0]]
MIXED = SQUARES | {code: degrees(SQUARES[code]) for code in CODES[10:]}
BOWTIE = shapely.Polygon([(200_000, 500_000), (200_500, 500_500), (200_500, 500_000), (200_000, 500_500)])

CASES: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "no file": (lambda folder: folder / "weg.geojson", ("weg.geojson: bestand niet gevonden",)),
    "empty file": (raw("leeg.geojson", b""), ("leeg.geojson: het bestand is leeg",)),
    "only white space": (raw("leeg.json", b" \n\n"), ("het bestand is leeg",)),
    "no features": (geojson({}), ("er staat geen enkel gebied in",)),
    "an unknown kind": (raw("kaart.kml", b"<kml/>"), ("dit soort bestand kan niet", "GeoPackage (.gpkg)")),
    "a loose shapefile": (raw("kaart.shp", b"\x00\x00\x27\x0a"), (".shp, .shx, .dbf en .prj samen in één zip",)),
    "a web page": (raw("kaart.geojson", b"<!doctype html><p>404"), ("niet wat de naam zegt", "XML of een webpagina")),
    "a zip called geojson": (raw("kaart.geojson", b"PK\x03\x04..."), ("niet wat de naam zegt", "gevonden: zip")),
    "GeoJSON called gpkg": (raw("kaart.gpkg", b'{"type": "x"}'), ("niet wat de naam zegt", "gevonden: GeoJSON")),
    "noise called zip": (raw("kaart.zip", b"\x01\x02\x03"), ("niet wat de naam zegt", "gevonden: iets anders")),
    "some other database": (sqlite_without_map, ("SQLite-database die geen GeoPackage is",)),
    "GeoJSON cut off": (cut(geojson(SQUARES), 0.5), ("geen geldige JSON", "rij 1")),
    "GeoPackage cut off": (cut(gpkg(), 0.4), ("kaart.gpkg",)),
    "zip cut off": (cut(lambda folder: write_zip(folder / "kaart.zip", SQUARES), 0.5), ("de zip is beschadigd",)),
    "gzip cut off": (
        cut(lambda folder: write_geojson(folder / "b.geojson.gz", features(SQUARES)), 0.5),
        ("beschadigd of niet af",),
    ),
    "latin-1": (raw("kaart.geojson", '{"naam": "Officiële"}'.encode("latin-1")), ("geen UTF-8-tekst",)),
    "TopoJSON": (raw("kaart.json", b'{"type": "Topology"}'), ("geen GeoJSON met gebieden", "zet TopoJSON")),
    "one geometry": (raw("kaart.json", b'{"type": "Polygon"}'), ("verwacht: een FeatureCollection",)),
    "zip without shapefile": (zip_of("lees.txt", "kaart.gpkg"), ("geen shapefile in de zip", "kaart.gpkg")),
    "shapefile without dbf": (
        lambda folder: write_zip(folder / "kaart.zip", SQUARES, leave_out=(".dbf",)),
        ("de shapefile mist een deel", "zonder .dbf"),
    ),
    "two layers that fit": (two_layers, ("meer dan één laag met buurten", "--layer buurten_2023")),
    "mixed coordinates": (geojson(MIXED), ("gemengde coördinaten", "rij 11", "10 × RD, 2 × graden")),
    "degrees called RD": (
        geojson({code: degrees(shape) for code, shape in SQUARES.items()}, crs=RD_MEMBER),
        ("het coördinatenstelsel kan niet kloppen", "zoals het bestand zegt", "--crs EPSG:4326"),
    ),
    "RD called UTM": (gpkg(crs="EPSG:25831"), ("het coördinatenstelsel kan niet kloppen", "EPSG:25831")),
    "another country": (
        geojson({code: shapely.transform(shape, lambda p: p / 1e5) for code, shape in SQUARES.items()}),
        ("de coördinaten liggen niet in Nederland", "lengte 3 tot 7,5"),
    ),
    "no geometry": (geojson(changed(CODES[2], None)), ("gebied zonder geometrie", "rij 3", f"{CODES[2]} Buurt 12")),
    "empty geometry": (geojson(changed(CODES[2], shapely.Polygon())), ("gebied zonder geometrie", "rij 3")),
    "a line": (geojson(changed(CODES[2], shapely.LineString(FIRST.exterior))), ("geen vlak", "rij 3", "LineString")),
    "a broken ring": (
        lambda folder: write_geojson(
            folder / "b.geojson",
            [
                *features(SQUARES),
                {"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[[1, 2]]]}},
            ],
        ),
        ("onleesbare geometrie", "rij 13"),
    ),
    "a border that crosses itself": (
        geojson(changed(CODES[0], BOWTIE)),
        ("de rand kruist zichzelf", "rij 1", CODES[0]),
    ),
    "a code twice": (
        twice,
        ("gebiedscode komt meer dan eens voor", f"{CODES[3]} in rij 4 van buurten.geojson, rij 13 van"),
    ),
    "no code": (without_code, ("gebied zonder code", "rij 5", "1 van de 12 buurten ontbreken")),
    "unknown code": (
        renamed("statcode", lambda n: CODES[n] if n else "BU99019999"),
        ("onbekende gebiedscode", "rij 1: BU99019999", "1 van de 12 buurten ontbreken"),
    ),
    "unknown name": (
        renamed("naam", lambda n: f"Buurt {CODES[n][-2:]}" if n else "Buurtt 10"),
        ("onbekende gebiedsnaam", "rij 1: Buurtt 10 (lijkt op Buurt 10)"),
    ),
    "no column with codes": (
        renamed("iets", lambda n: n),
        ("geen kolom met gebiedscodes of namen", "gevonden: iets", "--code-column"),
    ),
    "another municipality": (renamed("statcode", lambda n: f"BU0193100{n}"), ("er staat geen gebied van Ruitenburg",)),
    "only wijken": (
        lambda folder: write_geojson(folder / "wijken.geojson", features({"WK99011": FIRST, "WK99012": FIRST})),
        ("er staan geen buurten in", "gevonden: 2 wijken", "de 12 buurten van Ruitenburg"),
    ),
    "a buurt missing": (
        geojson({code: SQUARES[code] for code in CODES[1:]}),
        ("1 van de 12 buurten ontbreken", f"{CODES[0]} Buurt 10"),
    ),
    "two areas on the same ground": (
        geojson(changed(CODES[0], shapely.buffer(FIRST, 20, join_style="mitre"))),
        ("twee gebieden over elkaar heen", f"{CODES[0]} en {CODES[1]}", "--repair"),
    ),
    "the same shape twice": (geojson(changed(CODES[1], FIRST)), ("twee gebieden over elkaar heen",)),
    "a hole": (
        geojson(changed(CODES[5], SQUARES[CODES[5]].difference(SQUARES[CODES[5]].centroid.buffer(60)))),
        ("gaten tussen de gebieden", "--allow-holes"),
    ),
    "on the wrong place": (
        geojson(changed(CODES[0], shapely.transform(FIRST, lambda p: p - 50_000))),
        ("een gebied ligt ver van alle andere", f"{CODES[0]} Buurt 10"),
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_bad_file_is_refused_in_dutch(case: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make, expected = CASES[case]
    folder = municipality(tmp_path / "gemeente")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    code = main(
        ["areas", "import", str(make(tmp_path)), "--municipality", str(folder), "--picture", str(tmp_path / "p.svg")]
    )

    said = capsys.readouterr()
    assert code == 2
    assert said.err.startswith("Dit kan zo niet:\n- ")
    for phrase in expected:
        assert phrase in said.err
    assert str(tmp_path) not in said.err.replace(str(tmp_path / "weg.geojson"), "")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert not (tmp_path / "p.svg").exists()


def test_all_problems_come_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shapes = squares() | {CODES[1]: None, CODES[2]: shapely.Point(200_100, 500_100), "BU99019999": FIRST}
    path = write_geojson(tmp_path / "b.geojson", features({code: shapes[code] for code in shapes if code != CODES[6]}))

    assert main(["areas", "import", str(path), "--municipality", str(municipality(tmp_path / "g"))]) == 2

    said = capsys.readouterr().err
    for phrase in ("onbekende gebiedscode", "gebied zonder geometrie", "geen vlak", "1 van de 12 buurten ontbreken"):
        assert phrase in said


def test_two_files_in_different_systems(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = municipality(tmp_path / "g")
    rd = write_geojson(tmp_path / "rd.geojson", features({code: SQUARES[code] for code in CODES[:6]}))
    wgs84 = write_geojson(tmp_path / "w.geojson", features({code: degrees(SQUARES[code]) for code in CODES[6:]}))

    assert main(["areas", "import", str(rd), str(wgs84), "--municipality", str(folder)]) == 2

    assert "gemengde coördinaten" in (said := capsys.readouterr().err)
    assert "rd.geojson: RD (EPSG:28992); w.geojson: WGS84 (EPSG:4326)" in said


@pytest.mark.parametrize(
    ("options", "phrase"),
    [
        (["--crs", "onzin"], "onbekend coördinatenstelsel"),
        (["--crs", "WGS84"], "zoals u opgeeft"),
        (["--code-column", "weg"], "kolom weg: kolom niet gevonden"),
        (["--code-column", "statcode", "--code-pattern", "BU"], "het codepatroon kan zo niet"),
    ],
)
def test_wrong_option(options: list[str], phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = geojson(SQUARES)(tmp_path)
    assert main(["areas", "import", str(path), "--municipality", str(municipality(tmp_path / "g")), *options]) == 2
    assert phrase in capsys.readouterr().err


def test_unknown_layer_lists_the_layers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(two_layers(tmp_path)), "--municipality", str(municipality(tmp_path / "g")), "--layer", "wijken"]
    assert main(["areas", "import", *arguments]) == 2
    assert "verwacht: buurten_2023, buurten_2024" in capsys.readouterr().err


@pytest.mark.parametrize("metres", ["-1", "veel", "nan", "1e9"])
def test_tolerance_must_be_a_distance(metres: str, tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["areas", "import", "b.geojson", "--municipality", str(tmp_path), f"--tolerance={metres}"])


@pytest.mark.parametrize(
    ("content", "phrase"),
    [
        ('{"features": [{}]}', "de grenzen zijn niet te lezen"),
        ("{", "de grenzen zijn niet te lezen"),
        (json.dumps({"features": []}), "12 van de 12 buurten staan niet op de kaart"),
    ],
)
def test_check_refuses_a_broken_map(
    content: str, phrase: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (municipality(tmp_path) / "boundaries.geojson").write_text(content, "utf-8")
    assert main(["areas", "check", str(tmp_path)]) == 2
    assert phrase in capsys.readouterr().err
