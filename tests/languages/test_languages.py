"""Languages: what is said in Dutch stays as it was; another language has its own notation, words and direction."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from tests.conftest import ROOT

from vergezicht.areas import read_municipality
from vergezicht.languages import Language, in_words, known_languages, language, say, speaking, spoken
from vergezicht.pictures.notation import number
from vergezicht.problems import BadInput

WATERKANT = ROOT / "tests" / "municipalities" / "waterkant"


def test_a_number_is_written_as_the_language_writes_it() -> None:
    assert number(12345.6, 1) == "12.345,6"
    with speaking("en"):
        assert number(12345.6, 1) == "12,345.6"
    assert spoken().code == "nl"


def test_the_words_of_the_municipality_are_said_in_its_own_translation() -> None:
    with speaking("en", {"Groen": "Green"}):
        assert (in_words("Groen"), in_words("Water")) == ("Green", "Water")
    assert in_words("Groen") == "Groen"


def test_an_unknown_language_is_refused_with_the_ones_that_exist(tmp_path: Path) -> None:
    folder = tmp_path / "waterkant"
    shutil.copytree(WATERKANT, folder)
    path = folder / "municipality.toml"
    path.write_text('languages = ["en", "xx"]\n' + path.read_text("utf-8"), "utf-8")
    (folder / "languages").mkdir()
    (folder / "languages" / "en.toml").write_text('[words]\nGroen = ""\n', "utf-8")
    with pytest.raises(BadInput) as refused:
        read_municipality(folder)
    told = str(refused.value)
    assert "xx" in told and "nl" in told and "eerst nl" in told and "een vertaling is leeg" in told


@pytest.mark.django_db
def test_a_page_says_its_language_and_its_direction(monkeypatch: pytest.MonkeyPatch) -> None:
    arabic = Language("ar", "العربية", "rtl", "٫", "٬")
    known = known_languages() | {"ar": arabic}
    monkeypatch.setattr("vergezicht.languages.speech.known_languages", lambda: known)
    monkeypatch.setattr("vergezicht.languages.speech.catalogue", lambda code: language.catalogue("nl"))
    request = RequestFactory().get("/")
    assert '<html lang="nl">' in render_to_string("publication/not_found.html", {}, request)
    with speaking("ar"):
        assert say("in {areas}", areas="X") == "in X"
        assert '<html lang="ar" dir="rtl">' in render_to_string("publication/not_found.html", {}, request)
