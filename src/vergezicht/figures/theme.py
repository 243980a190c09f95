"""Theme: one of the few words under which indicators, challenges and chapters are grouped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from vergezicht.areas.folder import slugify
from vergezicht.facts import Section, read_toml
from vergezicht.languages import spoken
from vergezicht.languages.marks import own_words
from vergezicht.problems import Problems


@dataclass(frozen=True)
class Theme:
    """A theme; ``tone`` names the theme's place in the palette (1-6), never a colour."""

    code: str
    slug: str
    title: str
    question: str
    tone: int

    def spoken(self) -> Theme:
        """The same theme in the language that is spoken; its address stays."""
        if spoken().is_source:
            return self
        return replace(self, title=own_words(self.title), question=own_words(self.question))


def read_themes(path: Path) -> tuple[Theme, ...]:
    """Read ``themes.toml``; raises ``BadInput`` with every problem in it."""
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    themes = []
    for number, section in enumerate(root.tables("theme", required=True), start=1):
        title = section.text("title")
        themes.append(
            Theme(
                code=section.text("code"),
                slug=slugify(title),
                title=title,
                question=section.text("question", ""),
                tone=section.integer("tone", number),
            )
        )
        section.finish()
    root.finish()
    problems.raise_if_any()
    return tuple(themes)
