"""Two editors in one page: nothing is overwritten without a question, and what both wrote is put together."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.challenges.sent_back import form_data
from wagtail.test.utils.form_data import nested_form_data, rich_text

from vergezicht.challenges.ground import themes
from vergezicht.pictures.drawn_map import Mark, MarkKind
from vergezicht.stories.drawing.marks import write_drawing
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.saving.merging import BODY, ORDER, differences, merged
from vergezicht.stories.saving.overtaken import shown_part

FIELDS = ("lead", BODY)


def content(lead: str, **blocks: str) -> dict[str, Any]:
    body = [{"id": key, "type": "text", "value": value} for key, value in blocks.items()]
    return {"lead": lead, BODY: json.dumps(body), "pk": 7}


def told(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, tuple[bool, bool]]:
    found = differences(base, mine, theirs, fields=FIELDS)
    return {item.key: (item.changed_by_me, item.changed_by_them) for item in found}


def both(base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]) -> tuple[str, list[tuple[str, str]]]:
    """What comes out when nobody changes the proposal."""
    own = [key for key, (by_me, _) in told(base, mine, theirs).items() if by_me]
    result = merged(mine, theirs, fields=FIELDS, own=own)
    return result["lead"], [(block["id"], block["value"]) for block in json.loads(result[BODY])]


BASE = content("L", a="1", b="2", c="3")


@pytest.mark.parametrize(
    ("mine", "theirs", "lead", "blocks"),
    [
        (content("L", a="1", b="ik", c="3"), content("zij", a="zij", b="2", c="3"), "zij", "a=zij b=ik c=3"),
        (content("ik", a="1", b="2", c="3", d="ik"), content("L", a="1", b="2", c="zij"), "ik", "a=1 b=2 c=zij d=ik"),
        (content("L", a="1", n="ik", b="2", c="3"), content("L", a="1", b="2", c="3", m="zij"), "L",
         "a=1 n=ik b=2 c=3 m=zij"),
        (content("L", a="1", c="3"), content("L", a="zij", b="2", c="3"), "L", "a=zij c=3"),
        (content("L", a="1", b="ik", c="3"), content("L", a="1", c="3"), "L", "a=1 b=ik c=3"),
        (content("L", c="3", a="1", b="2"), content("L", a="1", b="zij", c="3", d="4"), "L", "c=3 a=1 b=zij d=4"),
        (content("L", a="1", b="2", c="3"), content("L", c="3", b="2", a="1"), "L", "c=3 b=2 a=1"),
    ],
    ids=["different parts", "added", "both added", "I removed", "they removed what I changed", "I moved", "they moved"],
)  # fmt: skip
def test_changes_of_both_are_put_together(mine: Any, theirs: Any, lead: str, blocks: str) -> None:
    assert both(BASE, mine, theirs) == (lead, [tuple(part.split("=")) for part in blocks.split()])


def test_what_both_changed_is_told_and_chosen() -> None:
    mine, theirs = content("ik", a="ik", b="2", c="3"), content("zij", a="zij", b="2", c="3")
    assert told(BASE, mine, theirs) == {"lead": (True, True), "a": (True, True)}
    assert merged(mine, theirs, fields=FIELDS, own=["lead"])["lead"] == "ik"
    assert json.loads(merged(mine, theirs, fields=FIELDS, own=["lead"])[BODY])[0]["value"] == "zij"
    assert told(mine, mine, theirs)["a"] == (False, True)
    keyed = content("L", a='<p data-block-key="x1y2z">1</p>', b="2", c="3")
    assert told(content("L", a="<p>1</p>", b="2", c="3"), keyed, BASE | {"lead": "L"})["a"] == (False, True)
    unknown = differences(None, mine, theirs, fields=FIELDS)
    assert all(item.changed_by_me and item.changed_by_them for item in unknown if item.key != ORDER)


def test_items_that_got_a_number_on_the_way_are_no_change() -> None:
    bare: Any = {"type": "item", "value": {"name": "CBS"}}
    numbered = bare | {"id": "aaaaaaaa-0000-4000-8000-000000000009"}
    was, own = ({"lead": "L", BODY: json.dumps([{"id": "s", "type": "sources", "value": {"items": [item]}}])}
                for item in (bare, numbered))  # fmt: skip
    assert told(was, own, was | {"lead": "zij"}) == {"lead": (False, True)}


texts = st.dictionaries(st.sampled_from("abcdef"), st.sampled_from(["1", "2"]), max_size=6)


@given(texts, texts, texts)
def test_all_of_mine_and_nothing_of_mine(base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]) -> None:
    was, own, other = content("L", **base), content("ik", **mine), content("zij", **theirs)
    every = [item.key for item in differences(was, own, other, fields=FIELDS)]
    whole = merged(own, other, fields=FIELDS, own=every)
    assert whole["lead"] == "ik" and json.loads(whole[BODY]) == json.loads(own[BODY])
    none = merged(own, other, fields=FIELDS, own=[])
    assert none["lead"] == "zij" and json.loads(none[BODY]) == json.loads(other[BODY])
    assert both(was, own, was)[1] == list(mine.items()), "who is alone keeps everything"


def _opened(client: Client, story: StoryPage) -> dict[str, Any]:
    return form_data(client.get(f"/beheer/pages/{story.pk}/edit/").content.decode())


def _typed(data: dict[str, Any], first: str, second: str, **more: str) -> dict[str, Any]:
    blocks: dict[str, Any] = {"count": "2"}
    for place, (key, text) in enumerate({ID_A: first, ID_B: second}.items()):
        value = rich_text(f"<p>{text}</p>", editor="default")
        blocks[str(place)] = {"type": "text", "id": key, "order": str(place), "deleted": "", "value": value}
    return data | nested_form_data({"body": blocks}) | more


ID_A, ID_B = "aaaaaaaa-0000-4000-8000-000000000001", "aaaaaaaa-0000-4000-8000-000000000002"


def _two_editors() -> tuple[Client, Client]:
    ann, bob = Client(), Client()
    for client, name in ((ann, "ann"), (bob, "bob")):
        client.force_login(User.objects.create_superuser(name))
    return ann, bob


def _story_of_two_blocks() -> StoryPage:
    story = StoryPage(title="Samen", lead="Begin.", live=False, slug="samen-schrijven")
    story.body = json.dumps([{"type": "text", "id": key, "value": "<p>Oud</p>"} for key in (ID_A, ID_B)])
    HomePage.objects.get().add_child(instance=story)
    story.save_revision()
    return story


def _latest(story: StoryPage) -> Any:
    return StoryPage.objects.get(pk=story.pk).get_latest_revision()


@pytest.mark.django_db
def test_who_saves_second_is_asked_and_nothing_is_lost() -> None:
    story = _story_of_two_blocks()
    edit = f"/beheer/pages/{story.pk}/edit/"
    ann, bob = _two_editors()
    of_ann, of_bob = _opened(ann, story), _opened(bob, story)
    assert ann.post(edit, _typed(of_ann, "Van Ann", "Oud", lead="Lead van Ann.")).status_code == 302

    asked = bob.post(edit, _typed(of_bob, "Oud", "Van Bob"))
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "Ann bewaarde deze pagina" in page and "gewijzigd door u, hier" in page and "gewijzigd door ann" in page
    assert page.count("> Van hier<") == page.count("> Van ann<") >= 2
    assert _latest(story).user.username == "ann", "nothing is saved before the answer"

    assert ann.post(edit, _typed(_opened(ann, story), "Nog eens Ann", "Oud", lead="Lead van Ann.")).status_code == 302
    again = bob.post(edit, form_data(page))
    assert again.status_code == 409, "what Bob saw is not the newest any more"
    StoryPage.objects.filter(pk=story.pk).update(locked=True, locked_by=User.objects.get(username="ann"))
    bob.post(edit, form_data(again.content.decode()))
    assert _latest(story).user.username == "ann", "a locked page stays as it is"
    StoryPage.objects.filter(pk=story.pk).update(locked=False, locked_by=None)
    assert bob.post(edit, form_data(again.content.decode())).status_code == 302
    latest = _latest(story).as_object()
    assert latest.lead == "Lead van Ann."
    assert [
        str(block.value) for block in latest.body if "Nog eens Ann" in str(block.value) or "Van Bob" in str(block.value)
    ]
    assert ["Nog eens Ann" in str(latest.body[0].value), "Van Bob" in str(latest.body[1].value)] == [True, True]
    assert story.revisions.count() == 5, "every version is kept, also the whole of what Bob wrote"
    history = bob.get(f"/beheer/pages/{story.pk}/history/").content.decode()
    assert all(f"/revisions/{one.pk}/" in history for one in story.revisions.order_by("pk")[1:]), "and listed"
    assert [one.as_object().lead for one in story.revisions.order_by("pk")] == [
        "Begin.",
        "Lead van Ann.",
        "Lead van Ann.",
        "Begin.",
        "Lead van Ann.",
    ]


@pytest.mark.django_db
def test_what_both_changed_is_not_decided_by_saying_nothing() -> None:
    story = StoryPage(title="Samen", lead="Begin.", live=False, slug="samen-schrijven")
    HomePage.objects.get().add_child(instance=story)
    story.save_revision()
    edit = f"/beheer/pages/{story.pk}/edit/"
    ann, bob = _two_editors()
    of_ann, of_bob = _opened(ann, story), _opened(bob, story)
    ann.post(edit, _typed(of_ann, "Oud", "Oud", lead="Lead van Ann."))
    asked = bob.post(edit, _typed(of_bob, "Oud", "Oud", lead="Lead van Bob.")).content.decode()
    assert "Inleiding: gewijzigd in beide versies" in asked
    again = bob.post(edit, form_data(asked))
    assert again.status_code == 409
    assert "Er is nog niets bewaard" in again.content.decode()
    assert story.revisions.count() == 2
    assert bob.post(edit, form_data(asked) | {"keuze:lead": "mijn"}).status_code == 302
    assert _latest(story).as_object().lead == "Lead van Bob."
    assert story.revisions.count() == 4


@pytest.mark.django_db
def test_a_drawing_is_shown_in_words_to_who_chooses() -> None:
    point = Mark(MarkKind.POINT, "Buurthuis", ((0.05, -0.05),))
    value = {"title": "Waar?", "drawing": write_drawing([point])}
    page = StoryPage(title="Samen", lead="Begin.")
    assert shown_part({"type": "quick_map", "value": value, "id": ID_A}, page) == "Waar? · punt Buurthuis"


@pytest.mark.django_db
def test_who_is_alone_is_asked_nothing() -> None:
    story = StoryPage(title="Alleen", lead="Begin.", live=False, slug="alleen-schrijven")
    HomePage.objects.get().add_child(instance=story)
    story.save_revision()
    client = Client()
    client.force_login(User.objects.create_superuser("ann"))
    for text in ("Een", "Twee"):
        data = _typed(_opened(client, story), text, text)
        assert client.post(f"/beheer/pages/{story.pk}/edit/", data).status_code == 302
    assert "Twee" in str(_latest(story).as_object().body[0].value)


@pytest.mark.django_db
def test_what_was_saved_by_itself_is_not_another() -> None:
    """Wagtail saves while one types on; the button pressed a moment later comes from before that."""
    story = StoryPage(title="Alleen", lead="Begin.", live=False, slug="alleen-schrijven")
    story.body = json.dumps([{"type": "text", "id": key, "value": "<p>Oud</p>"} for key in (ID_A, ID_B)])
    HomePage.objects.get().add_child(instance=story)
    story.save_revision()
    edit, client = f"/beheer/pages/{story.pk}/edit/", Client()
    client.force_login(User.objects.create_superuser("carla"))
    opened = _opened(client, story) | {"venster": "een"}
    assert client.post(edit, _typed(opened, "Half", "Oud")).status_code == 302
    assert client.post(edit, _typed(opened, "Half", "Oud")).status_code == 302, "the same text once more"
    assert client.post(edit, _typed(opened, "Half en heel", "Oud")).status_code == 302, "typed on"
    assert "Half en heel" in json.dumps(_latest(story).content)
    # In another tab of hers the other block: that would be lost.
    assert client.post(edit, _typed(opened, "Oud", "Hier", venster="twee")).status_code == 409
    other = client.post(edit, _typed(opened, "Half en anders", "Oud", venster="twee"))
    assert other.status_code == 409, "the same block in another window of hers"
    assert "U bewaarde deze pagina in een ander venster" in other.content.decode()


def _saved_by_itself(client: Client, story: StoryPage, typed: dict[str, Any], own: int | None = None) -> int:
    """The number of the version that came of it, as Wagtail's script keeps it for the next time."""
    data = typed if own is None else typed | {"overwrite_revision_id": str(own)}
    answer = client.post(f"/beheer/pages/{story.pk}/edit/", data, headers={"accept": "application/json"}).json()
    assert answer["success"], answer
    return int(answer["revision_id"])


