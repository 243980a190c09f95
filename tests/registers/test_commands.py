"""The commands of registers, as somebody types them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.registers.loopback import Answering, Reply, as_json, loopback
from tests.registers.waterkant import MAPPING, TABLE, WATERKANT, write_register

from vergezicht.cli import main

OFFLINE = 'file = "tabel.csv"'
ONLINE = '[table.online]\nservice = "eigen"\ntable = "T1"\nregion = "gebied"\n\n[table.layout]'


def test_import_makes_a_release_that_can_be_checked_and_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping, out = write_register(tmp_path), tmp_path / "release"
    assert main(["registers", "import", str(mapping), "--out", str(out)]) == 0
    said = capsys.readouterr().out
    assert "tabel.csv: 9 rijen" in said and "publiceer ze niet" in said
    assert main(["release", "check", str(out)]) == 0
    capsys.readouterr()
    assert main(["release", "show", str(out), "--indicator", "income"]) == 0
    shown = capsys.readouterr().out
    assert "Havenkwartier  2024     27,0" in shown and "onderdrukt: privacy" in shown
    assert main(["registers", "import", str(mapping), "--out", str(out)]) == 2
    assert "bestaat al" in capsys.readouterr().err
    assert main(["registers", "import", str(mapping), "--out", str(out), "--replace"]) == 0


def test_import_with_problems_prints_them_all(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = write_register(tmp_path, ("BU99990101", "BU99990199"), ("25,5", "25.5"))
    assert main(["registers", "import", str(mapping), "--out", str(tmp_path / "r")]) == 2
    said = capsys.readouterr().err
    assert "tabel.csv, rij 5, kolom gebied: onbekend gebied" in said
    assert "tabel.csv, rij 2, kolom inkomen: geen getal" in said


def statline(base: str) -> Answering:
    heading, *lines = TABLE.splitlines()
    names = heading.split(";")
    rows: list[dict[str, Any]] = []
    for line in lines:
        area, *numbers = line.split(";")
        values = [None if n == "." else float(n.replace(".", "").replace(",", ".")) for n in numbers]
        rows.append({"gebied": area.ljust(12), **dict(zip(names[1:], values, strict=True))})

    def answer(path: str, asked: dict[str, str]) -> Reply | None:
        found = {
            "TableInfos": [{"Modified": "2024-05-01"}],
            "DataProperties": [{"Key": name} for name in names],
            "TypedDataSet": rows,
        }.get(path.rsplit("/", 1)[1])
        return None if found is None else as_json({"value": found})

    return answer


def write_services(folder: Path, protocol: str, base: str, code: str = "eigen") -> Path:
    path = folder / "diensten.toml"
    path.write_text(f'[{code}]\nprotocol = "{protocol}"\nbase = "{base}"\n', "utf-8")
    return path


def test_fetch_table_then_import_from_what_was_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mapping = write_register(tmp_path, mapping=MAPPING.replace(OFFLINE, "").replace("[table.layout]", ONLINE, 1))
    with loopback(statline) as service:
        service.faults = [("TypedDataSet", "503")]
        services = write_services(tmp_path, "odata3", service.base)
        arguments = ["--out", str(tmp_path / "bron"), "--services", str(services), "--wait", "0"]
        assert main(["registers", "fetch", "table", str(mapping), *arguments]) == 0
    said = capsys.readouterr().out
    assert "de dienst antwoordt 503; over 0 s nog eens (1 van 5)" in said
    assert "Klaar: 1 tabel, 3 antwoorden" in said
    assert (
        main(["registers", "import", str(mapping), "--folder", str(tmp_path / "bron"), "--out", str(tmp_path / "r")])
        == 0
    )
    assert main(["release", "check", str(tmp_path / "r")]) == 0
    assert main(["registers", "import", str(mapping), "--out", str(tmp_path / "r2")]) == 2
    assert "nog niet opgehaald" in capsys.readouterr().err


def test_fetch_with_nothing_to_fetch_or_an_unknown_service(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["registers", "fetch", "table", str(write_register(tmp_path)), "--out", str(tmp_path / "b")]) == 2
    assert "haalt niets op" in capsys.readouterr().err
    mapping = write_register(tmp_path, mapping=MAPPING.replace("[table.layout]", ONLINE, 1))
    assert main(["registers", "fetch", "table", str(mapping), "--out", str(tmp_path / "b")]) == 2
    said = capsys.readouterr().err
    assert "onbekende dienst" in said and "cbs-odata3" in said
    assert not (tmp_path / "b").exists()


def test_fetch_boundaries_writes_geojson_that_names_its_system(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    square = [[[200000.0, 500000.0], [200100.0, 500000.0], [200100.0, 500100.0], [200000.0, 500000.0]]]
    feature = {"type": "Feature", "id": "a", "properties": {"buurtcode": "BU99990101"},
               "geometry": {"type": "Polygon", "coordinates": square}}  # fmt: skip

    def answering(base: str) -> Answering:
        return lambda path, asked: as_json(
            {"type": "FeatureCollection", "features": [feature], "asked": asked, "path": path},
            **{"Content-Crs": "<http://www.opengis.net/def/crs/EPSG/0/28992>"},
        )

    with loopback(answering) as service:
        services = write_services(tmp_path, "features", f"{service.base}/{{year}}", "pdok-boundaries")
        code = main(["registers", "fetch", "boundaries", "--year", "2024", "--query", "gemeentecode=GM9999", "--bbox",
                     "1,2,3,4", "--out", str(tmp_path / "g"), "--services", str(services)])  # fmt: skip
        assert code == 0
        assert service.asked[0].startswith(
            "/2024/collections/buurten/items?gemeentecode=GM9999&bbox=1%2C2%2C3%2C4&bbox-crs="
        )
        assert main(["registers", "fetch", "boundaries", "--year", "2024", "--query", "x", "--out", str(tmp_path)]) == 2
    document = json.loads((tmp_path / "g" / "grenzen.geojson").read_text("utf-8"))
    assert document["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::28992"
    assert document["features"] == [feature]
    assert "areas import" in capsys.readouterr().out


def test_fetch_postcodes_writes_a_table(tmp_path: Path) -> None:
    docs = [{"postcode": "9999AA", "buurtcode": "BU99990101"}, {"postcode": "9999AB", "buurtcode": "BU99990203"}]
    with loopback(lambda _: lambda path, asked: as_json({"response": {"numFound": 2, "docs": docs}})) as service:
        services = write_services(tmp_path, "locatieserver", service.base, "pdok-locatieserver")
        arguments = [str(WATERKANT), "--out", str(tmp_path / "p"), "--services", str(services)]
        assert main(["registers", "fetch", "postcodes", *arguments]) == 0
        assert "gemeentecode%3A9999" in service.asked[0]
    text = (tmp_path / "p" / "postcodes.csv").read_text("utf-8")
    assert text == "postcode,buurtcode,adressen\n9999AA,BU99990101,1\n9999AB,BU99990203,1\n"
    assert not (tmp_path / "p" / "streets.csv").exists()


def test_fetch_addresses_writes_streets_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    docs = [
        {
            "postcode": "9999AA",
            "buurtcode": "BU99990101",
            "straatnaam": "Kade",
            "huis_nlt": house,
            "centroide_rd": f"POINT({x} 500000)",
        }
        for x, house in ((200_000, "4"), (200_010.5, "6A-2"))
    ]
    docs.append({"postcode": "9999AB", "buurtcode": "BU99990203", "straatnaam": "Dijk"})  # an address without a point
    with loopback(lambda _: lambda path, asked: as_json({"response": {"numFound": 3, "docs": docs}})) as service:
        services = write_services(tmp_path, "locatieserver", service.base, "pdok-locatieserver")
        arguments = [str(WATERKANT), "--out", str(tmp_path / "p"), "--services", str(services), "--kind", "adres"]
        assert main(["registers", "fetch", "postcodes", *arguments]) == 0
    assert "1 adressen hebben geen straat of punt" in capsys.readouterr().out
    text = (tmp_path / "p" / "streets.csv").read_text("utf-8")
    assert text == "straat,buurtcode,adressen,x,y,nummers\nKade,BU99990101,2,200005,500000,4-6\n"
    table = (tmp_path / "p" / "postcodes.csv").read_text("utf-8")
    assert table == "postcode,buurtcode,adressen\n9999AA,BU99990101,2\n9999AB,BU99990203,1\n"


def test_registers_know_no_django_and_load_openpyxl_only_for_a_workbook() -> None:
    code = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name.split('.')[0] in {'django', 'wagtail', 'openpyxl'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import vergezicht.registers.pipeline, vergezicht.registers.commands\n"
        "import vergezicht.registers.features, vergezicht.registers.locatieserver\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
