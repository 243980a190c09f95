"""Mail in the language of who reads it: that of the page they use, or else the one they chose before."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone
from tests.initiatives.filling_in import ADDRESS, handed_in, mailed_code, worked
from tests.initiatives.invented import an_initiative, brought_to
from tests.languages.leftovers import EveryWord, dutch_on

from vergezicht import initiatives
from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives import reminders
from vergezicht.initiatives.following import Followed
from vergezicht.initiatives.lifecycle import move
from vergezicht.initiatives.mail import written
from vergezicht.initiatives.models import Contact, Initiative, Letter, LetterKind, Subscriber, SupportKind
from vergezicht.initiatives.moderation import decide, forget_letters
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party
from vergezicht.languages import speaking
from vergezicht.mailing.delivery import deliver
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.digest import send_digests

pytestmark = pytest.mark.django_db
S = InitiativeState
LETTERS = "/beheer/berichten/"
PEOPLE_WROTE = ("Een bank met uw naam", "Om te zitten, zegt de buurt", "Rol van de wijk")
TEMPLATES = Path(initiatives.__file__).parent / "templates/initiatives/mail"


@pytest.fixture(autouse=True)
def both(monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that speaks Dutch and English, and has a translation of its own words."""
    place = replace(municipality(), languages=("nl", "en"), words={"en": EveryWord()})
    for module in ("vergezicht.publication.translated", "vergezicht.initiatives.mail"):
        monkeypatch.setattr(f"{module}.municipality", lambda: place)


def sent_since(before: int) -> list[Any]:
    deliver()
    return mail.outbox[before:]


def every_mail() -> dict[str, list[dict[str, object]]]:
    """Every mail to a resident, with each of its turns."""
    title, text, role = PEOPLE_WROTE
    initiative = brought_to(S.SUPPORT, title)
    hidden = Initiative(title=title, slug="x", state=S.REJECTED)
    wijk = municipality().geography.at(AreaLevel.WIJK)[0].code
    news = SimpleNamespace(title=title, text=text, path=f"/initiatieven/{initiative.slug}/")
    written_off = {"state": "Kan niet doorgaan", "reason": text, "note": "", "rejected": True}
    taken_on = {"state": "Gepubliceerd", "reason": "", "note": text, "rejected": False}
    address = "buur@example.org"
    return {
        "code": [{"code": "AAAA-BBBB", "days": 7, "submits": submits} for submits in (True, False)],
        "new_code": [{"codes": ["AAAA-BBBB"]}],
        "support": [{"code": "123456"}],
        "follow": [{"token": "x", "wanted": [Followed("gebied", wijk)]}],
        "digest": [{"news": [news], "stop": "1-x"}],
        "decision": [{"initiative": initiative} | taken_on, {"initiative": hidden} | written_off],
        "hand_over": [{"initiative": initiative, "code": "AAAA-BBBB"}],
        "handed_over": [{"initiative": initiative}],
        "still_there": [{"initiative": initiative}],
        "neighbour": [{"initiative": initiative, "text": text, "address": given} for given in ("", address)],
        "relay": [
            {"title": title, "how": kind.label, "offer": offer, "address": given}
            for kind, offer, given in zip(SupportKind, ("", text, ""), ("", address, address), strict=True)
        ],
        "letter": [
            {"letter": Letter(kind=kind, state=state, answer=answer, role=role)}
            for kind in LetterKind for state, answer in (("ja", ""), ("nee", text))
        ],
    }  # fmt: skip


def links(text: str) -> list[str]:
    return re.findall(r"http://127\.0\.0\.1:8000(/\S*/)", text)


def test_every_mail_is_said_in_english_and_leads_to_english_pages(client: Client) -> None:
    mails = every_mail()
    assert mails.keys() | {"term"} == {path.stem for path in TEMPLATES.glob("*.txt")}, "term is for the organisation"
    known = {area.name for area in municipality().geography} | set(PEOPLE_WROTE)
    led = set()
    for kind, contexts in mails.items():
        for context in contexts:
            subject, body = written(kind, context, "en")
            assert not dutch_on(re.sub(r"http://\S+", "", f"{subject}\n{body}"), known), (kind, body)
            dutch_subject, dutch = written(kind, context, "nl")
            assert subject != dutch_subject and "\ue000" not in subject + body
            assert [f"/en{path}" for path in links(dutch)] == links(body)
            for words in PEOPLE_WROTE:
                assert body.count(words) == dutch.count(words), "as it was written"
            led |= set(links(body))
    pages = {address.path for address in public_addresses()}
    forms = {path for path in led if "/meedoen/" in path}
    assert led - forms <= pages and led - forms
    for path in forms:
        page = client.get(path)
        assert page.status_code == 200 and '<html lang="en"' in page.content.decode(), path
    assert "The reason, as our staff wrote it (usually in Dutch):" in written("decision", mails["decision"][1], "en")[1]
    assert written("code", mails["code"][0], "en")[0] == "Your code for Own word"
    assert municipality().site_title in written("code", mails["code"][0], "nl")[0]


