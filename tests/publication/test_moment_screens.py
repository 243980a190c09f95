"""The screens of publication moments: who plans, what is looked at first, and what they say."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user
from tests.publication.moments import SECRET, make_due, plan_moment
from wagtail.models import Page

from vergezicht.challenges.roles import Role
from vergezicht.publication.baking import editions
from vergezicht.publication.models import Edition, EditionState, MomentState, PublicationMoment
from vergezicht.publication.moments.planning import cancel, publish_due
from vergezicht.publication.moments.screens import MomentForm
from vergezicht.stories.models import HomePage
from vergezicht.stories.reading_along.links import PREVIEW, make_link

pytestmark = pytest.mark.django_db
PAGES = {"/", "/edities/", "/verhaal/", "/zoeken/"}
FEEDS = (".atom", ".ics")


def test_what_is_wrong_with_the_date_and_with_pages_is_told_together(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    elsewhere = plan_moment(maker, drafts[:1])
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


def test_the_screens_say_whether_readers_have_it(
    client: Client, maker: Any, drafts: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    client.force_login(maker)
    Edition.objects.all().delete()
    moment = plan_moment(maker, drafts)

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
    make_due(moment)
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
    moment = plan_moment(maker, drafts)
    client.force_login(make_user("onderzoek", Role.RESEARCHER))
    for path in ("", "nieuw/", f"{moment.pk}/"):
        client.post(f"/beheer/publicatiemomenten/{path}", {"annuleer": "ja"})
        assert client.get(f"/beheer/publicatiemomenten/{path}").status_code in {302, 403}
    moment.refresh_from_db()
    assert moment.is_open
    maker.groups.clear()
    make_due(moment)
    assert publish_due() == 0
    moment.refresh_from_db()
    assert "mag deze pagina niet publiceren" in moment.failure


def test_publiceren_does_not_break_the_embargo_and_a_guest_reads_of_it(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    from tests.challenges.sent_back import form_data

    moment = plan_moment(maker, drafts[1:2], at=datetime(2099, 6, 1, 7, tzinfo=UTC))
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
    plan_moment(boss, drafts[:1])
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
