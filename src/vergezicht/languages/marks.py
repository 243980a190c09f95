"""What is not translated keeps its language: marks around Dutch words, which become HTML when the page is whole."""

from __future__ import annotations

import re

from vergezicht.languages.language import SOURCE
from vergezicht.languages.speech import in_words, say, spoken

_BEGIN, _END = "\ue000", "\ue001"  # characters that no text has
_NO_ELEMENT = re.compile(r"<(title|svg|option|textarea)\b.*?</\1>|<[^>]*>", re.DOTALL)
_OPENING = re.compile(r"<(p|li|h[2-6])\b")


def in_dutch(text: str) -> str:
    """Plain text that is said in Dutch on a page in another language; line by line, as lines may be set apart."""
    return "\n".join(f"{_BEGIN}{line}{_END}" for line in text.split("\n"))


def kept(text: str) -> str:
    """What people wrote and nobody translates, in the middle of what is said: marked unless all is in Dutch."""
    return text if spoken().is_source or not text else in_dutch(text)


def own_words(text: str) -> str:
    """A word of the municipality, or of the software in its place, in the language of now; marked when it has none."""
    found = in_words(text)
    if found == text:
        found = say(text)
    return kept(text) if found == text else found


def in_dutch_html(html: str) -> str:
    """The same for rich text, which can say it itself."""
    return _OPENING.sub(rf"<\1{_attributes()}", html)


def unmarked(text: str) -> str:
    """The words without marks, for what has no elements: a picture, the name of a paper."""
    return text.replace(_BEGIN, "").replace(_END, "")


def language_of(text: str) -> str:
    """The code of the language that a text begins in."""
    return SOURCE if text.startswith(_BEGIN) else spoken().code


def shown(html: str) -> str:
    """The page with a ``span`` for every mark, and without marks where no element can stand."""
    if _BEGIN not in html:
        return html
    html = _NO_ELEMENT.sub(lambda found: unmarked(found[0]), html)
    return html.replace(_BEGIN, f"<span{_attributes()}>").replace(_END, "</span>")


def _attributes() -> str:
    return f' lang="{SOURCE}"' + (' dir="ltr"' if spoken().direction == "rtl" else "")
