"""After publishing: what the editor is told, and the screen that follows the edition until the page is there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.messages import INFO, add_message
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeData, mark_safe
from wagtail.models import Page, PageLogEntry
from wagtail.users.models import UserProfile

from vergezicht.publication.baking.editions import work
from vergezicht.publication.baking.going_online import follow_before_looking
from vergezicht.publication.models import Edition, EditionState
from vergezicht.stories.models import HomePage, StoryPage, TextPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("redacteur"))
    return client


@pytest.fixture
def page() -> Any:
    made = HomePage.objects.get().add_child(instance=TextPage(title="Nieuws & <i>", slug="nieuws", live=False))
    made.save_revision()
    return made


def publish(editor: Client, page: Any, **more: str) -> str:
    given = {"title": page.title, "slug": page.slug, "lead": "Kort.", "body-count": "0", "action-publish": "1",
             "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0", "nagekeken": "1", **more}  # fmt: skip
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), given, follow=True)
    return answer.content.decode()


def test_who_publishes_is_told_when_readers_see_it(editor: Client, page: Any) -> None:
    told = publish(editor, page)
    edition = Edition.objects.order_by("-pk")[0]
    follow = reverse("going_online", args=[edition.pk, page.pk])
    assert edition.state == EditionState.REQUESTED
    assert "over een halve minuut" in told
    assert told.count(f'href="{follow}"') == 2  # "Volg of het er al staat" and "Bekijk op de site"
    assert 'href="/nieuws/" class="button' not in told
    assert "Nieuws &amp; &lt;i&gt;" in told and "Nieuws & <i>" not in told


@pytest.mark.parametrize(("live", "until"), [(False, "zien lezers haar niet"), (True, "de vorige versie")])
def test_what_waits_for_its_date_is_told_that_date(editor: Client, page: Any, live: bool, until: str) -> None:
    if live:
        publish(editor, page)
    told = publish(editor, page, go_live_at="30-11-2099 09:00")
    assert "Uw pagina gaat online op 30 november 2099, 9:00 uur." in told
    assert until in told
    assert "halve minuut" not in told


def test_a_moment_that_is_over_is_refused_and_nothing_goes_online(editor: Client, page: Any) -> None:
    told = publish(editor, page, go_live_at="01-01-2020 09:00")
    assert "Dit moment is al voorbij." in told
    page.refresh_from_db()
    assert not page.live
    page.go_live_at = timezone.now().replace(second=0, microsecond=0) - timedelta(days=1)
    page.save_revision()
    was = timezone.localtime(page.go_live_at)
    assert "al voorbij" not in publish(editor, page, go_live_at=f"{was:%d-%m-%Y %H:%M}"), "it was there before"


def test_the_last_question_before_planning_names_the_moment(editor: Client, page: Any) -> None:
    long = (
        "Dit is een zin die veel te lang is om in een keer te lezen want zij gaat maar door en door en houdt nooit op."
    )
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    given = {"title": page.title, "slug": page.slug, "lead": long, "body-count": "0", "action-publish": "1",
             "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    assert "Publiceer zo" in editor.post(edit, given).content.decode()
    planned = editor.post(edit, given | {"go_live_at": "30-11-2099 09:00"}).content.decode()
    assert "Plan zo in: 30 november 2099, 9:00 uur" in planned
    assert "Publiceer zo" not in planned


def test_the_worker_puts_online_and_takes_off_what_has_its_date(page: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vergezicht.publication.baking.editions.bake_waiting", lambda: None)
    turns = iter([False, True, False, True])
    past = timezone.now() - timedelta(minutes=1)
    page.go_live_at = past
    page.save_revision(approved_go_live_at=past)
    work(seconds=0, until=lambda: next(turns))
    page.refresh_from_db()
    assert page.live and page.scheduled_revision is None
    Page.objects.filter(pk=page.pk).update(expire_at=past)
    work(seconds=0, until=lambda: next(turns))
    page.refresh_from_db()
    assert not page.live


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_moment_is_kept_as_it_was_chosen_or_typed_day_first(editor: Client, page: Any, language: str) -> None:
    UserProfile.objects.create(user=User.objects.get(username="redacteur"), preferred_language=language)
    publish(editor, page, go_live_at="30-11-2099 09:00", expire_at="2099-12-01T10:30")
    page.refresh_from_db()
    kept = page.get_latest_revision_as_object()
    assert f"{timezone.localtime(kept.go_live_at):%Y-%m-%d %H:%M}" == "2099-11-30 09:00"
    assert f"{timezone.localtime(kept.expire_at):%Y-%m-%d %H:%M}" == "2099-12-01 10:30"
    opened = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert 'value="2099-11-30T09:00"' in opened


@pytest.mark.parametrize(
    ("state", "said"),
    [(EditionState.REQUESTED, "wacht op haar beurt"), (EditionState.BAKING, "wordt nu gemaakt")],
)
def test_the_screen_follows_the_edition(editor: Client, page: Any, state: EditionState, said: str) -> None:
    edition = Edition.objects.create(reason="Proef", state=state)
    told = editor.get(reverse("going_online", args=[edition.pk, page.pk])).content.decode()
    assert said in told
    assert 'data-online="wacht"' in told
    assert '<noscript><meta http-equiv="refresh"' in told


@pytest.mark.parametrize("state", [EditionState.PUBLISHED, EditionState.UNCHANGED])
def test_as_soon_as_it_is_there_the_page_opens(editor: Client, page: Any, state: EditionState) -> None:
    publish(editor, page)
    edition = Edition.objects.create(reason="Proef", state=state)
    answer = editor.get(reverse("going_online", args=[edition.pk, page.pk]))
    assert (answer.status_code, answer["Location"]) == (302, "/nieuws/")


def test_a_failed_edition_says_why_and_stops_following(editor: Client, page: Any) -> None:
    edition = Edition.objects.create(reason="Proef", state=EditionState.FAILED, error="De schijf is vol.")
    told = editor.get(reverse("going_online", args=[edition.pk, page.pk])).content.decode()
    assert "De schijf is vol." in told
    assert 'data-online=""' in told
    assert "http-equiv" not in told.split("data-online")[0].split("<noscript>")[-1]


def test_only_who_may_enter_the_editor_follows(client: Client, page: Any) -> None:
    edition = Edition.objects.create(reason="Proef")
    assert client.get(reverse("going_online", args=[edition.pk, page.pk])).status_code == 302


def test_a_message_in_plain_text_stays_plain_text(rf: RequestFactory, page: Any) -> None:
    """Whatever else waits to be said is passed on as it is: only Wagtail's own HTML counts as HTML."""
    Edition.objects.create(reason="proef")
    request = rf.post("/", {"action-publish": "1"})
    request.session = {}
    request._messages = FallbackStorage(request)
    add_message(request, INFO, f'<b>naam</b> href="{page.url}"')
    add_message(request, INFO, mark_safe(f'<a href="{page.url}">Bekijk live</a>'))  # noqa: S308
    page.live = True
    follow_before_looking(request, page)
    # what goes with the answer: what was said before it is used up
    plain, html = (told.message for told in request._messages._queued_messages)
    assert not isinstance(plain, SafeData)
    assert plain == f'<b>naam</b> href="{page.url}"'
    assert isinstance(html, SafeData)
    assert page.url not in html
    assert "/online/" in html