def test_a_site_in_dutch_only_mails_in_dutch_whatever_is_kept(monkeypatch: pytest.MonkeyPatch, client: Client) -> None:
    monkeypatch.setattr("vergezicht.initiatives.mail.municipality", municipality)
    for kind, contexts in every_mail().items():
        assert written(kind, contexts[0], "en") == written(kind, contexts[0], "nl")
    initiative, _ = handed_in(client)
    assert Contact.objects.get(initiative=initiative).language == "nl"
    assert mail.outbox[-1].subject == f"Uw code voor {municipality().site_title}"


def test_whoever_told_an_idea_in_english_hears_of_it_in_english_until_they_use_a_dutch_page(client: Client) -> None:
    initiative, code = handed_in(client, root="/en")
    assert "You told us an idea" in mail.outbox[-1].body
    before = len(mail.outbox)
    decide(initiative, S.PUBLISHED, role="Moderator", note="Leuk plan voor de buurt")
    (told,) = sent_since(before)
    assert (told.to, told.subject) == ([ADDRESS], "News about your idea")
    assert "has a new state: Published." in told.body and "    Leuk plan voor de buurt\n" in told.body
    client.get("/meedoen/code/")
    assert Contact.objects.get(initiative=initiative).language == "en", "only who has the code chooses"
    client.post("/meedoen/code/", {"code": code})
    assert Contact.objects.get(initiative=initiative).language == "nl"


def test_a_new_code_comes_in_the_language_of_the_page_that_asks_for_it(client: Client) -> None:
    initiative, _ = handed_in(client)
    form = worked(client, "/en/meedoen/nieuwe-code/", address=ADDRESS)
    client.post("/en/meedoen/nieuwe-code/", form)
    assert mail.outbox[-1].subject == "Your new code for Own word"
    assert Contact.objects.get(initiative=initiative).language == "nl", "anybody can ask"


def test_once_a_year_we_ask_in_the_language_of_the_submitter(client: Client) -> None:
    initiative, _ = handed_in(client, root="/en")
    for state in (S.PUBLISHED, S.SUPPORT, S.FEASIBILITY, S.AGREEMENTS, S.UNDER_WAY, S.REALISED):
        move(initiative, state, party=Party.MUNICIPALITY, role="Rol")
    before = len(mail.outbox)
    assert reminders.remind_residents(timezone.localdate() + timedelta(days=370)) == 1
    (told,) = sent_since(before)
    assert told.subject == "Is it still there?"
    assert links(told.body) == ["/en/meedoen/code/", "/en/meedoen/nieuwe-code/"]


def test_each_follower_reads_the_news_in_the_language_of_the_page_where_they_confirmed(client: Client) -> None:
    for root, address in (("", "een@example.org"), ("/en", "two@example.org")):
        path = f"{root}/meedoen/volgen/"
        wijk = municipality().geography.at(AreaLevel.WIJK)[0].code
        client.post(path, worked(client, path, gebied=wijk, frequency="week", address=address))
        (link,) = links(mail.outbox[-1].body)
        assert link.startswith(f"{root}/meedoen/volgen/bevestig/")
        client.post(link)
    assert [one.language for one in Subscriber.objects.order_by("pk")] == ["nl", "en"]
    initiative = brought_to(S.PUBLISHED, "Een bank voor volgers")
    before = len(mail.outbox)
    assert send_digests(timezone.now() + timedelta(days=7)) == 2
    dutch, english = sorted(sent_since(before), key=lambda told: told.to)
    assert "Een bank voor volgers: gepubliceerd" in dutch.body and "mensen ze schreven" not in dutch.body
    assert "Een bank voor volgers: published" in english.body and "usually in Dutch" in english.body
    assert english.subject == "News about what you follow"
    assert f"/en/initiatieven/{initiative.slug}/" in links(english.body)
    stop = links(english.extra_headers["List-Unsubscribe"].replace(">", " "))
    assert [f"/en{path}" for path in stop] == [path for path in links(english.body) if "/stop/" in path]
    client.post(stop[0], {"List-Unsubscribe": "One-Click"})
    assert Subscriber.objects.get().language == "nl"


