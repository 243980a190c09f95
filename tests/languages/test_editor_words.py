"""What Wagtail says in the editor, in our words: only texts that Wagtail has, with the same parts, compiled."""

from __future__ import annotations

import re
from gettext import GNUTranslations
from pathlib import Path

import wagtail
from django.utils.translation import gettext, override
from tests.languages.catalogue import counted, entries

from vergezicht.languages.language import CATALOGUES

_FOLDER = CATALOGUES.with_name("editor") / "nl" / "LC_MESSAGES"
_PARTS = re.compile(r"%\(\w+\)s|</?\w+")


def _said_by_wagtail() -> set[str]:
    return {text for path in Path(wagtail.__file__).parent.rglob("locale/nl/*/django*.po") for text in entries(path)}


def test_every_text_is_one_that_wagtail_has_with_the_same_parts() -> None:
    said = entries(_FOLDER / "django.po")
    assert len(said) > 30
    assert said.keys() <= _said_by_wagtail()
    for english, ours in said.items():
        assert sorted(_PARTS.findall(english)) == sorted(_PARTS.findall(ours)), english
        assert not re.search(r"\b([Jj]e|[Jj]ouw|slug|live)\b", ours), ours


def test_they_are_compiled_and_go_before_those_of_wagtail() -> None:
    said = entries(_FOLDER / "django.po")
    with (_FOLDER / "django.mo").open("rb") as file:
        compiled = GNUTranslations(file)
    paired = {text for pair in counted(_FOLDER / "django.po") for text in pair}
    assert {text: compiled.gettext(text) for text in said.keys() - paired} == {
        text: said[text] for text in said.keys() - paired
    }, "make messages"
    with override("nl"):
        assert gettext("Go-live:") == said["Go-live:"]
