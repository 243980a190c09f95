"""The lines and indents of our templates are for who reads them; a page has none of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import engines
from django.template.loader import get_template

import vergezicht
from vergezicht.website.layout import without_layout

TEMPLATES = sorted(Path(vergezicht.__file__).parent.rglob("*.html"))
_TRANSLATED = re.compile(r"\{% blocktranslate.*?endblocktranslate %\}")
_COULD_GO_ON_BELOW = re.compile(r"(?:(?<=>)|(?<=[%#]\}))(?=<|\{[%#])")


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("<ul>\n  <li>a</li>\n</ul>", "<ul><li>a</li></ul>"),
        ("{% if a %}\n  <p>\n    {% include b %}\n  </p>\n{% endif %}", "{% if a %}<p>{% include b %}</p>{% endif %}"),
        ("{# why #}\n<b>a</b>\n\n  <b>b</b>", "{# why #}<b>a</b>\n<b>b</b>"),
        ("<b>a</b> <b>b</b>", "<b>a</b> <b>b</b>"),
        ("<p>a\n  <b>b</b>\n  c</p>", "<p>a\n  <b>b</b>\n  c</p>"),
        ("{{ a }}\n<b>b</b>\n{{ c }}", "{{ a }}\n<b>b</b>\n{{ c }}"),
    ],
)
def test_a_line_between_two_tags_is_not_sent_and_a_space_beside_text_stays(written: str, sent: str) -> None:
    assert without_layout(written) == sent


def test_templates_of_others_are_taken_as_they_are() -> None:
    theirs, ours = get_template("wagtailadmin/generic/form.html"), get_template("website/base.html")
    for template in (theirs, ours):
        written = Path(template.origin.name).read_text("utf-8")
        assert (template.template.source == written) == (template is theirs)
        assert engines["django"].from_string(written)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_a_template_is_written_in_lines_that_a_person_can_read(path: Path) -> None:
    long = [
        f"{number}: {line.strip()[:80]}…"
        for number, line in enumerate(_TRANSLATED.sub("", path.read_text("utf-8")).splitlines(), start=1)
        if len(line) > 130 and len(_COULD_GO_ON_BELOW.findall(line)) > 4
    ]
    assert not long, "break between two tags: it does not reach the page"
