"""What readers are told of a publication after the first: which parts, why, and what was wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from django.utils.formats import date_format
from django.utils.timezone import localtime, now
from tests.challenges.sent_back import form_data
from wagtail.test.utils.form_data import nested_form_data

from vergezicht.challenges.ground import current_adoptions, municipality
from vergezicht.challenges.models import AdoptedRelease
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.models import Edition, EditionState
from vergezicht.stories.models import HomePage, StoryChange, StoryPage
from vergezicht.stories.translating.words import texts_of
from vergezicht.stories.translating.writing import save_texts
from vergezicht.stories.what_changed import new_figures

pytestmark = pytest.mark.django_db


def _block(number: int, kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "id": f"aaaaaaaa-0000-4000-8000-00000000000{number}", "value": value}


def _chapter(number: int, title: str, kern: str = "Een zin.") -> dict[str, Any]:
    return _block(number, "chapter", {"title": title, "kern": kern, "theme": ""})


SAFE, TEXT, CALLOUT = _chapter(1, "Veilig"), _block(2, "text", "<p>Oud</p>"), _block(3, "text", "<p>Blijft</p>")
GREEN, TREES = _chapter(4, "Groen"), _block(5, "text", "<p>Bomen</p>")


def _publish(story: StoryPage, blocks: list[dict[str, Any]] | None = None, **fields: Any) -> list[StoryChange]:
    """Published as the editor does; returns the changes, the newest first."""
    story = StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()
    if blocks is not None:
        story.body = json.dumps(blocks)
    for name, value in fields.items():
        setattr(story, name, value)
    story.save_revision().publish()
    return list(story.changes.all())


@pytest.fixture
def story() -> StoryPage:
    story = StoryPage(title="Over Noord", lead="Begin.", slug="over-noord", live=False)
    HomePage.objects.get().add_child(instance=story)
    assert _publish(story, [SAFE, TEXT, CALLOUT]) == []
    return StoryPage.objects.get(pk=story.pk)


def _parts(change: StoryChange) -> list[tuple[str, str, str]]:
    return [(part["title"], part["block"], part["state"]) for part in change.parts]


def _read(path: str) -> str:
    return render_address(next(one for one in public_addresses() if one.path == path)).decode()


def test_a_changed_block_is_told_with_its_chapter_and_not_with_its_words(story: StoryPage) -> None:
    (change,) = _publish(story, [SAFE, {**TEXT, "value": "<p>Geheim van vroeger weg</p>"}, CALLOUT])
    assert _parts(change) == [("Veilig", "Tekst", "gewijzigd")]
    text = _read("/over-noord/veranderd/")
    assert '<a href="/over-noord/#veilig">Veilig</a>: Tekst (gewijzigd)' in text
    assert "Oud" not in text
    assert "Geheim" not in text


def test_a_whole_chapter_is_one_line_when_it_comes_and_when_it_goes(story: StoryPage) -> None:
    (came,) = _publish(story, [SAFE, TEXT, CALLOUT, GREEN, TREES])
    assert _parts(came) == [("Groen", "Hoofdstuk", "nieuw")]
    went = _publish(story, [SAFE, TEXT, CALLOUT])[0]
    assert _parts(went) == [("Groen", "Hoofdstuk", "weg")]
    assert "Groen: Hoofdstuk (weg)" in _read("/over-noord/veranderd/"), "the story has no place of it any more"


def test_moved_blocks_and_fields_that_readers_see_are_told(story: StoryPage) -> None:
    (change,) = _publish(story, [SAFE, CALLOUT, TEXT], lead="Anders.", search_description="Voor zoekmachines.")
    assert _parts(change) == [("", "Inleiding", "gewijzigd"), ("", "Blokken", "verplaatst")]


def test_publishing_the_same_tells_nothing(story: StoryPage) -> None:
    assert _publish(story) == []
    assert "/over-noord/veranderd/" not in {one.path for one in public_addresses()}
    assert "/over-noord/veranderd/" not in _read("/over-noord/")


def test_a_draft_tells_nothing_before_it_is_online(story: StoryPage) -> None:
    story.lead = "Anders."
    story.save_revision()
    assert not story.changes.exists()


def test_what_the_editor_says_is_told_once(story: StoryPage) -> None:
    (change,) = _publish(story, why_changed="Wij namen de cijfers van Noord over.")
    assert change.why == "Wij namen de cijfers van Noord over."
    again, _ = _publish(story, lead="Weer anders.")
    assert (again.why, _parts(again)) == ("", [("", "Inleiding", "gewijzigd")])


def test_an_error_that_was_mended_stands_above_the_story_and_stays_in_the_list(story: StoryPage) -> None:
    _publish(story, lead="Nu goed.", why_changed="Er stond 12, het is 21.", mends_error=True)
    head = _read("/over-noord/").split("</header>")[1]
    assert "Fout hersteld op" in head
    assert "Er stond 12, het is 21." in head
    _publish(story, lead="Verder.", why_changed="", mends_error=False)
    assert "Er stond 12, het is 21." in _read("/over-noord/")
    told = _read("/over-noord/veranderd/")
    places = [told.index(f'title">{words}') for words in ("Gewijzigd", "Fout hersteld", "Voor het eerst online")]
    assert places == sorted(places)


def test_the_form_asks_what_was_wrong_and_offers_nothing_that_was_told(story: StoryPage, admin_client: Client) -> None:
    edit = f"/beheer/pages/{story.pk}/edit/"
    _publish(story, lead="Anders.", why_changed="Korter.", mends_error=False)
    opened = form_data(admin_client.get(edit).content.decode()) | nested_form_data({"body": {"count": "0"}})
    assert opened["why_changed"] == ""
    wrong = opened | {"mends_error": "on", "action-publish": "1"}
    assert "Zeg hier wat er fout was" in admin_client.post(edit, wrong).content.decode()
    admin_client.post(edit, opened | {"why_changed": "Nog korter."})
    assert form_data(admin_client.get(edit).content.decode())["why_changed"] == "Nog korter.", "a draft keeps it"


def test_new_figures_are_told_among_the_changes(story: StoryPage) -> None:
    current = current_adoptions()[0]
    _publish(story, lead="Kijk naar {liveability_mark}.")
    story = StoryPage.objects.get(pk=story.pk)
    assert new_figures(story) == []
    StoryPage.objects.filter(pk=story.pk).update(first_published_at="2000-01-01T00:00:00Z")
    found = new_figures(StoryPage.objects.get(pk=story.pk))
    assert found == list(AdoptedRelease.objects.filter(series=current.series))
    assert f"De cijfers komen nu uit {current.title}." in _read("/over-noord/veranderd/")


def test_a_story_that_was_published_once_tells_of_new_figures_too(story: StoryPage) -> None:
    current = current_adoptions()[0]
    StoryPage.objects.filter(pk=story.pk).update(first_published_at="2000-01-01T00:00:00Z")
    assert "Online sinds" not in _read("/over-noord/"), "it tells of no figures"
    story.body = json.dumps([_block(2, "text", "<p>Nu {liveability_mark}.</p>")])
    story.first_published_at = datetime(2000, 1, 1, tzinfo=UTC)
    story.save()
    assert f"gewijzigd op {date_format(localtime(current.adopted_at), 'j F Y')}." in _read("/over-noord/")
    assert f"De cijfers komen nu uit {current.title}." in _read("/over-noord/veranderd/")
    assert not story.changes.exists()


def test_the_page_speaks_the_languages_of_the_story(story: StoryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    both = replace(municipality(), languages=("nl", "en"))
    monkeypatch.setattr("vergezicht.publication.translated.municipality", lambda: both)
    _publish(story, [SAFE, {**TEXT, "value": "<p>Nieuw</p>"}, CALLOUT], why_changed="Korter.")
    save_texts(story, "en", {text.place: f"EN {text.words}" for text in texts_of(story)}, {})
    text = _read("/en/over-noord/veranderd/")
    assert "What has changed?" in text
    assert 'lang="nl">Korter.' in text
    assert "EN Veilig</a>:" in text
    assert "(changed)" in text


def test_the_page_of_editions_leads_to_what_changed_in_a_story(story: StoryPage) -> None:
    _publish(story, lead="Anders.")
    reason = "Pagina gepubliceerd: Over Noord"
    Edition.objects.create(
        number=900, state=EditionState.PUBLISHED, reason=reason, release="bvb-oud", finished_at=now()
    )
    text = _read("/edities/")
    assert f'<p><a href="/over-noord/veranderd/">{reason}</a></p>' in text
    assert "cijfers: bvb-oud" in text, "a release that nobody adopted keeps the name of its folder"
