"""StatLine over loopback: real answers in pages, interrupted, resumed, unchanged, replaced, and made a release."""

from __future__ import annotations

import csv
import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.golden.reference import needs_shared, shared
from tests.registers.loopback import Answering, Reply, Service, as_json, loopback

from vergezicht.areas import read_geography
from vergezicht.figures import open_release
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput, Problems
from vergezicht.registers import build_register_release, read_mapping
from vergezicht.registers.odata3 import data_properties
from vergezicht.registers.odata4 import measure_codes
from vergezicht.registers.services import Service as Address
from vergezicht.registers.snapshot import Snapshot
from vergezicht.registers.statline import fetch_tables, kept_rows
from vergezicht.registers.transport import Transport

ZWOLLE = Path(__file__).resolve().parents[2] / "municipalities" / "zwolle"
GEOGRAPHY = read_geography(ZWOLLE / "areas.csv")
PAGE = 20
pytestmark = needs_shared


def records(name: str) -> list[dict[str, Any]]:
    with (shared() / "data" / "cbs" / name).open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


class Table3:
    """KWB 2020 as StatLine serves it: table information, data properties and rows in pages with odata.nextLink."""

    def __init__(self) -> None:
        folder = shared() / "data" / "cbs"
        self.rows = json.loads((folder / "kwb2020_zwolle_odata3.json").read_text("utf-8"))["value"]
        self.rows += [{**self.rows[0], "ID": 9, "WijkenEnBuurten": "BU05190193"}]  # holds the digits, is elsewhere
        self.info = json.loads((folder / "kwb2020_tableinfos.json").read_text("utf-8"))
        self.properties = records("kwb2020_dataproperties.csv")
        self.page = PAGE

    def __call__(self, base: str) -> Answering:
        def answer(path: str, asked: dict[str, str]) -> Reply | None:
            start = int(asked.get("$skip", 0))
            found: list[dict[str, Any]]
            if path.endswith("/TableInfos"):
                found = [self.info]
            elif path.endswith("/DataProperties"):
                found = [{**row, "odata.type": row["odata_type"]} for row in self.properties]
            elif path.endswith("/TypedDataSet"):
                digits, column = re.fullmatch(r"substringof\('(\d+)',(\w+)\)", asked["$filter"]).groups()  # type: ignore[union-attr]
                names = asked["$select"].split(",")
                found = [{name: row[name] for name in names} for row in self.rows if digits in row[column]]
            else:
                return None
            document: dict[str, Any] = {"odata.metadata": f"{base}{path}", "value": found[start : start + self.page]}
            if len(found) > start + self.page:
                kept = "&".join(f"{name}={value}" for name, value in asked.items() if name != "$skip")
                document["odata.nextLink"] = f"{base}{path}?{kept}&$skip={start + self.page}".replace(" ", "%20")
            return as_json(document)

        return answer


class Table4:
    """Observations in the form of version 4, with the real measure codes and dimension of KWB 2017 (83765NED)."""

    MEASURES = {
        "T001036": "AantalInwoners_5",
        "3000": "Mannen_6",
        "4000": "Vrouwen_7",
        "M000100": "Bevolkingsdichtheid_33",
    }

    def __init__(self) -> None:
        folder = shared() / "data" / "cbs"
        self.properties = json.loads((folder / "odata4_83765NED_metadata.json").read_text("utf-8"))
        self.dimensions = records("odata4_83765NED_dimensions.csv")
        self.codes = records("odata4_83765NED_measurecodes.csv")
        self.observations = []
        for row in records("kwb2020_zwolle.csv"):
            for measure, column in self.MEASURES.items():
                if value := row[column].strip():
                    self._add(measure, row["WijkenEnBuurten"], float(value), "None")
                elif row["WijkenEnBuurten"].strip() != "BU01931350":
                    self._add(measure, row["WijkenEnBuurten"], None, "Impossible")

    def _add(self, measure: str, area: str, value: float | None, attribute: str) -> None:
        self.observations.append(
            {"Id": len(self.observations), "Measure": measure, "ValueAttribute": attribute, "Value": value,
             "StringValue": None, "WijkenEnBuurten": area.ljust(10)}
        )  # fmt: skip

    def __call__(self, base: str) -> Answering:
        def answer(path: str, asked: dict[str, str]) -> Reply | None:
            start, size = int(asked.get("$skip", 0)), 100
            name = path.rsplit("/", 1)[1]
            if name == "Properties":
                return as_json(self.properties)
            found = {"Dimensions": self.dimensions, "MeasureCodes": self.codes}.get(name)
            if name == "Observations":
                digits = re.search(r"contains\(WijkenEnBuurten,'(\d+)'\)", asked["$filter"])[1]  # type: ignore[index]
                measures = re.findall(r"Measure eq '(\w+)'", asked["$filter"])
                found = [o for o in self.observations if digits in o["WijkenEnBuurten"] and o["Measure"] in measures]
            if found is None:
                return None
            document: dict[str, Any] = {"@odata.context": base, "value": found[start : start + size]}
            if len(found) > start + size:
                query = "&".join(f"{key}={value}" for key, value in asked.items() if key != "$skip")
                document["@odata.nextLink"] = f"{path}?{query}&$skip={start + size}".replace(" ", "%20")
            return as_json(document)

        return answer