@pytest.mark.parametrize(("root", "theirs"), [("/en", ""), ("", "/en")])
def test_the_code_is_in_the_language_of_who_supports_and_the_offer_in_that_of_who_reads_it(
    client: Client, root: str, theirs: str
) -> None:
    initiative, _ = handed_in(client, root=theirs)
    move(initiative, S.PUBLISHED, party=Party.MUNICIPALITY, role="Rol")
    path = f"{root}/meedoen/steun/{initiative.slug}/"
    form = worked(client, path, kind="doe-mee", offer="Ik heb hout", address="buur@example.org", follow="on")
    page = client.post(path, form).content.decode()
    carried = re.search(r'name="carried" value="([^"]+)"', page)
    digits = re.search(r"^\s+(\d{6})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert carried and digits
    assert mail.outbox[-1].subject == ("Your code to confirm" if root else "Uw code om te bevestigen")
    client.post(f"{path}code/", {"carried": carried[1], "code": digits[1]})
    told = mail.outbox[-1]
    assert told.to == [ADDRESS] and "    Ik heb hout\n" in told.body
    assert told.body.startswith("I join in: somebody" if theirs else "Ik doe mee: iemand")
    assert Subscriber.objects.get().language == ("en" if root else "nl")


def test_the_answer_to_a_letter_is_in_the_language_in_which_it_was_sent(admin_client: Client, client: Client) -> None:
    path = "/en/meedoen/melden/"
    for address in ("reader@example.org", ""):
        form = worked(client, path, about="/", reason="onjuist", text="This is wrong.", address=address)
        assert client.post(path, form).status_code == 200
    letter = Letter.objects.get(language="en")
    assert letter.address == "reader@example.org", "without an address the language is not kept"
    admin_client.post(LETTERS, {"bericht": letter.pk, "target": "nee", "role": "Moderator", "answer": "Het klopt wel."})
    (told,) = sent_since(0)
    assert told.subject == "Answer to your message"
    assert "You sent us a message (report about a page). We did not act on your report." in told.body
    assert "Our answer, as our staff wrote it (usually in Dutch):\n\n    Het klopt wel.\n\nModerator" in told.body


def test_a_question_that_stays_on_its_page_forgets_the_language_with_the_address() -> None:
    letter = Letter.objects.create(
        kind=LetterKind.QUESTION, state="ja", public_text="Mag het?", address="reader@example.org", language="en",
        expires_at=timezone.now(),
    )  # fmt: skip
    forget_letters()
    letter.refresh_from_db()
    assert (letter.address, letter.language) == ("", "nl")


def test_an_appeal_is_answered_in_the_language_of_the_submitter(admin_client: Client, client: Client) -> None:
    initiative, code = handed_in(client, root="/en")
    decide(initiative, S.REJECTED, role="Moderator", reason="Reclame.")
    client.post("/en/meedoen/mijn/", {"code": code, "action": "bezwaar", "bezwaar": "It is a bench."})
    letter = Letter.objects.get(kind="bezwaar")
    before = len(sent_since(0))
    admin_client.post(f"{LETTERS}?soort=bezwaar", {"bericht": letter.pk, "target": "nee", "role": "Rol", "answer": "x"})
    (told,) = sent_since(before)
    assert "You sent us a message (objection to a decision)." in told.body


def test_who_takes_over_is_asked_in_the_language_they_chose_before_and_goes_on_in_that_of_their_page(
    client: Client,
) -> None:
    other, _ = handed_in(client, root="/en", address="new@example.org", title="Eerder plan")
    initiative, code = handed_in(client)
    page = client.post("/en/meedoen/code/", {"code": code}).content.decode()
    assert "Our email to that person is in Dutch, unless they chose another language here before." in page
    before = len(mail.outbox)
    for address in ("nobody@example.org", "new@example.org"):
        client.post("/meedoen/mijn/", {"code": code, "action": "draag-over", "nieuw_adres": address})
    unknown, known = sent_since(before)
    assert unknown.subject == "Iemand vraagt u een initiatief over te nemen"
    assert known.subject == "Somebody asks you to take over an initiative"
    assert links(known.body) == ["/en/meedoen/overnemen/"]
    client.post("/en/meedoen/overnemen/", {"code": mailed_code()})
    assert Contact.objects.get(initiative=initiative).language == "en"
    (told,) = sent_since(before + 2)
    assert (told.to, told.subject) == ([ADDRESS], "Uw initiatief is overgedragen"), "they used a Dutch page last"
    assert Contact.objects.get(initiative=other).language == "en"


def test_mail_to_the_organisation_stays_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    given = replace(rules(), desk_mail="loket@example.org", escalation_mail="")
    monkeypatch.setattr(reminders, "rules", lambda: given)
    initiative = an_initiative("Wacht op antwoord")
    Initiative.objects.exclude(pk=initiative.pk).update(response_due=None)
    move(initiative, S.SUBMITTED, party=Party.SUBMITTER, role="Indiener")
    with speaking("en"):
        reminders.remind_residents(initiative.response_due)
    (told,) = sent_since(0)
    assert told.subject == "Een antwoord is bijna nodig" and "8000/beheer/wachtrij/" in told.body


@pytest.mark.parametrize("kind", list(LetterKind))
def test_what_was_decided_is_said_of_every_kind_and_for_both(kind: LetterKind) -> None:
    accepted, refused = (Letter(kind=kind, state=state).outcome for state in ("ja", "nee"))
    assert accepted != refused
    assert "besloten" not in accepted + refused
