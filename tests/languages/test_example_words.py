"""The words with which the example says its own names in English: all of them, and no others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from vergezicht.areas import read_municipality
from vergezicht.challenges.ground import municipality
from vergezicht.facts import read_toml
from vergezicht.languages.language import catalogue
from vergezicht.problems import Problems
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

WORDS = Path(__file__).parents[2] / "municipalities" / "zwolle" / "languages" / "en.toml"
LOOKED_AT = (
    "/en/cijfers/",
    "/en/themas/",
    "/en/gemeente/",
    "/en/stadsdelen/noord/",
    "/en/initiatieven/",
    "/en/methode/",
    "/en/begin/gemeente/",
)


class _Asked(Mapping[str, str]):
    """The words of the example, and which of them a page asked for."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self.words, self.asked = words, set[str]()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return self.words[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)


@pytest.mark.django_db
def test_the_example_can_be_read_in_english_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    given = _Asked(read_toml(WORDS, Problems(WORDS))["words"])
    both = replace(municipality(), languages=("nl", "en"), words={"en": given})
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    for address in public_addresses():
        if address.path == "/en/" or address.path.startswith(LOOKED_AT):
            render_address(address)
    said = {word for word in given.asked if catalogue("en").gettext(word) != word}  # by the software in its place
    assert given.asked - set(given) - said - {""} == set(), "said in Dutch on a page in English"
    register = "".join(path.read_text("utf-8") for path in (WORDS.parents[1] / "registers").rglob("*.toml"))
    assert [word for word in set(given) - given.asked if word not in register] == [], "never said"


def test_the_file_is_read_as_the_words_of_a_municipality(tmp_path: Path) -> None:
    for source in WORDS.parents[1].iterdir():
        (tmp_path / source.name).symlink_to(source)
    (tmp_path / "municipality.toml").unlink()
    written = (WORDS.parents[1] / "municipality.toml").read_text("utf-8")
    (tmp_path / "municipality.toml").write_text(written.replace("\nname", '\nlanguages = ["nl", "en"]\nname', 1))
    words = read_municipality(tmp_path).words["en"]
    assert words["Veiligheid"] == "Safety"
