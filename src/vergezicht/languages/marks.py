"""What is not translated keeps its language: marks around Dutch words, which become HTML when the page is whole."""

from __future__ import annotations

import re

from vergezicht.languages.language import SOURCE
from vergezicht.languages.speech import in_words, say, spoken

_BEGIN, _END = "\ue000", "\ue001"  # characters that no text has
_NO_ELEMENT = re.compile(r"<(title|svg|option|textarea)\b.*?</\1>|<[^>]*>", re.DOTALL)
_ALL = rf"(?:{_BEGIN}[^{_END}]*{_END}\s*)+(?:· [^<\"]*|[^\w<\"]*)"  # all words, but for the name of the municipality
_ONLY_WORDS = re.compile(rf"<(title|option|text|tspan|desc)\b(?=[^>]*>{_ALL}<)")
_NO_WORDS_INSIDE = re.compile(rf'<(meta|img|input|iframe)\b(?=[^>]* (?:content|alt|placeholder|title)="{_ALL}")')
_OPENING = re.compile(r"<(p|li|h[2-6])\b")


def in_dutch(text: str) -> str:
    """Plain text that is said in Dutch on a page in another language; line by line, as lines may be set apart."""
    return "\n".join(f"{_BEGIN}{line}{_END}" for line in text.split("\n"))


def kept(text: str) -> str:
    """What people wrote and nobody translates, in the middle of what is said: marked unless all is in Dutch."""
    return text if spoken().is_source or not text or text.startswith(_BEGIN) else in_dutch(text)


def own_words(text: str) -> str:
    """A word of the municipality, or of the software in its place, in the language of now; marked when it has none."""
    found = in_words(text)
    if found == text:
        found = say(text)
    return kept(text) if found == text else found


def in_dutch_html(html: str) -> str:
    """The same for rich text, which can say it itself."""
    return _OPENING.sub(rf"<\1{_attributes()}", html)


def capitalised(text: str) -> str:
    """The text with its first letter as a capital, and the Dutch ij as one letter."""
    if text.startswith(_BEGIN):
        return _BEGIN + _capital(text[len(_BEGIN) :], SOURCE)
    return _capital(text, spoken().code)


def _capital(text: str, code: str) -> str:
    return "IJ" + text[2:] if text.startswith("ij") and code == SOURCE else text[:1].upper() + text[1:]


def unmarked(text: str) -> str:
    """The words without marks, for what has no elements: a picture, the name of a paper."""
    return text.replace(_BEGIN, "").replace(_END, "")


def pieces(text: str) -> list[tuple[str, bool]]:
    """The words without marks in pieces, and of each whether it was marked: then it is Dutch."""
    found = re.split(f"[{_BEGIN}{_END}]", text)
    return [(piece, number % 2 == 1) for number, piece in enumerate(found) if piece]


def shown(html: str) -> str:
    """The page with a ``span`` for every mark.

    Where no element can stand, the one around it says its language when all of it is Dutch; other marks are lost.
    """
    if _BEGIN not in html:
        return html
    for carries in (_ONLY_WORDS, _NO_WORDS_INSIDE):
        html = carries.sub(rf'<\1 lang="{SOURCE}"', html)
    html = _NO_ELEMENT.sub(lambda found: unmarked(found[0]), html)
    return html.replace(_BEGIN, f"<span{_attributes()}>").replace(_END, "</span>")


def _attributes() -> str:
    return f' lang="{SOURCE}"' + (' dir="ltr"' if spoken().direction == "rtl" else "")
