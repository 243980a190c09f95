"""Neighbours write to whoever started something: by mail, neither address on a page, until it is switched off."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from tests.initiatives.filling_in import ADDRESS, handed_in, worked
from tests.initiatives.test_support import supported

from vergezicht.initiatives.lifecycle import erase, move
from vergezicht.initiatives.models import Consent, ConsentEvent, Initiative, Subscriber, Subscription
from vergezicht.initiatives.states import InitiativeState, Party
from vergezicht.mailing.delivery import deliver
from vergezicht.mailing.models import OutgoingMail
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db
S = InitiativeState


def public(client: Client) -> tuple[Initiative, str]:
    initiative, code = handed_in(client)
    move(initiative, S.PUBLISHED, party=Party.MUNICIPALITY, role="Wijkbeheerder")
    mail.outbox.clear()
    return initiative, code


def path_of(initiative: Initiative) -> str:
    return f"/meedoen/bericht/{initiative.slug}/"


def page_of(initiative: Initiative) -> str:
    path = f"/initiatieven/{initiative.slug}/"
    return render_address(next(item for item in public_addresses() if item.path == path)).decode()


def test_a_message_reaches_the_submitter_once_and_neither_address_is_shown(client: Client) -> None:
    initiative, _ = public(client)
    path = path_of(initiative)
    assert f'href="{path}"' in page_of(initiative)
    fields = worked(client, path, text="Mag ik ook een plank maken?\nIk heb hout.", address="buur@example.org")
    told = client.post(path, fields).content.decode()
    assert "De indiener krijgt uw bericht" in told
    assert ADDRESS not in told
    assert client.post(path, fields).status_code == 422, "a form is good for one use"
    deliver()
    (sent,) = [item for item in mail.outbox if "schreef u" in item.subject]
    assert sent.to == [ADDRESS]
    assert "> Ik heb hout." in sent.body and "buur@example.org" in sent.body
    assert set(sent.extra_headers) & {"Reply-To", "From"} == set()
    assert ADDRESS not in page_of(initiative) and "buur@example.org" not in page_of(initiative)


def test_what_was_passed_on_is_kept_nowhere(client: Client) -> None:
    initiative, _ = public(client)
    path = path_of(initiative)
    client.post(path, worked(client, path, text="Een zin als kanarie", address="kanariebuur@example.org"))
    kept = OutgoingMail.objects.latest("pk")
    assert b"kanarie" not in bytes(kept.sealed), "sealed while it waits"
    deliver()
    kept.refresh_from_db()
    assert bytes(kept.sealed) == b"", "and forgotten when it has gone"


def test_the_submitter_switches_it_off_and_on_again(client: Client) -> None:
    initiative, code = public(client)
    path = path_of(initiative)
    fields = worked(client, path, text="Te laat verstuurd", address="")
    told = client.post("/meedoen/mijn/", {"code": code, "action": "berichten-uit"}).content.decode()
    assert "Berichten van buren staan uit" in told and "Zet berichten aan" in told
    assert client.get(path).status_code == client.post(path, fields).status_code == 404
    assert path not in page_of(initiative)
    client.post("/meedoen/mijn/", {"code": code, "action": "berichten-aan"})
    assert client.get(path).status_code == 200


def test_nobody_is_written_to_about_what_is_not_public_or_has_no_contact(client: Client) -> None:
    example = Initiative.objects.get(slug="bankje-met-boekenkast")
    answer = client.get(path_of(example))
    assert answer.status_code == 404, "entered by staff: there is nobody to write to"
    assert "Dit is er niet (meer)" in answer.content.decode() and "no-store" in answer.headers["Cache-Control"]
    waiting, _ = handed_in(client)
    assert client.get(path_of(waiting)).status_code == 404
    initiative, _ = public(client)
    slug = initiative.slug
    erase(initiative)
    assert client.get(f"/meedoen/bericht/{slug}/").status_code == 404


@pytest.mark.parametrize("text", ["Kijk op https://slecht.example/x", "<b>Hallo</b>", "www.slecht.nl", "", "x" * 1001])
def test_no_links_no_html_nothing_endless(client: Client, text: str) -> None:
    initiative, _ = public(client)
    path = path_of(initiative)
    waiting = OutgoingMail.objects.count()
    assert client.post(path, worked(client, path, text=text, address="")).status_code == 422
    assert OutgoingMail.objects.count() == waiting


def test_an_address_or_a_number_may_be_given_to_the_submitter(client: Client) -> None:
    initiative, _ = public(client)
    path = path_of(initiative)
    fields = worked(client, path, text="Bel 038 123 45 67 of mail buur@voorbeeld.nl", address="")
    assert client.post(path, fields).status_code == 200


@pytest.mark.parametrize(
    "changed",
    [{"address": "a@example.org\nBcc: b@example.org"}, {"text": "Hallo\r\nBcc: b@example.org\r\n\r\nNieuw"}],
    ids=["in the address", "in the text"],
)
def test_a_mail_header_cannot_be_smuggled_in(client: Client, changed: dict[str, str]) -> None:
    initiative, _ = public(client)
    path = path_of(initiative)
    client.post(path, worked(client, path, **({"text": "Hallo", "address": ""} | changed)))
    deliver()
    for sent in mail.outbox:
        assert sent.recipients() == [ADDRESS]
        assert "\n" not in sent.subject


def test_a_flood_stops_and_leaves_the_lost_code_alone(client: Client) -> None:
    initiative, _ = public(client)
    path = path_of(initiative)
    answers = []
    for n in range(14):  # from ever another network: what counts is who would have to read it
        fields = worked(client, path, text=f"Hallo {n}", address="")
        answers.append(client.post(path, fields, REMOTE_ADDR=f"198.51.{n}.7").status_code)
    assert answers == [200] * 10 + [429] * 4
    mail.outbox.clear()
    client.post("/meedoen/nieuwe-code/", worked(client, "/meedoen/nieuwe-code/", address=ADDRESS))
    assert [item.to for item in mail.outbox] == [[ADDRESS]]


def test_who_supports_may_follow_at_once_and_only_with_the_code(client: Client) -> None:
    initiative, _ = public(client)
    path = f"/meedoen/steun/{initiative.slug}/code/"
    carried, digits = supported(client, initiative, follow="on")
    wrong = "000000" if digits != "000000" else "111111"
    client.post(path, {"carried": carried, "code": wrong})
    assert not Subscriber.objects.exists(), "nothing before the mailbox is proven"
    client.post(path, {"carried": carried, "code": digits})
    (row,) = Subscription.objects.all()
    assert (row.topic, row.value) == ("initiatief", initiative.slug)
    assert row.confirmed_at is not None and row.subscriber.address == "buur@example.org"
    assert list(ConsentEvent.objects.values_list("consent", flat=True)) == [Consent.ASKED, Consent.CONFIRMED]


def test_who_only_supports_follows_nothing(client: Client) -> None:
    initiative, _ = public(client)
    carried, digits = supported(client, initiative)
    client.post(f"/meedoen/steun/{initiative.slug}/code/", {"carried": carried, "code": digits})
    assert initiative.supports.count() == 1
    assert not Subscriber.objects.exists()


def test_challenges_and_themes_can_be_followed_and_name_what_residents_add(client: Client) -> None:
    plan = Initiative.objects.get(slug="geveltuinen-langs-de-hele-straat")
    challenge = plan.challenges.get()
    pages = {item.path: item for item in public_addresses()}
    text = render_address(pages[f"/opgaven/{challenge.slug}/"]).decode()
    assert f'href="/initiatieven/{plan.slug}/"' in text
    follow = f"/meedoen/volgen/?opgave={challenge.slug}"
    assert f'href="{follow}"' in text
    assert challenge.title in client.get(follow).content.decode()
    theme = challenge.themes[0]
    found = [path for path in pages if path.startswith("/themas/") and path.endswith("/")]
    linked = [path for path in found if f"/meedoen/volgen/?thema={theme}" in render_address(pages[path]).decode()]
    assert len(linked) == 1
    form: Any = client.get(f"/meedoen/volgen/?thema={theme}").context["form"]
    assert form["theme"].value() == [theme]


def test_the_database_is_as_the_models_say() -> None:
    call_command("makemigrations", "initiatives", check=True, dry_run=True, verbosity=0)
