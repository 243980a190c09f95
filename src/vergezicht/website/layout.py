"""Layout of templates: lines and indents between two tags are for who reads the source, and never reach a page.

An empty line between two tags is one line break in the page, where white space between them counts. Templates of
others, and of mail, where every line counts, are taken as they are.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.template import Origin
from django.template.loaders import app_directories

_OURS = Path(__file__).resolve().parents[1]
_BETWEEN_TAGS = re.compile(r"(?:(?<=>)|(?<=[%#]\}))\n\s*(?=<|\{[%#])")


class Loader(app_directories.Loader):
    """Templates of the installed apps; ours without their layout."""

    def get_contents(self, origin: Origin) -> str:
        source: str = super().get_contents(origin)
        path = Path(origin.name)
        return without_layout(source) if path.suffix == ".html" and path.is_relative_to(_OURS) else source


def without_layout(source: str) -> str:
    """The template as it is rendered. A line break beside text or a ``{{ value }}`` stays: there it is a space."""
    return _BETWEEN_TAGS.sub(lambda found: "\n" if found[0].count("\n") > 1 else "", source)
