"""Unfinished blocks: a draft keeps and shows them; a reader never meets them, whichever way a page is published."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from tests.challenges.sent_back import form_data
from wagtail import blocks
from wagtail.documents.models import Document

from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.reviewing.checks import checks_of
from vergezicht.stories.reviewing.fitness import refused, unfit

pytestmark = pytest.mark.django_db

BLOCKS = dict(STORY_BLOCKS)


def emptied(value: Any) -> Iterator[Any]:
    """The stored value of a block, each time with one value in it (in any depth) taken out."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if name not in {"type", "id", "values"}:  # a row of a table has a value for every column
                for less in emptied(inner):
                    yield value | {name: less}
    elif isinstance(value, list) and value:
        yield []
        if isinstance(value[0], dict):  # a choice out of several is there or not
            yield from ([less, *value[1:]] for less in emptied(value[0]))
    elif isinstance(value, str) and value:
        yield ""
    elif value not in (None, "", []):
        yield None


def kept(name: str, raw: Any) -> Any:
    """The draft that is saved of what was posted, and shown in the preview."""
    block = BLOCKS[name]
    draft = block.clean_deferred(block.to_python(raw))
    text = str(block.render(draft, {"prefix": "p"}))
    assert "None" not in text
    return draft


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_that_was_only_just_chosen_is_kept_and_shown(name: str) -> None:
    block = BLOCKS[name]
    kept(name, block.get_prep_value(block.get_default()))


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_kept_whatever_it_still_lacks(name: str) -> None:
    block = BLOCKS[name]
    raw = block.get_prep_value(block.get_preview_value())
    variants = list(emptied(raw))
    assert variants
    for variant in variants:
        draft = kept(name, variant)
        try:
            block.clean(draft)
        except ValidationError as error:
            assert error.messages or error.block_errors


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("button", {"address": "javascript:alert(1)"}, "begint met"),
    ("embed", {"address": "https://ergens.invalid/x"}, "niet worden ingesloten"),
    ("quick_map", {"drawing": "punt Buurthuis: buurt/atlantis"}, "atlantis"),
    ("chapter", {"kern": "Een.\nTwee.\nDrie.\nVier."}, "hoogstens"),
    ("callout", {"text": "<p>Het is {bestaat_niet}.</p>"}, "bestaat_niet"),
    ("quote", {"invented": False, "consent": False}, "toestemming"),
]


@pytest.mark.parametrize(("name", "changed", "why"), WRONG)
def test_what_is_wrong_is_kept_as_it_was_typed_and_refused_to_readers(
    name: str, changed: dict[str, Any], why: str
) -> None:
    block = BLOCKS[name]
    raw = block.get_prep_value(block.get_preview_value()) | changed
    draft = kept(name, raw)
    assert all(block.get_prep_value(draft)[field] == value for field, value in changed.items())
    story = StoryPage.objects.get()
    story.body.append((name, draft))
    added = story.body[-1]
    assert any(why in message for message in refused(added))
    assert any(why in message for message in unfit(story))
    (check,) = [check for check in checks_of(story) if why in check.advice]
    assert check.is_needed


@pytest.mark.parametrize(
    ("name", "changed", "empty", "wrong"),
    [
        ("quote", {"text": "", "consent": False, "invented": False}, "text", "consent"),
        ("quote", {"who": "", "consent": True, "invented": False, "consent_on": "2999-01-01"}, "who", "consent_on"),
        ("quote", {"consent": True, "invented": False, "consent_on": "2999-01-01", "consent_kept": ""},
         "consent_kept", "consent_on"),
        ("button", {"text": "", "page": None, "address": "elders"}, "text", "address"),
        ("embed", {"title": "", "address": "https://ergens.invalid/x"}, "title", "address"),
    ],
)  # fmt: skip
def test_what_is_empty_and_what_is_wrong_is_told_at_once(
    name: str, changed: dict[str, Any], empty: str, wrong: str
) -> None:
    block = BLOCKS[name]
    raw = block.get_prep_value(block.get_preview_value()) | changed
    with pytest.raises(blocks.StructBlockValidationError) as refusal:
        block.clean(block.to_python(raw))
    assert {empty, wrong} <= refusal.value.block_errors.keys()
    story = StoryPage.objects.get()
    story.body = [(name, block.to_python(raw))]
    told = [check.advice for check in checks_of(story) if check.is_needed]
    assert refusal.value.block_errors[wrong].messages[0] in told
    assert not any("verplicht" in advice for advice in told)


def test_a_file_of_the_wrong_kind_is_told_before_the_rest_is_filled_in() -> None:
    document = Document.objects.create(title="Verslag", file=ContentFile(b"x", name="verslag.pdf"))
    for name in ("audio", "video"):
        block = BLOCKS[name]
        value = block.get_default()
        value["recording"] = document
        with pytest.raises(blocks.StructBlockValidationError) as refusal:
            block.clean(value)
        assert {"title", "recording", "transcript"} <= refusal.value.block_errors.keys()
        assert ".pdf" in refusal.value.block_errors["recording"].messages[0]


