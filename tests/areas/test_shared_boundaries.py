"""Every real boundary file beside the repository, with what must come of it for Zwolle."""

import os
import shutil
from pathlib import Path

import pytest

from vergezicht.areas import AreaLevel, read_municipality
from vergezicht.areas.coverage import is_sound
from vergezicht.areas.importing import import_boundaries
from vergezicht.cli import main

ZWOLLE = Path(__file__).parents[2] / "municipalities" / "zwolle"


def _boundary_files() -> Path:
    named = os.environ.get("VERGEZICHT_SHARED")
    folders = [Path(named)] if named else [parent / "shared" for parent in Path(__file__).parents]
    return next((f / "data" / "grenzen" for f in folders if (f / "data" / "grenzen").is_dir()), Path("shared"))


FILES = _boundary_files()

# name -> phrases of the report for a file that gives a map, or of the message for one that is refused.
GOOD = {
    "zwolle_buurten_rd.geojson": ("volgens het bestand RD (EPSG:28992)", "78 vlakken gelezen: 78 buurten"),
    "zwolle_buurten_wgs84.geojson": ("noemt geen stelsel; gelezen als WGS84", "78 buurten"),
    "zwolle_buurten_rd_shp.zip": ("shapefile in zip", "78 buurten"),
    "zwolle_gebieden_rd.gpkg": (
        "laag buurten",
        "1 gemeente: grootste verschil 0,00%",
        "16 wijken: grootste verschil 0,01%",
    ),
    "bron/bu_2014.json": ("kolom STATCODE", "78 buurten"),
    "bron/demographics_buurt_2024_mapped.geojson": ("Gekoppeld op naam (kolom OFFICIËLE", "RD (EPSG:28992)"),
}
REFUSED = {
    "zwolle_wijken_rd.geojson": ("er staan geen buurten in", "gevonden: 16 wijken"),
    "zwolle_wijken_wgs84.geojson": ("er staan geen buurten in", "gevonden: 16 wijken"),
    "zwolle_gemeente_rd.geojson": ("er staan geen buurten in", "gevonden: 1 gemeente"),
    "zwolle_gemeente_wgs84.geojson": ("er staan geen buurten in", "gevonden: 1 gemeente"),
    "zwolle_stadsdelen_afgeleid_wgs84.geojson": ("er staan geen buurten in", "gevonden: 5 stadsdelen"),
    "nl_wijken_2022_rd.gpkg": ("er staan geen buurten in", "gevonden: 16 wijken"),
    "nl_gemeenten_2024_wgs84.geojson": ("er staan geen buurten in", "gevonden: 1 gemeente"),
    "nl_buurten_2024_leefbaarometer_wgs84.geojson.gz": (
        "9 van de 78 buurten ontbreken",
        "BU01932210 Mastenbroek",
        "34 × twee gebieden over elkaar heen",
    ),
    "zwolle_gebiedskoppeling.csv": ("dit soort bestand kan niet",),
}

pytestmark = pytest.mark.skipif(not FILES.is_dir(), reason="the shared data folder is not there")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "zwolle").mkdir()
    for name in ("areas.csv", "municipality.toml"):
        shutil.copy(ZWOLLE / name, tmp_path / "zwolle")
    return tmp_path / "zwolle"


def test_no_file_is_forgotten() -> None:
    present = {path.relative_to(FILES).as_posix() for path in FILES.rglob("*") if path.is_file()}
    assert present == set(GOOD) | set(REFUSED)


@pytest.mark.parametrize("name", GOOD)
def test_file_gives_the_map_of_zwolle(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", "import", str(FILES / name), "--municipality", str(folder)]) == 0
    said = capsys.readouterr().out
    for phrase in (*GOOD[name], "Resultaat: 1 gemeente, 5 stadsdelen, 16 wijken, 78 buurten"):
        assert phrase in said
    place = read_municipality(folder)
    for level in AreaLevel:
        assert is_sound([place.boundaries[area.code].geometry for area in place.geography.at(level)])
    assert place.boundaries["GM0193"].geometry.area == pytest.approx(119.3e6, rel=0.01)
    assert main(["areas", "check", str(folder)]) == 0


@pytest.mark.parametrize("name", REFUSED)
def test_file_is_refused(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["areas", "import", str(FILES / name), "--municipality", str(folder)]) == 2
    said = capsys.readouterr().err
    for phrase in REFUSED[name]:
        assert phrase in said
    assert not (folder / "boundaries.geojson").exists()


def test_larger_areas_agree_with_other_sources(folder: Path) -> None:
    place = read_municipality(folder).geography
    files = [FILES / "zwolle_buurten_wgs84.geojson", FILES / "zwolle_stadsdelen_afgeleid_wgs84.geojson"]
    differences = import_boundaries([*files, FILES / "nl_gemeenten_2024_wgs84.geojson"], place).differences
    assert max(differences[area.code] for area in place.at(AreaLevel.STADSDEEL)) < 0.0001
    assert differences["GM0193"] == pytest.approx(0.009, abs=0.001)
