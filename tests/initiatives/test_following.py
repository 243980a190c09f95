"""Following: nothing before a confirmation, one click to stop, told once also after a crash; and reminders of terms."""

from __future__ import annotations

import email
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.smtp import EmailBackend
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from tests.initiatives.filling_in import ADDRESS, handed_in, worked
from tests.initiatives.invented import an_initiative, brought_to
from tests.mailing.server import Mailbox

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives import reminders
from vergezicht.initiatives.following import Followed, ask, confirm, forget_unconfirmed, stop_token
from vergezicht.initiatives.lifecycle import answer, move
from vergezicht.initiatives.models import ConsentEvent, Initiative, Subscriber, Subscription
from vergezicht.initiatives.moderation import decide
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party
from vergezicht.mailing.delivery import deliver
from vergezicht.mailing.models import OutgoingMail
from vergezicht.publication import digest
from vergezicht.publication.digest import send_digests
from vergezicht.publication.news import recent_news

pytestmark = pytest.mark.django_db
S = InitiativeState
FOLLOWER = "volger8421@example.org"


def a_follower(*wanted: Followed, address: str = FOLLOWER, frequency: str = "week") -> Subscriber:
    found = confirm(ask(address, wanted or (Followed("gebied", wijk()),), frequency=frequency))
    assert found is not None
    return found


def wijk(n: int = 0) -> str:
    return municipality().geography.at(AreaLevel.WIJK)[n].code


def week_later() -> Any:
    return timezone.now() + timedelta(days=7)


