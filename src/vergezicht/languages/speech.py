"""Saying: the language in which is written now, and a whole sentence in it. Sentences are never glued from words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from vergezicht.languages.language import SOURCE, Language, catalogue, known_languages

_language: ContextVar[str] = ContextVar("language", default=SOURCE)
_words: ContextVar[Mapping[str, str] | None] = ContextVar("words", default=None)


@contextmanager
def speaking(code: str, words: Mapping[str, str] | None = None) -> Iterator[Language]:
    """Everything said inside is said in this language; ``words`` are those of the municipality, Dutch to translated.

    Raises KeyError for a language that is not known.
    """
    language = known_languages()[code]
    before, words_before = _language.set(code), _words.set(words)
    try:
        yield language
    finally:
        _language.reset(before)
        _words.reset(words_before)


def spoken() -> Language:
    """The language of now; Dutch unless told otherwise."""
    return known_languages()[_language.get()]


def say(text: str, /, **parts: object) -> str:
    """A text of the software in the language of now, with its parts filled in: ``say("in {place}", place=…)``."""
    code = _language.get()
    said = catalogue(code).gettext(text) if text and code != SOURCE else text  # "" is the head of a catalogue
    return said.format(**parts) if parts else said


def say_count(one: str, many: str, count: int, /, **parts: object) -> str:
    """The same where the words follow a number, in the plural forms of the language."""
    code = _language.get()
    said = (one if count == 1 else many) if code == SOURCE else catalogue(code).ngettext(one, many, count)
    return said.format(**parts) if parts else said


def noted(text: str) -> str:
    """The text itself: it is said later, where the language is known, and has to be in the catalogue."""
    return text


def in_words(text: str) -> str:
    """A name or text of the municipality in the language of now; as it is where the municipality gave no other."""
    return text if (words := _words.get()) is None else words.get(text, text)