@pytest.fixture
def table3() -> Table3:
    return Table3()


@pytest.fixture
def statline(table3: Table3) -> Iterator[Service]:
    with loopback(table3) as service:
        yield service


def fetch(
    service: Service, transport: Transport, folder: Path, mapping: Path = ZWOLLE / "registers/cbs-kwb.toml"
) -> Snapshot:
    addresses = {
        code: Address(code, protocol, f"{service.base}/odata", code)
        for code, protocol in (("cbs-odata3", "odata3"), ("cbs-odata4", "odata4"))
    }
    snapshot = Snapshot(folder)
    fetch_tables(transport, addresses, read_mapping(mapping), GEOGRAPHY, snapshot)
    return snapshot


def test_version_3_in_pages_gives_the_same_release_as_the_file(
    statline: Service, transport: Transport, tmp_path: Path
) -> None:
    snapshot = fetch(statline, transport, tmp_path / "bron")
    assert snapshot.complete and len(snapshot.pages("tabel-1")) == 5
    asked = [path for path in statline.asked if "TypedDataSet" in path]
    assert (
        len(asked) == 5 and "substringof('0193',WijkenEnBuurten)" in asked[0] and "$select=WijkenEnBuurten" in asked[0]
    )
    mapping = ZWOLLE / "registers/cbs-kwb.toml"
    online = open_release(build_register_release(mapping, tmp_path / "online", folder=tmp_path / "bron"))
    file = open_release(build_register_release(mapping, tmp_path / "file", folder=shared() / "data" / "cbs"))
    assert check_release(online.folder) == []
    assert set(online.figures()) == set(file.figures()) and len(online.figures()) == 1065
    assert any("opgehaald 20" in line and "tabel-1-0001.json (sha256 " in line for line in online.facts.method)


def test_the_release_is_rebuilt_without_the_service(statline: Service, transport: Transport, tmp_path: Path) -> None:
    fetch(statline, transport, tmp_path / "bron")
    n = len(statline.asked)
    mapping = ZWOLLE / "registers/cbs-kwb.toml"
    first = build_register_release(mapping, tmp_path / "een", folder=tmp_path / "bron")
    second = build_register_release(mapping, tmp_path / "twee", folder=tmp_path / "een-bron")
    assert {p.name: p.read_bytes() for p in first.iterdir()} == {p.name: p.read_bytes() for p in second.iterdir()}
    kept = Snapshot(tmp_path / "twee-bron")
    assert kept.complete and all(page.url.startswith(statline.base) and page.retrieved for page in kept)
    assert len(statline.asked) == n


def test_the_data_properties_are_kept_and_know_the_units(
    statline: Service, transport: Transport, tmp_path: Path
) -> None:
    properties = data_properties(fetch(statline, transport, tmp_path / "bron"), "tabel-1")
    assert properties["AfstandTotGroteSupermarkt_106"]["Unit"] == "km"


@pytest.mark.parametrize("fault", ["503", "cut", "drop", "429 1"])
def test_faults_in_the_middle_change_nothing(
    fault: str, statline: Service, transport: Transport, tmp_path: Path
) -> None:
    whole = fetch(statline, transport, tmp_path / "heel")
    statline.faults = [
        ("TableInfos", fault),
        ("TypedDataSet.*skip=40", fault),
        ("TypedDataSet.*skip=40", fault),
        ("Properties.*skip=80", fault),
    ]
    broken = fetch(statline, transport, tmp_path / "hapert")
    assert not statline.faults
    assert [(page.file, page.sha256) for page in whole] == [(page.file, page.sha256) for page in broken]