def _changed(question: str) -> list[tuple[str, str]]:
    """Who changed it, and what stands here."""
    return re.findall(r"gewijzigd ([^<]+)</legend>.*?<span>([^<]*)</span>", question, re.DOTALL)


@pytest.mark.django_db
def test_who_changed_what_is_known_too_of_versions_that_saved_themselves() -> None:
    story = _story_of_two_blocks()
    edit = f"/beheer/pages/{story.pk}/edit/"
    ann, bob = _two_editors()
    of_ann = _opened(ann, story) | {"venster": "van-ann"}
    first = _saved_by_itself(ann, story, _typed(of_ann, "Ann een", "Oud"))
    assert _saved_by_itself(ann, story, _typed(of_ann, "Ann twee", "Oud"), first) == first, "nobody has opened it"
    of_bob = _opened(bob, story) | {"venster": "van-bob"}
    second = _saved_by_itself(ann, story, _typed(of_ann, "Ann drie", "Oud"), first)
    assert second != first, "what Bob began with is kept"
    assert _saved_by_itself(ann, story, _typed(of_ann, "Ann vier", "Oud"), second) == second

    asked = bob.post(edit, _typed(of_bob, "Ann twee", "Van Bob"))
    assert asked.status_code == 409
    assert _changed(asked.content.decode()) == [("door ann", "Ann twee"), ("door u, hier", "Van Bob")]
    assert bob.post(edit, form_data(asked.content.decode())).status_code == 302

    late = ann.post(edit, _typed(of_ann, "Ann vijf", "Oud") | {"overwrite_revision_id": str(second)})
    assert late.status_code == 409
    told = _changed(late.content.decode())
    assert told == [("door u, hier", "Ann vijf"), ("door bob", "Oud")], "Ann changed hers twice, Bob never"


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["²", "9" * 40, "-1", "een"])
def test_a_version_that_is_no_number_is_asked_about_too(sent: str) -> None:
    story = _story_of_two_blocks()
    edit = f"/beheer/pages/{story.pk}/edit/"
    ann, bob = _two_editors()
    of_ann, of_bob = _opened(ann, story), _opened(bob, story) | {"venster": "van-bob"}
    assert ann.post(edit, _typed(of_ann, "Van Ann", "Oud")).status_code == 302
    for name in ("overwrite_revision_id", "loaded_revision_id"):
        assert bob.post(edit, _typed(of_bob, "Oud", "Van Bob") | {name: sent}).status_code == 409
    assert _latest(story).user.username == "ann"


@pytest.mark.django_db
def test_a_chapter_is_shown_with_the_name_of_its_theme() -> None:
    theme = themes()[0]
    page = StoryPage(title="Samen", lead="Begin.")
    value = {"title": "Samen", "theme": theme.code, "kern": "Zin."}
    told = shown_part({"type": "chapter", "value": value, "id": ID_A}, page)
    assert theme.title in told and theme.code not in told.split(" · ")
