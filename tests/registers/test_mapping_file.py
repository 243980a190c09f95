"""A mapping is checked as a whole before any table is opened."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.registers.waterkant import MAPPING, WATERKANT, write_register

from vergezicht.problems import BadInput
from vergezicht.registers import read_mapping


def refused(path: Path) -> str:
    with pytest.raises(BadInput) as caught:
        read_mapping(path)
    return str(caught.value)


def test_everything_wrong_in_a_mapping_is_told_at_once(tmp_path: Path) -> None:
    text = refused(
        write_register(
            tmp_path,
            ('kind = "index"', 'kind = "indeks"'),
            ("decimals = 1", "decimals = 9"),
            ('men = "mannen"', 'mem = "mannen"'),
            ('fixed = "2024"', ""),
            ('column = "gebied"', 'column = "gebied"\npattern = "BU"'),
            ('"." = "onbekend"', '"." = "weet niet"'),
            ("n = 10", "n = 10\nmaximum = 3"),
            ('parts = ["men", "women"]', 'parts = ["men", "children"]'),
            ('thousands = "."', 'thousands = ","'),
        )
    )
    for part in (
        "onbekende waarde voor indicator income: kind",
        "bedoelt u index?",
        "decimals kan niet",
        "values noemt een onbekende indicator",
        "indicator men komt in geen tabel voor",
        "de periode komt nergens vandaan",
        "area.pattern kan zo niet",
        "weet niet",
        "onbekend veld",
        "een controle noemt een onbekende indicator",
        "decimal en thousands kunnen zo niet samen",
    ):
        assert part in text, part


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (('column = "gebied"', 'column = "gebied"\nby = "naam"'), "namen zonder niveau"),
        (('fixed = "2024"', 'fixed = "2024"\ncolumn = "jaar"'), "van twee kanten"),
        (('fixed = "2024"', "column = \"jaar\"\npattern = '('"), "geen patroon"),
        (('fixed = "2024"', "column = \"jaar\"\npattern = '2024'"), "niet precies één groep"),
        (('file = "tabel.csv"', ""), "file ontbreekt"),
        (("area_version = 2024", ""), "area_version ontbreekt"),
        (('code = "men"', 'code = "women"'), "code van een indicator komt meer dan eens voor"),
        (('title = "Mannen"', 'title = "Vrouwen"'), "titel van een indicator komt meer dan eens voor"),
        (("adds_up = true", 'summed_to = ["wijk"]'), "summed_to zonder adds_up"),
        (("adds_up = true", 'adds_up = true\nsummed_to = ["straat"]'), "onbekend niveau"),
        (('unit = "duizend euro"', ""), "unit ontbreekt"),
        (("adds_up = true", "adds_up = true\nrounding = -5"), "rounding van inhabitants kan niet"),
        (("adds_up = true", "adds_up = true\nrounding = nan"), "rounding van inhabitants kan niet"),
        (('men = "mannen"', 'men = { column = "mannen", factor = inf }'), "factor van men kan niet"),
        (("n = 10", "n = -1"), "minimum.n kan niet"),
        (('parts = ["men", "women"]', "parts = []"), "noemt geen delen"),
        (('"tabel.csv"', '"{period}-{period}.csv"'), "meer dan één {period}"),
        (("date = 2024-06-01", 'date = "juni 2024"'), "verkeerde type"),
    ],
)
def test_one_thing_wrong(tmp_path: Path, change: tuple[str, str], what: str) -> None:
    assert what in refused(write_register(tmp_path, change))


def test_themes_are_those_of_the_municipality(tmp_path: Path) -> None:
    themes = f'themes = "{(WATERKANT / "themes.toml").as_posix()}"\n'
    path = write_register(tmp_path, mapping=themes + MAPPING)
    assert len(read_mapping(path).indicators) == 4
    text = refused(write_register(tmp_path, ('theme = "wonen"', 'theme = "geld"'), mapping=themes + MAPPING))
    assert "indicator inhabitants heeft een onbekend thema" in text and "meedoen, wonen" in text


def test_toml_that_is_none_gives_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "kapot.toml"
    path.write_text("[areas\n", "utf-8")
    assert refused(path).count("geen geldige TOML") == 1
    assert "niet gevonden" in refused(tmp_path / "weg.toml")
