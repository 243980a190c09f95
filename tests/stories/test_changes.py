"""Two versions of a page beside each other, and the history of it: in the words of an editor, only what differs."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from vergezicht.challenges.choices import area_choices, indicator_choices
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.saving.merging import changes_between

pytestmark = pytest.mark.django_db


def block(key: str, kind: str, value: Any) -> dict[str, Any]:
    return {"id": f"aaaaaaaa-0000-4000-8000-00000000000{key}", "type": kind, "value": value}


def step(key: str, title: str, **more: Any) -> dict[str, Any]:
    value = {"title": title, "text": "<p>Zo is het.</p>", "indicator": "lonely", "level": "wijk"}
    return {"id": f"bbbbbbbb-0000-4000-8000-00000000000{key}", "type": "item", "value": value | more}


FIGURE = {"indicator": "lonely", "kind": "kaart", "level": "wijk", "within": "", "areas": []}
BEFORE = [
    block("1", "text", "<p>Een {liveability_mark} voor de stad.</p><p>Daarna.</p>"),
    block("2", "figure", FIGURE),
    block("3", "side_panel", {"title": "Stappen", "layout": "vast", "steps": [step("1", "Noord"), step("2", "Zuid")]}),
    block("4", "callout", {"title": "Let op", "text": "<p>Hetzelfde.</p>"}),
    block("5", "chapter", {"title": "Wonen", "theme": "", "kern": "Kort."}),
]
AFTER = [
    block("5", "chapter", {"title": "Wonen", "theme": "", "kern": "Kort."}),
    block("1", "text", "<p>Een {liveability_mark@stadsdeel/noord} voor de stad.</p><p>Daarna.</p>"),
    block("2", "figure", FIGURE | {"indicator": "liveability_mark", "areas": ["SD1"]}),
    block("3", "side_panel", {"title": "Stappen", "layout": "dias",
                              "steps": [step("1", "Noord", focus=["SD2"]), step("3", "Oost")]}),
    block("4", "callout", {"title": "Let op", "text": "<p>Hetzelfde.</p>"}),
    block("6", "quote", {"text": "Wij wonen hier graag.", "who": "een bewoner", "consent": False}),
]  # fmt: skip


@pytest.fixture
def page() -> Any:
    made = HomePage.objects.get().add_child(
        instance=StoryPage(title="Proef", slug="vergelijk", lead="Kort.", live=False)
    )
    user = User.objects.create_superuser("anna", first_name="Anna")
    for body, lead, indicator in ((BEFORE, "Kort.", "lonely"), (AFTER, "Kort en goed.", "liveability_mark")):
        made.body = made.body.stream_block.to_python(body)
        made.lead, made.panorama_indicator = lead, indicator
        made.save_revision(user=user, log_action=True, changed=True)
    return made


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("redacteur"))
    return client


def names_of(choices: Any) -> dict[str, str]:
    flat = [item for key, label in choices for item in (label if isinstance(label, list | tuple) else [(key, label)])]
    return {str(key): str(label) for key, label in flat}


def test_only_what_differs_is_told_and_in_words(editor: Client, page: Any) -> None:
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"])
    html = editor.get(address).content.decode()
    told = html.split('class="changes__which"')[1].split("</table>")[0]
    words = unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told)))
    indicators, areas = names_of(indicator_choices()), names_of(area_choices())
    assert not re.search(r"\bliveability_mark\b|\blonely\b|\bSD[12]\b|\bFalse\b|\[\]", words)
    for gone in (indicators["lonely"], "Vast: de kaart naast de tekst"):
        assert f"<del>{gone}</del>" in unescape(told)
    added = (
        indicators["liveability_mark"],
        areas["SD1"],
        areas["SD2"],
        "Noord",
        "Dia's: een stap tegelijk",
        " en goed",
    )
    for new in added:
        assert f"<ins>{new}</ins>" in unescape(told)
    for part in ("Stappen, Stap ‘Noord’, uitgelicht", "Stap ‘Oost’ (nieuw)", "Stap ‘Zuid’ (weggehaald)",
                 "Hoofdstuk ‘Wonen’, van plek 5 naar 1 verplaatst", "Citaat nieuw", "1 blok is niet gewijzigd",
                 "Uitgelicht ‘Let op’",
                 "van Anna", "Wij wonen hier graag."):  # fmt: skip
        assert part in words, part
    assert "Hetzelfde" not in words


def test_the_history_tells_what_was_saved(editor: Client, page: Any) -> None:
    html = editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
    told = unescape(html)
    assert "Inleiding, Getekende horizon, Hoofdstuk" not in told  # a chapter that only moved is no change of its own
    assert "Inleiding, Getekende horizon, " in told
    assert " en nog " in told
    assert "Bewerken" not in told.split("<main", 1)[-1].split("<table", 1)[-1].split("</table>")[0]


def test_what_an_edit_screen_only_writes_in_another_way_is_no_change(editor: Client, page: Any) -> None:
    """As after an import, or when a newer version gave a block a field: the first who saves changed none of that."""
    side_panel = {"title": "Stappen", "steps": [step("1", "Noord", focus=["SD1", "SD2"])]}
    imported = [
        block("1", "text", "<p>Een.</p>\n<p>Twee.</p>"),
        block("2", "side_panel", side_panel),
        block("3", "chapter", {"title": "Wonen", "kern": "Kort.\nEn goed."}),
        block("4", "callout", {"title": "Let op", "text": "<p>Altijd.</p>\n<p>Toen.</p>"}),
    ]
    shown = [
        block("1", "text", '<p data-block-key="ab1cd">Een.</p><p data-block-key="ef2gh">Twee.</p>'),
        block("2", "side_panel", side_panel | {"layout": "vast", "steps": [
            step("1", "Noord", focus=["SD2", "SD1"], layers=[], image=None, alt="", decorative=False)]}),
        block("3", "chapter", {"title": "Wonen", "theme": "", "kern": "Kort.\r\nEn goed."}),
        block("4", "callout", {"title": "Let op", "text": "<p>Altijd.</p><p>Nu.</p>"}),
    ]  # fmt: skip
    for body in (imported, shown):
        page.body = page.body.stream_block.to_python(body)
        page.save_revision(user=page.owner, log_action=True, changed=True)
    revisions = page.revisions.order_by("-pk")
    address = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, revisions[1].pk, revisions[0].pk])
    told = unescape(editor.get(address).content.decode()).split('class="changes__which"')[1].split("</table>")[0]
    assert re.findall(r"<(?:ins|del)>([^<]*)", told) == ["Doorgestreept", "onderstreept", "Toen", "Nu"]
    assert "3 blokken zijn niet gewijzigd" in re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", told))
    history = unescape(editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode())
    newest = re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", history.split("<main")[1].split("<tbody")[1].split("</tr>")[0])
    )
    assert "Uitgelicht ‘Let op’" in newest
    assert not re.search("Tekst|Stappen|Wonen", newest)


def test_a_space_alone_does_not_part_two_changes() -> None:
    assert changes_between("een twee drie", "vier vijf drie") == [
        ("gone", "een twee"), ("new", "vier vijf"), ("same", " drie"),
    ]  # fmt: skip
