"""Publication moments: all pages or none, once, at the hour of the municipality; nothing is seen before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user
from wagtail.models import Page

from vergezicht.challenges.models import RoleMailbox
from vergezicht.challenges.roles import Role
from vergezicht.mailing.models import OutgoingMail
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking import editions
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.models import Edition, EditionState, MomentState, PlannedPage, PublicationMoment
from vergezicht.publication.moments import planning as publishing
from vergezicht.publication.moments.planning import MomentRefused, cancel, plan, publish_due, take_again
from vergezicht.publication.moments.screens import MomentForm
from vergezicht.stories.models import HomePage, StoryPage, TextPage
from vergezicht.stories.reading_along.links import PREVIEW, make_link

pytestmark = pytest.mark.django_db
SOON = timedelta(days=1)
SECRET = "Geheimzinnig"
PAGES = {"/", "/edities/", "/verhaal/", "/zoeken/"}
FEEDS = (".atom", ".ics")


@pytest.fixture
def maker() -> Any:
    return make_user("communicatie", Role.COMMUNICATION)


@pytest.fixture
def drafts() -> list[Page]:
    """A new story, a new text page, and a page that is public and was changed since."""
    home = HomePage.objects.get()
    story = home.add_child(instance=StoryPage(title=f"{SECRET} verhaal", lead="Begin.", live=False))
    text = home.add_child(instance=TextPage(title=f"{SECRET} tekst", slug="geheim", live=False))
    public = TextPage.objects.live().exclude(pk=text.pk).first()
    assert public is not None
    public.lead = f"{SECRET} gewijzigd."
    for page in (story, text, public):
        page.save_revision()
    return [Page.objects.get(pk=page.pk) for page in (story, text, public)]


def _plan(maker: Any, pages: list[Page], *, at: datetime | None = None) -> PublicationMoment:
    moment = PublicationMoment(title="Start van de cyclus", at=at or timezone.now() + SOON)
    plan(moment, pages, user=maker)
    return moment


def _due(moment: PublicationMoment) -> None:
    PublicationMoment.objects.filter(pk=moment.pk).update(at=timezone.now() - timedelta(minutes=1))


def test_everything_goes_out_together_and_once(maker: Any, drafts: list[Page]) -> None:
    moment = _plan(maker, drafts)
    Edition.objects.all().delete()
    assert publish_due() == 0
    assert not Edition.objects.exists()
    _due(moment)
    assert publish_due() == 1
    assert Edition.objects.count() == 1
    moment.refresh_from_db()
    assert moment.state == MomentState.PUBLISHED
    for page in Page.objects.filter(pk__in=[page.pk for page in drafts]):
        assert page.live
        assert not page.has_unpublished_changes
    went = moment.ended_at
    assert publish_due() == 0
    moment.refresh_from_db()
    assert moment.ended_at == went, "a second run does nothing"
    assert Edition.objects.count() == 1


def test_nothing_is_seen_before(maker: Any, drafts: list[Page]) -> None:
    """No address of the next edition is of a draft or tells of one; search and the site map are made of these pages."""

    def told() -> list[str]:
        found = []
        for address in public_addresses():
            named = any(page.slug in address.path for page in drafts[:2])
            read = address.path in PAGES or address.path.startswith("/over/") or address.path.endswith(FEEDS)
            if named or (read and SECRET.encode() in render_address(address)):
                found.append(address.path)
        return found

    moment = _plan(maker, drafts)
    assert told() == []
    _due(moment)
    publish_due()
    assert told()


def test_what_is_saved_later_does_not_go_along_unless_it_is_taken_again(maker: Any, drafts: list[Page]) -> None:
    moment = _plan(maker, drafts[:2])
    for page, lead in ((drafts[0], "Later geschreven."), (drafts[1], "Ook later.")):
        draft = page.specific.get_latest_revision_as_object()
        draft.lead = lead
        draft.save_revision(user=maker)
    rows = {row.page_id: row for row in moment.planned.select_related("page")}
    assert all(row.has_changed for row in rows.values())
    take_again(rows[drafts[1].pk])
    _due(moment)
    publish_due()
    assert StoryPage.objects.get(pk=drafts[0].pk).lead == "Begin."
    assert TextPage.objects.get(pk=drafts[1].pk).lead == "Ook later."
    assert Page.objects.get(pk=drafts[0].pk).has_unpublished_changes, "what came later is still a draft"


def _lock(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(locked=True)


def _remove(page: Page) -> None:
    page.specific.delete()


def _publish_newer(page: Page) -> None:
    newer = page.specific.get_latest_revision_as_object()
    newer.title = "Nog nieuwer"
    newer.save_revision().publish()


@pytest.mark.parametrize(
    ("spoil", "told"),
    [(_lock, "op slot"), (_remove, "verwijderd"), (_publish_newer, "nieuwere versie")],
)
def test_one_page_that_cannot_keeps_all_from_going_and_the_maker_hears_why(
    maker: Any, drafts: list[Page], spoil: Any, told: str
) -> None:
    RoleMailbox.objects.create(role=Role.COMMUNICATION, address="communicatie@example.org")
    moment = _plan(maker, drafts)
    spoil(drafts[1])
    Edition.objects.all().delete()
    _due(moment)
    assert publish_due() == 0
    assert not Page.objects.get(pk=drafts[0].pk).live
    assert SECRET not in TextPage.objects.get(pk=drafts[2].pk).lead
    assert not Edition.objects.exists()
    moment.refresh_from_db()
    assert moment.state == MomentState.FAILED
    assert told in moment.failure
    assert publish_due() == 0, "it is tried once"
    assert OutgoingMail.objects.filter(key__startswith="publicatiemoment:").count() == 1


def test_a_sentence_that_no_longer_holds_stops_it(maker: Any, drafts: list[Page]) -> None:
    story = drafts[0].specific
    story.body = [("text", "<p>In Noord is de samenhang groter. {social_cohesion@stadsdeel/noord:lager}</p>")]
    story.save_revision()
    moment = PublicationMoment(title="x", at=timezone.now() + SOON)
    with pytest.raises(MomentRefused, match="klopt niet"):
        plan(moment, drafts, user=maker)
    assert not PublicationMoment.objects.exists()


def test_what_is_wrong_with_the_date_and_with_pages_is_told_together(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    elsewhere = _plan(maker, drafts[:1])
    story = drafts[1].specific
    story.body = [*story.body.raw_data, {"type": "text", "value": "<p>Zo {liveability_mark:gestegen}.</p>"}]
    story.save_revision()
    client.force_login(maker)
    given = {"title": "x", "at": "2001-01-01T09:00", "pages": [str(drafts[1].pk)]}
    answer = client.post("/beheer/publicatiemomenten/nieuw/", given)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Kies een moment dat nog komt" in page and "klopt niet" in page
    assert PublicationMoment.objects.get() == elsewhere, "nothing of the try is kept"


def test_what_is_to_check_is_asked_before_planning_as_before_publishing(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    story = drafts[0].specific
    story.body = [*story.body.raw_data, {"type": "text", "value": "<p>Vroeger was dat 88%.</p>"}]
    story.save_revision()
    client.force_login(maker)
    given = {"title": "Start", "at": "2099-06-01T09:00", "pages": [str(story.pk)]}
    asked = client.post("/beheer/publicatiemomenten/nieuw/", given)
    page = asked.content.decode()
    assert asked.status_code == 200 and "Nog even nakijken" in page and "‘88%’ is getypt" in page
    assert not PublicationMoment.objects.exists()
    assert client.post("/beheer/publicatiemomenten/nieuw/", {**given, "nagekeken": "ja"}).status_code == 302
    moment = PublicationMoment.objects.get()
    again = client.post(f"/beheer/publicatiemomenten/{moment.pk}/", {**given, "title": "Anders"})
    assert again.status_code == 302, "what was looked at is not asked again"


def test_an_error_half_way_leaves_nothing_published(
    maker: Any, drafts: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = _plan(maker, drafts)
    _due(moment)

    def broken(*args: Any) -> None:
        raise OSError("de schijf is vol")

    monkeypatch.setattr(publishing, "_end", broken)
    assert publish_due() == 0
    assert not Page.objects.filter(pk__in=[page.pk for page in drafts[:2]], live=True).exists()
    moment.refresh_from_db()
    assert (moment.state, moment.failure) == (MomentState.FAILED, "Er ging iets mis (OSError).")


def test_it_waits_for_an_edition_in_the_making_and_makes_up_for_what_was_missed(maker: Any, drafts: list[Page]) -> None:
    moment = _plan(maker, drafts)
    PublicationMoment.objects.filter(pk=moment.pk).update(at=timezone.now() - timedelta(days=3))
    edition = Edition.objects.create(reason="x", state=EditionState.BAKING)
    assert publish_due() == 0
    edition.delete()
    assert publish_due() == 1


def test_the_worker_runs_what_is_due_and_then_bakes(
    maker: Any, drafts: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = _plan(maker, drafts)
    _due(moment)
    found: list[str] = []
    monkeypatch.setattr(editions, "_start_day", lambda: None)
    monkeypatch.setattr(editions, "bake_waiting", lambda: found.append(PublicationMoment.objects.get().state))
    turns = iter((False, True))
    editions.work(seconds=0, until=lambda: next(turns))
    assert found == [MomentState.PUBLISHED]


def test_a_page_is_in_one_open_moment_and_free_after_it(maker: Any, drafts: list[Page]) -> None:
    first = _plan(maker, drafts[:1])
    with pytest.raises(MomentRefused, match="ander publicatiemoment"):
        _plan(maker, drafts)
    assert PlannedPage.objects.count() == 1
    cancel(first)
    _due(first)
    assert publish_due() == 0
    assert not Page.objects.get(pk=drafts[0].pk).live
    _plan(maker, drafts)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2027-03-27T09:00", datetime(2027, 3, 27, 8, tzinfo=UTC)),
        ("2027-03-28T09:00", datetime(2027, 3, 28, 7, tzinfo=UTC)),  # the clock went forward that night
        ("2027-10-31T09:00", datetime(2027, 10, 31, 8, tzinfo=UTC)),
        ("2027-03-28T02:30", None),  # does not exist
        ("2027-10-31T02:30", None),  # exists twice
        ("2020-01-01T09:00", None),
    ],
)
def test_the_clock_is_that_of_the_municipality(
    maker: Any, drafts: list[Page], typed: str, meant: datetime | None
) -> None:
    form = MomentForm({"title": "x", "at": typed, "pages": [drafts[0].pk]}, user=maker)
    assert form.is_valid() == (meant is not None)
    assert form.cleaned_data.get("at") == meant
    if meant is None:
        assert str(form.errors["at"][0]).startswith(("Dit uur is er niet", "Kies een moment dat nog komt"))


def test_the_editor_plans_changes_and_cancels(client: Client, maker: Any, drafts: list[Page]) -> None:
    client.force_login(maker)
    pages = [str(page.pk) for page in drafts]
    made = {"title": "Start", "at": "2099-06-01T09:00", "embargo_note": "Eerst de raad.", "pages": pages}
    assert client.post("/beheer/publicatiemomenten/nieuw/", {**made, "pages": []}).status_code == 422
    assert client.post("/beheer/publicatiemomenten/nieuw/", made).status_code == 302
    moment = PublicationMoment.objects.get()
    assert moment.planned.count() == 3
    screen = f"/beheer/publicatiemomenten/{moment.pk}/"
    assert client.post(screen, {**made, "pages": pages[:1]}).status_code == 302
    assert moment.planned.count() == 1
    edit = client.get(f"/beheer/pages/{drafts[0].pk}/edit/").content.decode()
    assert "Gaat mee op 1 juni 2099, 9:00 uur" in edit
    assert "Wat u daarna wijzigt en bewaart, gaat niet mee, tenzij" in edit
    assert SECRET in client.get("/beheer/publicatiemomenten/").content.decode()
    client.get(f"{screen}?annuleren=ja")
    moment.refresh_from_db()
    assert moment.is_open
    client.post(screen, {"annuleer": "ja"})
    moment.refresh_from_db()
    assert moment.state == MomentState.CANCELLED
    assert "Gaat mee op" not in client.get(f"/beheer/pages/{drafts[0].pk}/edit/").content.decode()


def test_a_page_that_is_published_already_as_it_was_approved_counts_as_done(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    moment = _plan(maker, drafts)
    approved = drafts[1].specific.get_latest_revision_as_object().save_revision()
    approved.publish()  # a workflow was first
    first = Page.objects.get(pk=drafts[1].pk).last_published_at
    _due(moment)
    assert publish_due() == 1
    assert all(page.live for page in Page.objects.filter(pk__in=[page.pk for page in drafts]))
    page = Page.objects.get(pk=drafts[1].pk)
    assert page.live_revision_id == approved.pk
    assert page.last_published_at == first
    assert not page.has_unpublished_changes
    client.force_login(maker)
    rows = client.get(f"/beheer/publicatiemomenten/{moment.pk}/").content.decode().split("<li>")
    assert [f"{page.title}</a>" in row for row in rows if "was al gepubliceerd" in row] == [True]


def test_the_screens_say_whether_readers_have_it(
    client: Client, maker: Any, drafts: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(maker)
    Edition.objects.all().delete()
    moment = _plan(maker, drafts)

    def told() -> str:
        screens = ("/beheer/publicatiemomenten/", f"/beheer/publicatiemomenten/{moment.pk}/")
        texts = [client.get(screen).content.decode() for screen in screens]
        found = {
            word
            for text in texts
            for word in ("wordt gemaakt", "Nog niet op de site", "Op de site sinds")
            if word in text
        }
        assert all(all(word in text for word in found) for text in texts)
        return ", ".join(found)

    assert told() == ""
    _due(moment)
    publish_due()
    assert told() == "wordt gemaakt"

    def full_disk(*_: Any, **__: Any) -> Any:
        raise OSError(28, "vol")

    monkeypatch.setattr(editions.bake, "bake", full_disk)
    editions.bake_waiting()
    assert told() == "Nog niet op de site"
    Edition.objects.create(reason="opnieuw", number=9, state=EditionState.PUBLISHED, finished_at=timezone.now())
    assert told() == "Op de site sinds"


def test_who_may_not_publish_plans_nothing(client: Client, maker: Any, drafts: list[Page]) -> None:
    moment = _plan(maker, drafts)
    client.force_login(make_user("onderzoek", Role.RESEARCHER))
    for path in ("", "nieuw/", f"{moment.pk}/"):
        client.post(f"/beheer/publicatiemomenten/{path}", {"annuleer": "ja"})
        assert client.get(f"/beheer/publicatiemomenten/{path}").status_code in {302, 403}
    moment.refresh_from_db()
    assert moment.is_open
    maker.groups.clear()
    _due(moment)
    assert publish_due() == 0
    moment.refresh_from_db()
    assert "mag deze pagina niet publiceren" in moment.failure


def test_publiceren_does_not_break_the_embargo_and_a_guest_reads_of_it(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    from tests.challenges.sent_back import form_data

    moment = _plan(maker, drafts[1:2], at=datetime(2099, 6, 1, 7, tzinfo=UTC))
    PublicationMoment.objects.filter(pk=moment.pk).update(embargo_note="Eerst de raad.")
    client.force_login(maker)
    edit = f"/beheer/pages/{drafts[1].pk}/edit/"
    sent = form_data(client.get(edit).content.decode())
    client.post(edit, {**sent, "body-count": "0", "title": "Toch nu", "action-publish": "action-publish"})
    assert not Page.objects.get(pk=drafts[1].pk).live
    _, address = make_link(drafts[1], label="x", days=3, user=maker)
    told = client.post(PREVIEW, {"code": address}).content.decode()
    assert "Onder embargo tot 1 juni 2099, 9:00 uur.</strong> Eerst de raad." in told


def test_publishing_many_at_once_does_not_reach_a_planned_page_below_them(client: Client, drafts: list[Page]) -> None:
    boss = User.objects.create_superuser("baas")
    _plan(boss, drafts[:1])
    client.force_login(boss)
    home = HomePage.objects.get()
    response = client.post(f"/beheer/bulk/wagtailcore/page/publish/?id={home.pk}", {"include_descendants": "on"})
    assert response.status_code == 302
    assert not Page.objects.get(pk=drafts[0].pk).live
    assert not Page.objects.get(pk=drafts[1].pk).live, "nothing of it"
    cancel(PublicationMoment.objects.get())
    client.post(f"/beheer/bulk/wagtailcore/page/publish/?id={home.pk}", {"include_descendants": "on"})
    assert Page.objects.get(pk=drafts[0].pk).live


def test_without_a_page_that_waits_the_screen_says_so(client: Client) -> None:
    client.force_login(User.objects.create_superuser("baas"))
    Page.objects.update(has_unpublished_changes=False)
    assert "Er is nu geen pagina" in client.get("/beheer/publicatiemomenten/nieuw/").content.decode()


def test_pages_with_one_title_are_told_apart_by_their_address(client: Client, maker: Any, drafts: list[Page]) -> None:
    for page in (draft.specific for draft in drafts):
        page.title = "Zelfde naam"
        page.save_revision()
    client.force_login(maker)
    shown = client.get("/beheer/publicatiemomenten/nieuw/").content.decode()
    for page in drafts:
        assert f"Zelfde naam · {'online' if page.live else 'nog niet online'} · /{page.slug}/" in shown