@pytest.mark.parametrize(
    ("fault", "what"), [("html", "geen JSON"), ("half json", "geen JSON"), ("404", "weigert: 404")]
)
def test_after_a_break_off_only_the_rest_is_fetched(
    fault: str, what: str, statline: Service, transport: Transport, tmp_path: Path
) -> None:
    statline.faults = [("TypedDataSet.*skip=60", fault)]
    with pytest.raises(BadInput, match=what):
        fetch(statline, transport, tmp_path / "bron")
    broken = Snapshot(tmp_path / "bron")
    assert not broken.complete and len(broken.pages("tabel-1")) == 3
    with pytest.raises(BadInput, match="afgebroken"):
        build_register_release(ZWOLLE / "registers/cbs-kwb.toml", tmp_path / "r", folder=tmp_path / "bron")
    statline.asked.clear()
    assert fetch(statline, transport, tmp_path / "bron").complete
    assert [re.sub(r".*/(\w+)\?.*?(\$skip=\d+)?$", r"\1 \2", path).strip() for path in statline.asked] == [
        "TableInfos", "TypedDataSet $skip=60", "TypedDataSet $skip=80", "TableInfos",
    ]  # fmt: skip


def test_a_table_replaced_in_between_is_fetched_from_the_start(
    statline: Service, table3: Table3, transport: Transport, tmp_path: Path
) -> None:
    statline.faults = [("TypedDataSet.*skip=60", "404")]
    with pytest.raises(BadInput):
        fetch(statline, transport, tmp_path / "bron")
    table3.info = {**table3.info, "Modified": "2026-01-01T02:00:00"}
    table3.rows = [{**row, "Mannen_6": 1} for row in table3.rows]
    snapshot = fetch(statline, transport, tmp_path / "bron")
    rows = kept_rows(snapshot, read_mapping(ZWOLLE / "registers/cbs-kwb.toml").tables[0], Problems())
    place = rows[0].cells.index("Mannen_6")
    assert {row.cells[place] for row in rows[1:]} == {1}


def test_a_table_replaced_between_two_pages_is_not_mixed(
    statline: Service, table3: Table3, transport: Transport, tmp_path: Path
) -> None:
    answer = statline.answer

    def replaced(path: str, asked: dict[str, str]) -> Reply | None:
        if path.endswith("TypedDataSet") and asked.get("$skip") == "40":
            table3.info = {**table3.info, "Modified": "2026-01-01T02:00:00"}
            table3.rows = [{**row, "Mannen_6": 1} for row in table3.rows]
        return answer(path, asked)

    statline.answer = replaced
    with pytest.raises(BadInput, match="tijdens het ophalen vervangen"):
        fetch(statline, transport, tmp_path / "bron")
    statline.answer = answer
    rows = kept_rows(
        fetch(statline, transport, tmp_path / "bron"),
        read_mapping(ZWOLLE / "registers/cbs-kwb.toml").tables[0],
        Problems(),
    )
    place = rows[0].cells.index("Mannen_6")
    assert {row.cells[place] for row in rows[1:]} == {1}


def test_what_has_not_changed_is_not_fetched_again(statline: Service, transport: Transport, tmp_path: Path) -> None:
    first = fetch(statline, transport, tmp_path / "bron")
    before = [(page.file, page.sha256) for page in first]
    statline.statuses.clear()
    time.sleep(1.1)  # the date of a page is kept in whole seconds
    second = fetch(statline, transport, tmp_path / "bron")
    assert set(statline.statuses) == {304}
    assert [(page.file, page.sha256) for page in second] == before
    assert all(new.retrieved > old.retrieved for new, old in zip(second, first, strict=True))


def test_a_shorter_table_leaves_no_old_pages(
    statline: Service, table3: Table3, transport: Transport, tmp_path: Path
) -> None:
    fetch(statline, transport, tmp_path / "bron")
    table3.page = 60
    snapshot = fetch(statline, transport, tmp_path / "bron")
    assert [page.file for page in snapshot.pages("tabel-1")] == ["tabel-1-0001.json", "tabel-1-0002.json"]
    assert not (tmp_path / "bron" / "tabel-1-0003.json").exists()


def test_pages_in_a_circle_or_at_another_host_are_refused(transport: Transport, tmp_path: Path) -> None:
    for link, what in (("?$skip=0", "kring"), ("http://127.0.0.2:1/odata", "andere dienst")):

        def answering(base: str, link: str = link) -> Answering:
            def answer(path: str, asked: dict[str, str]) -> Reply:
                return as_json({"value": [{"Modified": "1", "Key": "a"}], "odata.nextLink": link})

            return answer

        with loopback(answering) as service, pytest.raises(BadInput, match=what):
            fetch(service, transport, tmp_path / what)