@pytest.mark.parametrize(("live", "shown"), [(True, True), (False, False)])
def test_a_story_that_is_online_leads_to_all_there_is_to_share_of_it(editor: Client, live: bool, shown: bool) -> None:
    story = StoryPage(title="Deelproef", slug="deelproef", lead="Kort.", live=live)
    HomePage.objects.get().add_child(instance=story)
    opened = editor.get(reverse("wagtailadmin_pages:edit", args=[story.pk])).content.decode()
    assert ('href="/delen/deelproef/"' in opened) is shown
    assert ("Delen, PDF en ODT" in opened) is shown


def test_a_plan_that_is_called_off_leaves_no_date_behind(editor: Client, page: Any) -> None:
    publish(editor, page, go_live_at="30-11-2099 09:00")
    planned = TextPage.objects.get(pk=page.pk).scheduled_revision
    cancel = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, planned.pk])
    assert "is gepland" not in editor.post(cancel, follow=True).content.decode()
    kept = TextPage.objects.get(pk=page.pk)
    assert kept.scheduled_revision is None
    assert kept.get_latest_revision_as_object().go_live_at is None
    assert PageLogEntry.objects.get(action="wagtail.schedule.cancel").data["revision"]["go_live_at"]
    told = publish(editor, page)
    assert "over een halve minuut" in told and TextPage.objects.get(pk=page.pk).live


