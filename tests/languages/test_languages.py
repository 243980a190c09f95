"""Languages: what is said in Dutch stays as it was; another language has its own notation, words and direction."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from gettext import GNUTranslations
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.timezone import now
from tests.built import ROOT
from tests.languages.catalogue import counted, entries, said_in_code, said_in_templates
from tests.languages.leftovers import EveryWord, Untranslated, dutch_on

from vergezicht import pictures
from vergezicht.areas import AreaLevel, read_municipality
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures import open_release
from vergezicht.figures.comparison import Verdict
from vergezicht.figures.figure import Reason
from vergezicht.languages import CATALOGUES, Language, in_words, known_languages, language, say, speaking, spoken
from vergezicht.pictures.notation import number
from vergezicht.problems import BadInput
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.models import Edition, EditionState
from vergezicht.publication.script_words import SCRIPT_WORDS, script_words
from vergezicht.publication.search.documents import documents_of
from vergezicht.publication.search.index import build_index, index_file, index_files
from vergezicht.publication.search.page import MARK, fill_in
from vergezicht.publication.search.query import search
from vergezicht.stories.paths import indicator_path

_PARTS = re.compile(r"{\w+}|%\(\w+\)s")
WATERKANT = ROOT / "tests" / "municipalities" / "waterkant"


def test_a_number_is_written_as_the_language_writes_it() -> None:
    assert number(12345.6, 1) == "12.345,6"
    with speaking("en"):
        assert number(12345.6, 1) == "12,345.6"
        assert say("") == ""
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
        assert '<html lang="ar" dir="rtl"' in render_to_string("publication/not_found.html", {}, request)


def _sources() -> set[str]:
    levels = {text for level in AreaLevel for text in (level.value, level.plural)}
    return said_in_code() | said_in_templates() | levels | {item.value for kind in (Verdict, Reason) for item in kind}


@pytest.mark.parametrize("code", sorted(set(known_languages()) - {"nl"}))
def test_a_catalogue_has_every_text_with_the_same_parts_and_is_compiled(code: str) -> None:
    folder = CATALOGUES / code / "LC_MESSAGES"
    said = entries(folder / "django.po")
    assert said.keys() == _sources() - {""}
    for dutch, other in said.items():
        assert other.strip(), dutch
        assert sorted(_PARTS.findall(dutch)) == sorted(_PARTS.findall(other)), dutch
    with (folder / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    pairs = counted(folder / "django.po")
    plain = said.keys() - {text for pair in pairs for text in pair}
    assert {dutch: compiled.gettext(dutch) for dutch in plain} == {dutch: said[dutch] for dutch in plain}, (
        "make messages"
    )
    for one, many in pairs:
        assert compiled.ngettext(one, many, 1) == said[one] and compiled.ngettext(one, many, 5) == said[many]


def test_pictures_speak_english_without_a_dutch_word(zwolle_release: Path) -> None:
    release = open_release(zwolle_release)
    dutch = re.compile(r"\b(het|een|om de|niet|geen|hoger|lager|buurten|ongeveer|cijfers?|marge|gestegen|gedaald)\b")
    for indicator in release.indicators:
        with speaking("en"):
            city = release.geography.gemeente.code
            told = [
                pictures.choropleth(release, indicator.code, indicator.lowest_level),
                pictures.intervals(release, indicator.code, indicator.lowest_level),
                pictures.trend(release, indicator.code, (city,)),
                pictures.key_figure(release, indicator.code, city),
            ]
        for picture in told:
            assert "charset" not in picture.svg
            own = picture.sentence + " ".join((*picture.table.headings, *(item.label for item in picture.legend)))
            for words in (indicator.title, indicator.label, indicator.label.capitalize(), indicator.question):
                own = own.replace(words, "")
            assert not dutch.search(own), own


def _answers() -> dict[str, str]:
    wanted = ("/cijfers/", "/en/cijfers/")
    return {
        address.path: render_address(address).decode()
        for address in public_addresses()
        if address.path.startswith(wanted) and address.path.endswith("/") and "verken" not in address.path
    }


@pytest.mark.django_db
def test_one_language_changes_nothing_and_a_second_adds_its_own_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = _answers()
    assert not any(path.startswith("/en/") for path in alone)
    assert "hreflang" not in "".join(alone.values())
    indicator = next(iter(current_release().indicators))
    place = municipality()
    both = replace(place, languages=("nl", "en"), words={"en": {indicator.title: "What we asked"}})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    found = _answers()
    assert {path for path in found if path.startswith("/en/")} == {f"/en{path}" for path in alone}
    for path in alone:
        english = found[f"/en{path}"]
        assert '<html lang="en"' in english and '<html lang="nl">' in found[path]
        for page in (english, found[path]):
            assert re.findall(r'rel="alternate" hreflang="(..)"', page) == ["nl", "en"]
        assert (
            f'lang="en" hreflang="en" href="/en{path}"' in found[path]
            and f'lang="nl" hreflang="nl" href="{path}"' in english
        )
    overview = found["/en/cijfers/"]
    assert "What we asked" in overview and "See the figures" not in found["/cijfers/"]
    assert f'href="/en{indicator_path(indicator)}"' in overview
    assert '<a href="/en/edities/"' in overview
    assert '<a hreflang="nl" href="/verhaal/"' in overview
    assert '<a href="/en/gebieden/"' in overview
    detail = found[f"/en{indicator_path(indicator)}"]
    assert "See the figures" in detail and "Bekijk de cijfers" not in detail and "What we asked" in detail


_SPEAKING = [
    "/", "/gebieden/", "/gemeente/", "/stadsdelen/noord/", "/wijken/assendorp/", "/themas/veiligheid/", "/opgaven/",
    "/opgaven/stand/op-koers/", "/opgaven/holtenbroek-een-schone-buurt/", "/initiatieven/", "/cijfers/",
    "/initiatieven/bankje-met-boekenkast/", "/ontmoetingsplekken/", "/ontmoetingsplekken/wijken/assendorp/",
    "/regelingen/", "/begin/wijken/assendorp/", "/methode/", "/gesprekken/", "/antwoorden/",
    "/gesprekken/met-de-bus-door-noord/", "/gesprekken/met-de-bus-door-noord/versies/", "/partners/", "/open-data/",
    "/raad/", "/raad/initiatieven/", "/cycli/", "/cycli/2018-2020/", "/cycli/2020-2022/", "/cycli/2018-2020/versies/",
    "/raad/t1-de-raad-ziet-elk-jaar-wat-er-van-de-wijkopgaven/versies/", "/campagnes/", "/campagnes/burendag-2026/",
    "/campagnes/burendag-2027/", "/campagnes/buurt-voor-buurt-2020-dit-deden-we-met-uw-antwoorden/", "/edities/",
    "/opgaven/holtenbroek-een-schone-buurt/versies/", "/opgaven/holtenbroek-een-schone-buurt/versies/1/",
    "/opgaven/holtenbroek-een-schone-buurt/versies/2/", "/404.html",
]  # fmt: skip


@pytest.mark.django_db
def test_no_word_of_the_software_stays_dutch_on_a_page_in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"), words={"en": EveryWord()})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    pages = {one.path: one for one in public_addresses() if one.path in {f"/en{path}" for path in _SPEAKING}}
    assert len(pages) == len(_SPEAKING)
    for path, address in pages.items():
        left = dutch_on(render_address(address).decode(), (area.name for area in both.geography))
        assert not left, path


def test_what_stayed_dutch_is_found_also_with_its_parts_and_not_where_it_says_so() -> None:
    words = Untranslated(entries(CATALOGUES / "en" / "LC_MESSAGES" / "django.po"))
    told = "<p>Voor de raad</p><p>Dit is 1 <b>gesprek</b></p><i aria-label='Bekijk de antwoorden: Veilig thuis'></i>"
    assert words.on(told) == ["Voor de raad", "Bekijk de antwoorden: Veilig thuis"]
    assert words.on(f"<main lang='nl'>{told}</main><p>For the council</p>") == []


@pytest.mark.django_db
def test_why_there_is_an_edition_is_said_in_english_and_what_it_is_about_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    why = "Wijkopgave gewijzigd: Een schone buurt; Een nieuwe dag: termijnen en steun bijgewerkt; Met een eigen reden"
    Edition.objects.create(number=4, state=EditionState.PUBLISHED, reason=why, changed=["/"], finished_at=now())
    pages = {one.path: one for one in public_addresses() if one.path.endswith("/edities/")}
    reasons = "".join(f"<li>{reason}</li>" for reason in why.split("; "))
    assert f"<ul>{reasons}</ul>" in render_address(pages["/edities/"]).decode()
    english = render_address(pages["/en/edities/"]).decode()
    assert '<li>District challenge changed: <span lang="nl">Een schone buurt</span></li>' in english
    assert "<li>A new day: terms and support updated</li>" in english
    assert 'lang="nl">Met een eigen reden<' in english
    assert "1 page or file changed" in english


def test_the_scripts_say_what_the_page_can_tell_them() -> None:
    scripts = (ROOT / "src/vergezicht/website/static/website/js").glob("*.js")
    said = {text for path in scripts for text in re.findall(r'\bsay\("([^"]+)"', path.read_text("utf-8"))}
    assert said == set(SCRIPT_WORDS)
    assert script_words() == ""
    with speaking("en"):
        assert json.loads(script_words())["Volgende"] == "Next"


def test_search_answers_in_the_language_of_its_page(tmp_path: Path) -> None:
    html = "<title>Safety</title><main><p>How safe it is</p></main>"
    (document,) = documents_of("/en/cijfers/veiligheid/", html, root="/en")
    assert document.group == "Cijfers"
    build_index(tmp_path / index_file("en"), [document])
    build_index(tmp_path / index_file("nl"), [])
    page = f'<title>Search</title><input value="">{MARK}'
    found = fill_in(page, search(tmp_path / index_file("en"), "safe"), "en")
    assert "1 result." in found and "Figures (1)" in found and 'href="/en/cijfers/veiligheid/"' in found
    nothing = fill_in(page, search(tmp_path / index_file("en"), "qqqq"), "en")
    assert "Nothing found for “qqqq”" in nothing and 'href="/en/gebieden/"' in nothing
    assert [path.name for path in index_files(tmp_path)] == ["search-en.sqlite", "search.sqlite"]
