"""Publication moments: all pages or none, once, at the hour of the municipality; nothing is seen before."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.publication.moments import SECRET, SOON, make_due, plan_moment
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
from vergezicht.stories.models import StoryPage, TextPage

pytestmark = pytest.mark.django_db
PAGES = {"/", "/edities/", "/verhaal/", "/zoeken/"}
FEEDS = (".atom", ".ics")


def test_everything_goes_out_together_and_once(maker: Any, drafts: list[Page]) -> None:
    moment = plan_moment(maker, drafts)
    Edition.objects.all().delete()
    assert publish_due() == 0
    assert not Edition.objects.exists()
    make_due(moment)
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

    moment = plan_moment(maker, drafts)
    assert told() == []
    make_due(moment)
    publish_due()
    assert told()


def test_what_is_saved_later_does_not_go_along_unless_it_is_taken_again(maker: Any, drafts: list[Page]) -> None:
    moment = plan_moment(maker, drafts[:2])
    for page, lead in ((drafts[0], "Later geschreven."), (drafts[1], "Ook later.")):
        draft = page.specific.get_latest_revision_as_object()
        draft.lead = lead
        draft.save_revision(user=maker)
    rows = {row.page_id: row for row in moment.planned.select_related("page")}
    assert all(row.has_changed for row in rows.values())
    take_again(rows[drafts[1].pk])
    make_due(moment)
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
    moment = plan_moment(maker, drafts)
    spoil(drafts[1])
    Edition.objects.all().delete()
    make_due(moment)
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


def test_an_error_half_way_leaves_nothing_published(
    maker: Any, drafts: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = plan_moment(maker, drafts)
    make_due(moment)

    def broken(*args: Any) -> None:
        raise OSError("de schijf is vol")

    monkeypatch.setattr(publishing, "_end", broken)
    assert publish_due() == 0
    assert not Page.objects.filter(pk__in=[page.pk for page in drafts[:2]], live=True).exists()
    moment.refresh_from_db()
    assert (moment.state, moment.failure) == (MomentState.FAILED, "Er ging iets mis (OSError).")


def test_it_waits_for_an_edition_in_the_making_and_makes_up_for_what_was_missed(maker: Any, drafts: list[Page]) -> None:
    moment = plan_moment(maker, drafts)
    PublicationMoment.objects.filter(pk=moment.pk).update(at=timezone.now() - timedelta(days=3))
    edition = Edition.objects.create(reason="x", state=EditionState.BAKING)
    assert publish_due() == 0
    edition.delete()
    assert publish_due() == 1


def test_the_worker_runs_what_is_due_and_then_bakes(
    maker: Any, drafts: list[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = plan_moment(maker, drafts)
    make_due(moment)
    found: list[str] = []
    monkeypatch.setattr(editions, "_start_day", lambda: None)
    monkeypatch.setattr(editions, "bake_waiting", lambda: found.append(PublicationMoment.objects.get().state))
    turns = iter((False, True))
    editions.work(seconds=0, until=lambda: next(turns))
    assert found == [MomentState.PUBLISHED]


def test_a_page_is_in_one_open_moment_and_free_after_it(maker: Any, drafts: list[Page]) -> None:
    first = plan_moment(maker, drafts[:1])
    with pytest.raises(MomentRefused, match="ander publicatiemoment"):
        plan_moment(maker, drafts)
    assert PlannedPage.objects.count() == 1
    cancel(first)
    make_due(first)
    assert publish_due() == 0
    assert not Page.objects.get(pk=drafts[0].pk).live
    plan_moment(maker, drafts)


def test_a_page_that_is_published_already_as_it_was_approved_counts_as_done(
    client: Client, maker: Any, drafts: list[Page]
) -> None:
    moment = plan_moment(maker, drafts)
    approved = drafts[1].specific.get_latest_revision_as_object().save_revision()
    approved.publish()  # a workflow was first
    first = Page.objects.get(pk=drafts[1].pk).last_published_at
    make_due(moment)
    assert publish_due() == 1
    assert all(page.live for page in Page.objects.filter(pk__in=[page.pk for page in drafts]))
    page = Page.objects.get(pk=drafts[1].pk)
    assert page.live_revision_id == approved.pk
    assert page.last_published_at == first
    assert not page.has_unpublished_changes
    client.force_login(maker)
    rows = client.get(f"/beheer/publicatiemomenten/{moment.pk}/").content.decode().split("<li>")
    assert [f"{page.title}</a>" in row for row in rows if "was al gepubliceerd" in row] == [True]