def test_a_lead_with_a_number_that_is_not_there_keeps_its_draft() -> None:
    story = StoryPage.objects.get()
    form_class = StoryPage.get_edit_handler().get_form_class()
    posted = {
        "lead": "Het is {bestaat_niet}.",
        "body-count": "0",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }
    for deferred in (True, False):
        form = form_class(posted, instance=story, for_user=User(username="x"))
        if deferred:
            form.defer_required_fields()
        assert ("lead" in form.errors) is not deferred
    story.lead = posted["lead"]
    assert any("bestaat_niet" in check.advice and check.is_needed for check in checks_of(story))


def test_an_unfinished_page_is_not_published_from_a_list(client: Client) -> None:
    client.force_login(User.objects.create_superuser("uitgever", password="x"))
    story = StoryPage.objects.get()
    whole = story.save_revision().as_object()
    whole.body.append(("embed", BLOCKS["embed"].to_python({"title": "x", "address": "https://ergens.invalid/"})))
    before = story.live_revision_id
    whole.save_revision()
    address = f"/beheer/bulk/wagtailcore/page/publish/?id={story.pk}&next=/beheer/"
    answer = client.post(address, follow=True)
    assert "Niets gepubliceerd" in answer.content.decode()
    assert story.title in answer.content.decode()
    story.refresh_from_db()
    assert story.live_revision_id == before
    whole.body.pop()
    whole.save_revision()
    client.post(address)
    story.refresh_from_db()
    assert story.live_revision_id != before


def test_no_block_refuses_a_draft_by_rules_of_its_own() -> None:
    """Whoever overrides ``clean`` takes a draft away from its writer; the rules of a block belong in ``require``."""
    own = [block for block in BLOCKS.values() if isinstance(block, blocks.StructBlock)]
    assert own
    assert not [type(block).__name__ for block in own if "clean" in vars(type(block))]


def test_a_draft_is_told_the_address_that_it_got_and_keeps_the_one_that_was_typed(client: Client) -> None:
    client.force_login(User.objects.create_superuser("redactie"))
    home = HomePage.objects.get()
    home.add_child(instance=StoryPage(title="Samen", slug="samen", lead="Kort."))

    def save(address: str, **typed: str) -> Any:
        data = form_data(client.get(address).content.decode()) | {"body-count": "0", "lead": "Kort."} | typed
        answer = client.post(address, data, headers={"Accept": "application/json"})
        assert answer.status_code == 200, answer.content
        return answer.json()

    made = save(f"/beheer/pages/add/stories/storypage/{home.pk}/", title="Samen", slug="samen")
    assert made["field_updates"] == {"slug:sent": "samen", "slug:given": "samen-2"}
    edit = f"/beheer/pages/{made['pk']}/edit/"
    assert "slug:given" not in save(edit)["field_updates"]
    longer = save(edit, title="Samen in Noord")  # the title was not ready when it was saved first
    assert longer["field_updates"]["slug:given"] == "samen-in-noord"
    assert "slug:given" not in save(edit, slug="eigen-adres")["field_updates"]
    assert "slug:given" not in save(edit, title="Iets anders")["field_updates"]


def test_a_story_without_a_title_is_kept_and_does_not_go_online(client: Client) -> None:
    client.force_login(User.objects.create_superuser("redactie"))
    new = f"/beheer/pages/add/stories/storypage/{HomePage.objects.get().pk}/"
    assert "Er is nog niets bewaard." in client.get(new).content.decode()
    made = []
    for _ in range(2):
        data = form_data(client.get(new).content.decode()) | {"body-count": "0", "lead": "Kort."}
        made.append(client.post(new, data, headers={"Accept": "application/json"}).json())
    edit = f"/beheer/pages/{made[1]['pk']}/edit/"
    data = form_data(client.get(edit).content.decode()) | {"body-count": "0"}
    assert (data["title"], data["slug"], data["lead"]) == ("", "", "Kort.")
    assert client.post(edit, data, headers={"Accept": "application/json"}).json()["success"]
    draft = StoryPage.objects.get(pk=made[1]["pk"]).get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("Nog zonder titel", "nog-zonder-titel-2")
    (check,) = [check for check in checks_of(draft) if check.where == "Titel"]
    assert check.is_needed
    assert check.advice in list(unfit(draft))
    refused_form = client.post(edit, data | {"action-publish": "x"})
    assert "title" in refused_form.context["form"].errors
    titled = form_data(client.get(edit).content.decode()) | {"body-count": "0", "title": "Samen", "slug": "samen"}
    assert client.post(edit, titled, headers={"Accept": "application/json"}).json()["success"]
    draft = StoryPage.objects.get(pk=made[1]["pk"]).get_latest_revision_as_object()
    assert (draft.title, draft.slug) == ("Samen", "samen")
