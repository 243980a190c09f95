"""Language: how it is called, which way it runs, and how it writes a number."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations, translation
from pathlib import Path

from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems

SOURCE = "nl"  # what all words of the software, and of an editor, are written in
CATALOGUES = Path(__file__).with_name("catalogues")
DOMAIN = "django"  # the name under which Django looks for the same catalogue


@dataclass(frozen=True)
class Language:
    """One language; ``code`` as in the address and in ``lang``, ``direction`` as in ``dir``."""

    code: str
    name: str
    direction: str
    decimal: str
    thousands: str

    @property
    def is_source(self) -> bool:
        return self.code == SOURCE

    @property
    def root(self) -> str:
        """What stands before every address in this language: nothing for Dutch, else /en."""
        return "" if self.is_source else f"/{self.code}"

    def number(self, value: float, decimals: int = 0) -> str:
        """12345.6 as "12.346" in Dutch; a minus stays that of the keyboard."""
        return f"{value:,.{decimals}f}".translate({ord(","): self.thousands, ord("."): self.decimal})


@cache
def known_languages() -> dict[str, Language]:
    """Every language of ``languages.toml``, by code."""
    path = Path(__file__).with_name("languages.toml")
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    found = {}
    for code in root.values:
        section = root.table(code)
        found[code] = Language(
            code=code,
            name=section.text("name"),
            direction=section.choice("direction", ["ltr", "rtl"]),
            decimal=section.text("decimal"),
            thousands=section.text("thousands"),
        )
        section.finish()
    problems.raise_if_any()
    return found


@cache
def catalogue(code: str) -> NullTranslations | GNUTranslations:
    """The words of the software in a language; for Dutch they are as they are written."""
    return NullTranslations() if code == SOURCE else translation(DOMAIN, CATALOGUES, [code])
