"""Moderation: trust, reasons, appeal, notices, originals, the sum of a form, and limits that hold in a race."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone
from tests.initiatives.filling_in import ADDRESS, answers, handed_in, work_for, worked
from tests.initiatives.invented import brought_to

from vergezicht.initiatives.finder import Fit, Plan, match
from vergezicht.initiatives.lifecycle import erase, move
from vergezicht.initiatives.models import Contact, FundingScheme, Initiative, Letter, MeetingPlace, Original, Trust
from vergezicht.initiatives.moderation import decide, forget_letters, is_trusted
from vergezicht.initiatives.open_forms import codes
from vergezicht.initiatives.open_forms.codes import is_worked
from vergezicht.initiatives.open_forms.limits import LIMITS, allow
from vergezicht.initiatives.open_forms.submitting import forget
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party
from vergezicht.mailing.delivery import deliver
from vergezicht.mailing.models import OutgoingMail

pytestmark = pytest.mark.django_db
S = InitiativeState
QUEUE, LETTERS = "/beheer/wachtrij/?stand=ingediend", "/beheer/berichten/"


def delivered() -> list[Any]:
    """The mails that were in the outbox, sent now."""
    before = len(mail.outbox)
    deliver()
    return mail.outbox[before:]


def test_every_decision_is_told_once_with_its_standard_reason(admin_client: Client, client: Client) -> None:
    initiative, _ = handed_in(client)
    reason = rules().reasons[0]
    fields = {"initiatief": initiative.pk, "target": "afgewezen", "role": "Moderator", "standard": reason.title}
    admin_client.post(QUEUE, fields)
    (told,) = delivered()
    assert told.to == [ADDRESS]
    assert reason.text in told.body
    assert "bezwaar" in told.body
    assert initiative.title not in told.subject
    assert delivered() == [], "once"
    assert ADDRESS not in str(list(OutgoingMail.objects.values()))


def test_the_first_post_waits_and_later_ones_go_by_trust_until_a_refusal(client: Client) -> None:
    first, _ = handed_in(client)
    assert first.state == S.SUBMITTED
    decide(first, S.PUBLISHED, role="Moderator")
    second, _ = handed_in(client, title="Nog een bank")
    assert second.state == S.PUBLISHED
    assert second.changes.latest("pk").role == "Op vertrouwen geplaatst"
    decide(second, S.REJECTED, role="Moderator", reason="Reclame.")
    third, _ = handed_in(client, title="Een derde bank")
    assert third.state == S.SUBMITTED
    assert ADDRESS not in str(list(Trust.objects.values()))
    erase(second)
    erase(first)
    assert not is_trusted(Contact.objects.get(initiative=third).address_hash), "erasing does not win trust back"


def test_a_picture_is_looked_at_also_when_trusted(client: Client) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile
    from tests.initiatives.test_submit import a_photo

    first, _ = handed_in(client)
    decide(first, S.PUBLISHED, role="Moderator")
    photo = SimpleUploadedFile("a.jpg", a_photo(size=(40, 30)), "image/jpeg")
    second, _ = handed_in(client, title="Met foto", photo=photo, photo_alt="Een bank")
    assert second.state == S.SUBMITTED


def test_not_feasible_is_no_loss_of_trust(client: Client) -> None:
    first, _ = handed_in(client)
    for state in (S.PUBLISHED, S.FEASIBILITY):
        decide(first, state, role="Rol")
    decide(first, S.REJECTED, role="Rol", reason="Er ligt een leiding.")
    assert is_trusted(Contact.objects.get(initiative=first).address_hash)


def test_an_appeal_by_code_once_and_granted_it_is_looked_at_again(admin_client: Client, client: Client) -> None:
    initiative, code = handed_in(client)
    assert "Niet mee eens" not in client.post("/meedoen/code/", {"code": code}).content.decode()
    decide(initiative, S.REJECTED, role="Moderator", reason="Reclame.")
    own = client.post("/meedoen/code/", {"code": code}).content.decode()
    assert "Waarom het niet doorgaat:</strong> Reclame." in own and "Draag over" not in own
    appeal = {"code": code, "action": "bezwaar", "bezwaar": "Het is geen reclame, het is een bank."}
    assert "is ontvangen" in client.post("/meedoen/mijn/", appeal).content.decode()
    client.post("/meedoen/mijn/", appeal)
    (letter,) = Letter.objects.filter(kind="bezwaar", initiative=initiative)
    assert "geen reclame" in admin_client.get(f"{LETTERS}?soort=bezwaar").content.decode()
    assert b"geen reclame" not in bytes(letter.sealed_text)
    delivered()
    decision = {"bericht": letter.pk, "target": "ja", "role": "Coordinator", "answer": "U heeft gelijk."}
    admin_client.post(f"{LETTERS}?soort=bezwaar", decision)
    admin_client.post(f"{LETTERS}?soort=bezwaar", decision)
    initiative.refresh_from_db()
    assert initiative.state == S.SUBMITTED
    assert initiative.term is not None
    (told,) = delivered()
    assert "U heeft gelijk." in told.body
    assert Contact.objects.get(initiative=initiative).expires_at > timezone.now() + timedelta(days=1000)


@pytest.mark.parametrize("register", ["/ontmoetingsplekken/", "/ontmoetingsplekken/wijken/berkum/"])
def test_a_place_that_is_missing_is_reported_from_the_register(client: Client, register: str) -> None:
    path = f"/meedoen/melden/?pagina={register}"
    form = client.get(path).content.decode()
    assert "<h1>Meld een plek die ontbreekt</h1>" in form and "Welke plek ontbreekt?" in form
    assert 'name="reason"' not in form
    kept = worked(client, path, about=register, text="De huiskamer aan de Kerkstraat.", address="")
    answer = client.post("/meedoen/melden/", kept)
    assert "dan komt de plek in de lijst" in answer.content.decode()
    letter = Letter.objects.get(kind="melding")
    assert (letter.about, letter.reason) == (register, "anders")
    assert path.partition("wijken")[0] in client.get("/meedoen/").content.decode()


def test_anybody_reports_a_page_and_hears_back_when_they_left_an_address(admin_client: Client, client: Client) -> None:
    page = client.get("/meedoen/melden/?pagina=/initiatieven/x/").content.decode()
    assert "/initiatieven/x/" in page
    assert "javascript" not in client.get("/meedoen/melden/?pagina=javascript:alert(1)").content.decode()
    assert 'href="//kwaad' not in client.get("/meedoen/melden/?pagina=//kwaad.example").content.decode()
    fields = worked(client, "/meedoen/melden/", about="/initiatieven/x/", reason="persoon", text="Dit ben ik: Kanarie.",
                    address="lezer@example.org")  # fmt: skip
    assert client.post("/meedoen/melden/", fields).status_code == 200
    letter = Letter.objects.get(kind="melding")
    assert "Kanarie" not in str(Letter.objects.values())
    assert "lezer@" not in str(Letter.objects.values())
    admin_client.post(LETTERS, {"bericht": letter.pk, "target": "ja", "role": "Moderator", "answer": "Weggehaald."})
    (told,) = delivered()
    assert told.to == ["lezer@example.org"]
    Letter.objects.update(expires_at=timezone.now())
    assert forget_letters()["berichten"] == 1
    assert not Letter.objects.exists()


def test_a_question_comes_on_the_page_with_its_answer_and_not_before(admin_client: Client, client: Client) -> None:
    from vergezicht.publication.views.initiatives import detail

    initiative = brought_to(S.SUPPORT)
    path = f"/meedoen/vraag/{initiative.slug}/"
    assert client.post(path, worked(client, path, text="Kijk op www.spam.nl")).status_code == 422
    assert client.post(path, worked(client, path, text="Mogen honden mee?", address="")).status_code == 200
    letter = Letter.objects.get(kind="vraag")

    def page() -> str:
        from vergezicht.publication.baking.bake import anonymous_request

        return detail(anonymous_request("/x/"), slug=initiative.slug).content.decode()

    assert "honden" not in page()
    form = {"bericht": letter.pk, "target": "ja", "role": "Wijkbeheerder"}
    assert "met haar antwoord" in admin_client.post(f"{LETTERS}?soort=vraag", form).content.decode()
    admin_client.post(f"{LETTERS}?soort=vraag", form | {"answer": "Ja, aan de lijn."})
    assert "Mogen honden mee?" in page()
    assert "Ja, aan de lijn." in page()
    Letter.objects.update(expires_at=timezone.now())
    forget_letters()
    assert "Mogen honden mee?" in page(), "what is public stays; what was sealed goes"
    assert client.get("/meedoen/vraag/bestaat-niet/").status_code == 404


def test_a_correction_is_applied_by_a_click_and_written_down(admin_client: Client, client: Client) -> None:
    from wagtail.models import ModelLogEntry

    place = MeetingPlace.objects.create(name="De Kanarie", slug="de-kanarie", cost="gratis", operator="Wij")
    path = "/meedoen/verbeter/de-kanarie/"
    same = worked(client, path, address="", opening_note="", cost="gratis", audience="", operator="Wij",
                  accessibility_note="", text="")  # fmt: skip
    assert client.post(path, same).status_code == 422, "nothing proposed"
    assert client.post(path, {**same, **worked(client, path), "cost": "koffie 1 euro"}).status_code == 200
    letter = Letter.objects.get(kind="verbetering")
    assert letter.fields == {"cost": "koffie 1 euro"}
    place.refresh_from_db()
    assert place.cost == "gratis"
    shown = admin_client.get(f"{LETTERS}?soort=verbetering").content.decode()
    assert "koffie 1 euro" in shown
    admin_client.post(f"{LETTERS}?soort=verbetering", {"bericht": letter.pk, "target": "ja", "role": "Beheerder"})
    place.refresh_from_db()
    assert (place.cost, place.verified_on, place.verified_by_role) == (
        "koffie 1 euro", timezone.localdate(), "Beheerder",
    )  # fmt: skip
    assert ModelLogEntry.objects.for_instance(place).filter(data__bericht=letter.pk).exists()


def test_the_text_as_handed_in_is_sealed_shown_to_staff_and_expires(admin_client: Client, client: Client) -> None:
    initiative, _ = handed_in(client, summary="Kanarie eerst.")
    Initiative.objects.filter(pk=initiative.pk).update(summary="Netjes gemaakt.")
    assert "Kanarie" not in str(list(Original.objects.values()))
    assert "Kanarie eerst." in admin_client.get(QUEUE).content.decode()
    Original.objects.update(expires_at=timezone.now())
    assert forget()["oorspronkelijke teksten"] == 1


def test_an_address_is_sealed_where_it_is_kept(client: Client) -> None:
    handed_in(client)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM initiatives_contact")
        assert ADDRESS not in str(cursor.fetchall())
    assert Contact.objects.latest("pk").address == ADDRESS


def test_hand_over_needs_the_code_of_both(client: Client) -> None:
    initiative, code = handed_in(client)
    client.post("/meedoen/mijn/", {"code": code, "action": "draag-over", "nieuw_adres": "opvolger@example.org"})
    (asked,) = delivered()
    assert asked.to == ["opvolger@example.org"]
    new = re.search(r"^\s+([2-9A-Z]{4}-[2-9A-Z]{4})$", asked.body, re.MULTILINE)
    assert new
    client.get("/meedoen/overnemen/", {"code": new[1]})
    assert Contact.objects.get(initiative=initiative).address == ADDRESS, "not before the other confirmed"
    assert client.post("/meedoen/code/", {"code": new[1]}).status_code == 422
    assert "Overgenomen" in client.post("/meedoen/overnemen/", {"code": new[1]}).content.decode()
    assert Contact.objects.get(initiative=initiative).address == "opvolger@example.org"
    assert client.post("/meedoen/code/", {"code": code}).status_code == 422, "the old code stopped"
    assert "kennen we niet" in client.post("/meedoen/overnemen/", {"code": new[1]}).content.decode(), "a replay"
    assert client.post("/meedoen/code/", {"code": new[1]}).status_code == 200


def test_what_has_ended_is_not_handed_over(client: Client) -> None:
    initiative, code = handed_in(client)
    move(initiative, InitiativeState.WITHDRAWN, party=Party.SUBMITTER, role="Indiener")
    client.post("/meedoen/mijn/", {"code": code, "action": "draag-over", "nieuw_adres": "opvolger@example.org"})
    assert delivered() == []


def test_from_the_queue_an_answer_knows_its_initiative(client: Client, admin_client: Client) -> None:
    initiative, _ = handed_in(client)
    link = re.search(r'href="([^"]+)">Geef antwoord', admin_client.get(QUEUE).content.decode())
    assert link
    screen = admin_client.get(unescape(link[1])).content.decode()
    assert re.search(rf'<option value="{initiative.pk}" selected', screen)


def test_without_the_sum_a_form_takes_longer_and_is_limited(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "heel snel" in client.post("/meedoen/idee/", answers(client, work="")).content.decode()
    monkeypatch.setattr(codes, "UNWORKED_SECONDS", 0)
    count = LIMITS["zonder-werk"].count
    seen = [
        client.post("/meedoen/idee/", answers(client, work="", address=f"b{n}@example.org")).status_code
        for n in range(count + 2)
    ]
    assert seen == [302] * count + [422] * 2
    assert client.post("/meedoen/idee/", answers(client)).status_code == 302, "with the sum there is room"


@pytest.mark.parametrize("work", ["", "-1", "١", "9" * 13, "0x10", "abc"])
def test_a_sum_is_a_small_number_for_this_form(work: str) -> None:
    assert not is_worked("bewijs", work)
    assert is_worked("bewijs", work_for("bewijs"))


def test_a_scheme_for_one_wijk_asks_where() -> None:
    from vergezicht.areas import AreaLevel
    from vergezicht.challenges.ground import municipality

    here, there = municipality().geography.at(AreaLevel.WIJK)[:2]
    scheme = FundingScheme(name="Alleen hier", areas=[here.code], conditions="", ask_role="Rol")
    today = timezone.localdate()

    def fit(area: str) -> Fit:
        return match(Plan("activiteit", None, "groep", True, area), [scheme], today)[0].fit

    assert (fit(here.code), fit(there.code), fit("")) == (Fit.FITS, Fit.NOT, Fit.PARTLY)


def test_the_queue_of_a_limit_is_one_row() -> None:
    from vergezicht.initiatives.models import Turnstile

    for _ in range(3):
        allow("formulier", "zelfde")
    assert Turnstile.objects.count() == 1