def test_an_unknown_column_is_named(statline: Service, table3: Table3, transport: Transport, tmp_path: Path) -> None:
    table3.properties = [row for row in table3.properties if row["Key"] != "Mannen_6"]
    fetch(statline, transport, tmp_path / "bron")
    with pytest.raises(BadInput, match="deze kolom bestaat niet in de tabel"):
        build_register_release(ZWOLLE / "registers/cbs-kwb.toml", tmp_path / "r", folder=tmp_path / "bron")


def mapping4(folder: Path) -> Path:
    """The KWB mapping with measure codes of version 4."""
    text = (ZWOLLE / "registers/cbs-kwb.toml").read_text("utf-8").replace('"../', f'"{ZWOLLE.as_posix()}/')
    text = re.sub(r'\[\[indicator\]\]\ncode = "(?!inhabitants|men|women|density).*?(?=\n\[\[)', "", text, flags=re.S)
    text = re.sub(r"\[table.values\].*?(?=\[table.minimum\])", "", text, flags=re.S)
    text = re.sub(r"\[table.minimum\].*?(?=\[\[check\]\])", "", text, flags=re.S)
    text = text.replace("cbs-odata3", "cbs-odata4").replace('table = "84799NED"', 'table = "83765NED"')
    values = 'inhabitants = "T001036"\nmen = "3000"\nwomen = "4000"\ndensity = "M000100"\n'
    text = text.replace("[[check]]", f"[table.values]\n{values}\n[[check]]")
    text = text.replace('"." = "onbekend"', '"." = "onbekend"\nImpossible = "niet van toepassing"')
    path = folder / "kwb4.toml"
    path.write_text(text, "utf-8")
    return path


def test_version_4_observations_become_the_same_figures(transport: Transport, tmp_path: Path) -> None:
    mapping = mapping4(tmp_path)
    with loopback(Table4()) as service:
        snapshot = fetch(service, transport, tmp_path / "bron", mapping)
        asked = next(path for path in service.asked if "Observations" in path)
    assert "contains(WijkenEnBuurten,'0193')" in asked and "Measure%20eq%20'3000'" in asked
    assert len(snapshot.pages("tabel-1")) == 4
    assert measure_codes(snapshot, "tabel-1")["T001036"]["Title"] == "Aantal inwoners"
    online = open_release(build_register_release(mapping, tmp_path / "r4", folder=tmp_path / "bron"))
    file = open_release(
        build_register_release(ZWOLLE / "registers/cbs-kwb.toml", tmp_path / "r3", folder=shared() / "data" / "cbs")
    )
    for indicator in ("inhabitants", "men", "women", "density"):
        for figure in file.figures(indicator=indicator):
            other = online.figure(indicator, figure.area)
            assert other is not None and (other.value, other.status) == (figure.value, figure.status)
    assert any("niet van toepassing" in note for note in online.facts.notes)


def test_version_4_resumes_too(transport: Transport, tmp_path: Path) -> None:
    mapping = mapping4(tmp_path)
    with loopback(Table4()) as service:
        service.faults = [("skip=200", "html")]
        with pytest.raises(BadInput, match="geen JSON"):
            fetch(service, transport, tmp_path / "bron", mapping)
        service.asked.clear()
        fetch(service, transport, tmp_path / "bron", mapping)
        assert [path.split("$skip=")[-1] for path in service.asked if "Observations" in path] == ["200", "300"]


def test_version_4_tells_unknown_measures_undeclared_attributes_and_contradictions(
    transport: Transport, tmp_path: Path
) -> None:
    mapping = mapping4(tmp_path)
    text = mapping.read_text("utf-8")
    mapping.write_text(
        text.replace('"T001036"', '"T999999"').replace('Impossible = "niet van toepassing"\n', ""), "utf-8"
    )
    table = Table4()
    table.observations.append({**table.observations[1], "Value": 3.0})
    with loopback(table) as service:
        fetch(service, transport, tmp_path / "bron", mapping)
    with pytest.raises(BadInput) as caught:
        build_register_release(mapping, tmp_path / "r", folder=tmp_path / "bron")
    text = str(caught.value)
    assert "kolom T999999: deze maat bestaat niet" in text
    assert "gevonden: Impossible" in text
    assert "spreken elkaar tegen" in text