def test_from_form_to_digest_to_unsubscribe_by_one_post(client: Client) -> None:
    form = worked(client, "/meedoen/volgen/", gebied=wijk(), frequency="week", address=FOLLOWER)
    assert "Nog één stap" in client.post("/meedoen/volgen/", form).content.decode()
    link = re.search(r"https?://[^/]+(/meedoen/volgen/bevestig/\S+)", str(mail.outbox[-1].body))
    assert link
    for _ in range(2):
        assert client.get(link[1]).status_code == 200, "a scanner opens it"
    assert Subscriber.objects.get().confirmed_at is None
    assert "U volgt het" in client.post(link[1]).content.decode()
    assert "U volgt het" in client.post(link[1]).content.decode(), "a used link does no harm"
    brought_to(S.PUBLISHED, "Een bank voor volgers")
    sent = len(mail.outbox)
    assert send_digests() == 0, "not before the week is over"
    assert send_digests(week_later()) == 1
    deliver()
    (told,) = mail.outbox[sent:]
    assert told.to == [FOLLOWER]
    assert "Een bank voor volgers" in told.body
    assert "Een bank" not in told.subject
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    stop = re.fullmatch(r"<https?://[^/]+(/meedoen/volgen/stop/\S+/)>", told.extra_headers["List-Unsubscribe"])
    assert stop
    for _ in range(2):
        assert client.get(stop[1]).status_code == 200
        assert Subscriber.objects.exists(), "GET changes nothing"
    assert client.post(stop[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists()
    assert client.post(stop[1], {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert [item.consent for item in ConsentEvent.objects.all()] == ["gevraagd", "bevestigd", "gestopt"]
    assert client.post(link[1]).status_code == 410, "the old link does not bring it back"


def test_nothing_in_the_database_names_a_follower() -> None:
    a_follower()
    brought_to(S.PUBLISHED)
    send_digests(week_later())
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # names of our own tables
            assert FOLLOWER not in str(cursor.fetchall()), table


def test_consent_is_written_once_also_for_raw_sql() -> None:
    a_follower()
    for statement in ("UPDATE initiatives_consentevent SET consent = 'x'", "DELETE FROM initiatives_consentevent"):
        with pytest.raises(DatabaseError, match="staat vast"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_known_and_unknown_addresses_get_the_same_answer_and_unconfirmed_ones_go(client: Client) -> None:
    a_follower()
    pages = []
    for address in (FOLLOWER, "nieuw@example.org"):
        form = worked(client, "/meedoen/volgen/", gebied=wijk(1), frequency="week", address=address)
        pages.append(client.post("/meedoen/volgen/", form).content.decode().replace(address, ""))
    assert pages[0] == pages[1]
    assert Subscription.objects.filter(confirmed_at__isnull=False).count() == 1, "asking adds nothing by itself"
    Subscription.objects.update(created_at=timezone.now() - timedelta(days=8))
    Subscriber.objects.update(created_at=timezone.now() - timedelta(days=8))
    assert forget_unconfirmed() == 1
    assert Subscriber.objects.get().address == FOLLOWER


def test_only_what_is_followed_is_told() -> None:
    here = brought_to(S.PUBLISHED, "Hier", areas=[wijk(0)])
    brought_to(S.PUBLISHED, "Daar", areas=[wijk(3)])
    follower = a_follower(Followed("gebied", wijk(0)), Followed("initiatief", here.slug))
    Subscriber.objects.filter(pk=follower.pk).update(sent_until=timezone.now() - timedelta(days=8))
    send_digests()
    deliver()
    body = str(mail.outbox[-1].body)
    assert body.count("Hier: gepubliceerd") == 1, "one thing, followed in two ways, is told once"
    assert "Daar" not in body


def test_what_came_of_it_reaches_who_follows_an_initiative_that_helps() -> None:
    challenge = next(item for item in all_challenges() if item.checks.all())
    initiative = brought_to(S.SUPPORT, "Helpt mee")
    initiative.challenges.add(challenge)
    (news,) = [item for item in recent_news(timezone.now() - timedelta(days=4000))
               if item.key == f"koerscheck-{challenge.checks.all()[0].pk}"]  # fmt: skip
    assert news.concerns(Followed("initiatief", initiative.slug))
    assert news.concerns(Followed("opgave", challenge.slug))
    assert news.concerns(Followed("thema", challenge.themes[0]))
    assert not news.concerns(Followed("thema", "bestaat-niet"))
    elsewhere = replace(news, areas=(wijk(5),))
    assert not elsewhere.concerns(Followed("thema", challenge.themes[0], wijk(0)))


def test_a_crash_between_news_and_mail_tells_nothing_twice_and_loses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(3):
        a_follower(address=f"volger{n}@example.org")
    brought_to(S.PUBLISHED, "Nieuw")
    write_to, calls = digest.write_to, []

    def crash(*args: Any, **options: Any) -> bool:
        calls.append(args)
        if len(calls) == 2:
            raise SystemExit
        return write_to(*args, **options)

    later = week_later()
    with monkeypatch.context() as patch:
        patch.setattr(digest, "write_to", crash)
        with pytest.raises(SystemExit):
            send_digests(later)
    assert OutgoingMail.objects.count() == 1
    assert send_digests(later) == 2
    assert send_digests(later) == 0
    assert OutgoingMail.objects.count() == 3


def test_a_worker_that_stood_still_for_a_month_misses_nothing() -> None:
    a_follower()
    brought_to(S.PUBLISHED, "Lang geleden")
    assert send_digests(timezone.now() + timedelta(days=31)) == 1


def test_one_of_two_things_can_be_stopped(client: Client) -> None:
    follower = a_follower(Followed("gebied", wijk(0)), Followed("gebied", wijk(1)))
    path = f"/meedoen/volgen/stop/{stop_token(follower)}/"
    row = follower.subscriptions.first()
    assert row is not None
    client.post(path, {"stop": row.pk})
    assert follower.subscriptions.count() == 1
    assert ConsentEvent.objects.latest("pk").consent == "gewijzigd"
    other = a_follower(address="ander@example.org")
    client.post(path, {"stop": [item.pk for item in other.subscriptions.all()]})
    assert other.subscriptions.count() == 1, "a token opens one mailbox only"
    assert client.get("/meedoen/volgen/stop/verzonnen/").status_code == 200


@pytest.mark.parametrize("sent", ["²", "9" * 40, "-1", "een"])
def test_a_key_that_is_none_stops_nothing_by_itself_and_is_no_error(client: Client, sent: str) -> None:
    follower = a_follower(Followed("gebied", wijk(0)), Followed("gebied", wijk(1)))
    row = follower.subscriptions.first()
    assert row is not None
    path = f"/meedoen/volgen/stop/{stop_token(follower)}/"
    assert client.post(path, {"stop": [sent, row.pk]}).status_code == 200
    assert follower.subscriptions.count() == 1
    assert client.get(f"/meedoen/volgen/stop/{sent}-x/").status_code == 200


@pytest.fixture
def desks(monkeypatch: pytest.MonkeyPatch) -> None:
    given = replace(rules(), desk_mail="loket@example.org", escalation_mail="hoofd@example.org")
    monkeypatch.setattr(reminders, "rules", lambda: given)


def test_a_term_is_reminded_and_escalated_each_once_whatever_day_the_worker_wakes(desks: None) -> None:
    initiative = an_initiative("Wacht op antwoord")
    Initiative.objects.exclude(pk=initiative.pk).update(response_due=None)
    move(initiative, S.SUBMITTED, party=Party.SUBMITTER, role="Indiener")
    due = initiative.response_due
    assert due is not None
    days = [due + timedelta(days=n) for n in (-30, -8, -7, -6, 0, 3, 4, 12, 13)]
    assert [reminders.remind_residents(day) for day in days] == [0, 0, 1, 0, 0, 1, 0, 1, 0]
    deliver()
    assert [item.to[0] for item in mail.outbox] == ["loket@example.org", "loket@example.org", "hoofd@example.org"]
    answer(initiative, outcome="ja", text="Het kan.", role="Rol", next_step="Bellen")
    assert reminders.remind_residents(due + timedelta(days=60)) == 0


def test_once_a_year_we_ask_whether_it_is_still_there(client: Client) -> None:
    initiative, code = handed_in(client)
    for state in (S.PUBLISHED, S.SUPPORT, S.FEASIBILITY, S.AGREEMENTS, S.UNDER_WAY, S.REALISED):
        decide(initiative, state, role="Rol")
    deliver()
    today = timezone.localdate()
    assert reminders.remind_residents(today + timedelta(days=364)) == 0
    assert reminders.remind_residents(today + timedelta(days=370)) == 1
    assert reminders.remind_residents(today + timedelta(days=371)) == 0
    deliver()
    assert mail.outbox[-1].to == [ADDRESS]
    assert "Is het er nog" in client.post("/meedoen/code/", {"code": code}).content.decode()
    client.post("/meedoen/mijn/", {"code": code, "action": "nog-daar"})
    initiative.refresh_from_db()
    assert initiative.still_there_on == today
    client.post("/meedoen/mijn/", {"code": code, "action": "niet-meer"})
    assert initiative.letters.filter(kind="weg", state="open").exists()


def test_a_mail_server_that_dies_halfway_gets_the_rest_later_and_nothing_twice(
    mailbox: Mailbox,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    addresses = [f"volger{n}@example.org" for n in range(6)]
    for address in addresses:
        a_follower(address=address)
    brought_to(S.PUBLISHED, "Nieuw in de buurt")
    assert send_digests(week_later()) == 6
    sent = EmailBackend.send_messages

    def die(self: EmailBackend, messages: Any) -> Any:
        if len(mailbox.taken) == 3:
            raise SystemExit
        return sent(self, messages)

    with monkeypatch.context() as patch:
        patch.setattr(EmailBackend, "send_messages", die)
        with pytest.raises(SystemExit):
            deliver()
    assert send_digests(week_later()) == 0
    deliver()
    OutgoingMail.objects.filter(claimed_at__isnull=False).update(claimed_at=timezone.now() - timedelta(days=1))
    deliver()
    assert sorted(item.rcpt_tos[0] for item in mailbox.taken) == addresses
    for item in mailbox.taken:
        header = str(email.message_from_bytes(item.content)["List-Unsubscribe"])
        assert re.fullmatch(r"\s*<http://\S+/meedoen/volgen/stop/\d+-[0-9a-f]{32}/>", header), header