def test_no_screen_says_online_before_an_edition_has_the_page(editor: Client, page: Any) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    listed = reverse("wagtailadmin_explore", args=[page.get_parent().pk])
    before = Edition.objects.create(reason="Proef", state=EditionState.BAKING, begun_at=timezone.now())
    told = publish(editor, page)
    assert "is goedgekeurd" in told
    assert "is gepubliceerd" not in told
    for finished in (None, before):  # what was being made when the page was published does not have it
        if finished:
            finished.state, finished.finished_at = EditionState.PUBLISHED, timezone.now()
            finished.save()
        opened = editor.get(edit).content.decode()
        assert "Komt online</span>" in opened
        assert "Tot dan zien lezers er nog niets van" in opened
        assert "goedgekeurd, komt online" in editor.get(listed).content.decode()
        history = editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).content.decode()
        assert "Laatst goedgekeurd" in history
        assert "Gepubliceerd" not in history and "Wat online staat" not in history
    Edition.objects.filter(state=EditionState.REQUESTED).update(
        state=EditionState.UNCHANGED, begun_at=timezone.now(), finished_at=timezone.now()
    )
    opened = editor.get(edit).content.decode()
    assert "Online</a>" in opened
    assert "Komt online</span>" not in opened
    assert "goedgekeurd, komt online" not in editor.get(listed).content.decode()


def test_the_bar_above_a_page_says_that_a_newer_draft_waits_also_after_it_was_saved_by_itself(
    editor: Client, page: Any
) -> None:
    publish(editor, page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    Edition.objects.update(state=EditionState.PUBLISHED, begun_at=timezone.now(), finished_at=timezone.now())
    assert "Online</a>" in editor.get(edit).content.decode()
    typed = {"title": "Een nieuwer concept", "slug": page.slug, "lead": "Kort.", "body-count": "0",
             "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0"}  # fmt: skip
    saved = editor.post(edit, typed, headers={"accept": "application/json"}).json()
    assert "Online + concept</a>" in saved["html"]
    opened = editor.get(edit).content.decode()
    assert "Online + concept</a>" in opened
    assert f'href="{page.url}"' in opened
    publish(editor, page, go_live_at="30-11-2099 09:00")
    Edition.objects.update(state=EditionState.PUBLISHED, begun_at=timezone.now(), finished_at=timezone.now())
    assert "Online + ingepland</a>" in editor.get(edit).content.decode()


def test_a_page_with_a_date_says_that_what_is_typed_until_then_is_lost(editor: Client, page: Any) -> None:
    publish(editor, page, go_live_at="30-11-2099 09:00")
    opened = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "komt online op 30 november 2099 09:00, zoals deze pagina nu is" in opened
    assert "wat u hier typt, wordt niet bewaard" in opened
    assert "Annuleer de planning" in opened


def test_only_a_move_that_readers_see_asks_for_an_edition() -> None:
    home, about = HomePage.objects.get(), TextPage.objects.filter(live=True).first()
    assert about is not None
    draft = home.add_child(instance=StoryPage(title="Nog niet", lead="Kort.", live=False))
    Edition.objects.all().delete()
    draft.move(about, pos="first-child")
    assert not Edition.objects.exists()
    about.refresh_from_db()
    about.move(home, pos="first-child")
    assert Edition.objects.get().state == EditionState.REQUESTED
