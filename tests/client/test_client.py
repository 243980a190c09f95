"""The client reads the same from a site that is served and from its folder, and says what is wrong."""

from __future__ import annotations

import doctest
import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

import numpy as np
import pytest
from tests.built import ROOT
from tests.publication.service import edition_at

from vergezicht.challenges.ground import current_release
from vergezicht.client import Figure, as_arrays, open_site
from vergezicht.client.figures import read_figures
from vergezicht.figures import Figure as Known
from vergezicht.problems import BadInput
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.assets import data_path
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.open_data.dcat import CATALOGUE
from vergezicht.publication.serving.files import EditionServer

pytestmark = pytest.mark.django_db


class Quiet(WSGIRequestHandler):
    def log_message(self, *said: object) -> None:
        pass


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """The folder of an edition with open data and map, online in its parent."""
    release = current_release()
    assert release is not None
    files = {data_path(one, path.name): path.read_bytes() for one in release.releases for path in one.folder.iterdir()}
    files[CATALOGUE] = render_address(next(item for item in public_addresses() if item.path == CATALOGUE))
    listed = {}
    for address, content in files.items():
        path = tmp_path / "0001" / "site" / address.lstrip("/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        listed[address.lstrip("/")] = {"type": "application/octet-stream", "etag": "x", "encodings": []}
    edition_at(tmp_path)
    manifest = {"files": listed, "style_hashes": ["sha256-abc="]}
    (tmp_path / "0001" / "edition.json").write_text(json.dumps(manifest), "utf-8")
    return tmp_path / "0001"


@pytest.fixture
def address(edition: Path) -> Iterator[str]:
    """The same edition over http, under another name than the one it was made for."""
    with make_server("127.0.0.1", 0, EditionServer(edition.parent, https=False), handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_every_line_of_the_walk_is_true(address: str) -> None:
    text = (ROOT / "docs/howto/open-data.md").read_text("utf-8").replace("https://buurten.voorbeeld.nl", address)
    walk = doctest.DocTestParser().get_doctest(text, {}, "open-data", None, None)
    told: list[str] = []
    result = doctest.DocTestRunner(verbose=False).run(walk, out=told.append)
    assert not result.failed, "".join(told)
    assert result.attempted > 12


def test_the_web_and_the_folder_say_the_same(address: str, edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vergezicht.client.source._PAGE", 7)
    web, folder = open_site(address), open_site(edition)
    assert [release.name for release in web.releases] == [release.name for release in folder.releases]
    assert len(web.areas("buurt")["features"]) > 3 * 7, "page after page"
    for level in ("gemeente", "stadsdeel", "wijk", "buurt"):
        assert web.areas(level) == folder.areas(level) == open_site(edition / "site").areas(level)
    assert list(web.actions(stadsdeel="SD1")) == list(folder.actions(stadsdeel="SD1")) != []
    assert list(web.challenges(stand="op-koers")) == list(folder.challenges(stand="op-koers")) != []
    assert len(list(folder.challenges())) > len(list(folder.challenges(stand="op-koers")))
    assert list(web.features("ontmoetingsplekken")) == list(folder.features("ontmoetingsplekken"))
    assert web.releases[0].figures() == folder.releases[0].figures()


def test_figures_are_those_of_the_release(edition: Path) -> None:
    release = current_release()
    assert release is not None

    def as_told(known: Known) -> tuple[object, ...]:
        return (
            known.indicator,
            known.area,
            known.period,
            known.value,
            known.low,
            known.high,
            known.n,
            known.status.value,
        )

    for one, published in zip(release.releases, open_site(edition).releases, strict=True):
        assert (published.name, published.title, published.issued) == (one.name, one.facts.title, one.facts.date)
        found = [(f.indicator, f.area, f.period, f.value, f.low, f.high, f.n, f.status) for f in published.figures()]
        assert len(found) > 100
        assert sorted(found, key=str) == sorted(map(as_told, one.figures()), key=str)
        assert len(published.figures(group=None)) == len(one.figures(group=None))
        assert published.read("areas.geojson") == (one.folder / "areas.geojson").read_bytes()


def test_what_is_left_out_is_nan_and_never_nought() -> None:
    shown = Figure("a", "BU1", "buurt", "Een", "2020", "iedereen", 7.5, 7.1, 7.9, "cijfer", 90, "gepubliceerd", "")
    hidden = shown._replace(
        area="BU2", value=None, low=None, high=None, n=None, status="onderdrukt", reason="te weinig"
    )
    columns = as_arrays([shown, hidden])
    assert columns["value"].dtype == columns["n"].dtype == np.float64
    np.testing.assert_array_equal(columns["value"], [7.5, np.nan])
    np.testing.assert_array_equal(columns["n"], [90.0, np.nan])
    assert columns["area"].tolist() == ["BU1", "BU2"]
    assert {name: column.shape for name, column in as_arrays([]).items()} == dict.fromkeys(Figure._fields, (0,))


def test_what_is_wrong_is_said_with_a_hint(address: str, edition: Path, tmp_path: Path) -> None:
    web, folder = open_site(address), open_site(edition)
    for site in (web, folder):
        with pytest.raises(BadInput, match="onbekende indicator"):
            site.releases[0].figures(indicator="geluk")
        with pytest.raises(BadInput, match="geen release heeft deze indicator"):
            site.release_of("geluk")
        with pytest.raises(BadInput, match="onbekend niveau"):
            site.areas("straat")
        with pytest.raises(BadInput, match=r"respondenten\.sav"):
            site.releases[0].read("respondenten.sav")
        with pytest.raises(BadInput, match=r"is niets|is er niet"):
            list(site.features("huizen"))
    with pytest.raises(BadInput) as refused:
        list(web.challenges(kleur="rood", bbox="1,2"))
    assert {problem.column for problem in refused.value.problems} == {"kleur", "bbox"}
    with pytest.raises(BadInput) as refused:
        list(folder.challenges(kleur="rood", bbox="1,2,3,4"))
    assert {problem.column for problem in refused.value.problems} == {"kleur", "bbox"}
    for where in (tmp_path / "nergens", "ftp://buurten.example"):
        with pytest.raises(BadInput):
            open_site(where)
    with pytest.raises(BadInput, match="antwoordt niet"):
        _ = open_site("http://127.0.0.1:9").releases
    (edition / "site" / CATALOGUE.lstrip("/")).write_text("<html>", "utf-8")
    with pytest.raises(BadInput, match="geen leesbare catalogus"):
        _ = open_site(edition).releases
    with pytest.raises(BadInput, match="kolom ontbreekt"):
        list(read_figures(b"indicator,waarde\na,1\n"))


def test_it_needs_nothing_but_python() -> None:
    code = "import vergezicht.client, sys; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "vergezicht.client.site" in loaded
    ours = {name.split(".")[1] for name in loaded if name.startswith("vergezicht.")}
    assert ours == {"client", "problems"}
    assert not {name.split(".")[0] for name in loaded} & {"numpy", "django", "shapely", "pyproj"}
