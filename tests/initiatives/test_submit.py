"""Submitting without an account: from form to published, with the code; and what must not work."""

from __future__ import annotations

import io
import logging
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from lxml import html
from PIL import Image
from tests.initiatives.filling_in import ADDRESS, answers, handed_in, mailed_code, worked

from vergezicht.initiatives.models import Attempt, Contact, Initiative, InitiativePicture
from vergezicht.initiatives.open_forms import codes, photos
from vergezicht.initiatives.open_forms.limits import LIMITS, network
from vergezicht.initiatives.open_forms.submitting import forget
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party

pytestmark = pytest.mark.django_db
S = InitiativeState


def test_from_form_to_queue_with_a_code_and_without_a_cookie(client: Client) -> None:
    answer = client.post("/meedoen/idee/", answers(client))
    assert answer.status_code == 302
    initiative = Initiative.objects.latest("pk")
    assert initiative.state == S.CONCEPT, "nobody sees it before the address is confirmed"
    assert ADDRESS not in str(Initiative.objects.filter(pk=initiative.pk).values())
    code = mailed_code()
    assert code.replace("-", "") not in str(Contact.objects.values()), "the code itself is not kept"
    page = client.post("/meedoen/code/", {"code": code.lower().replace("-", " ")})
    assert "is ingediend" in page.content.decode()
    initiative.refresh_from_db()
    assert initiative.state == S.SUBMITTED
    assert initiative.term is not None
    assert not client.cookies
    assert page.headers["Cache-Control"] == "no-store"
    assert "'unsafe-inline'" not in page.headers["Content-Security-Policy"]
    assert page.headers["X-Frame-Options"] == "DENY"


def test_a_scanner_that_opens_every_link_changes_nothing(client: Client) -> None:
    client.post("/meedoen/idee/", answers(client))
    initiative, code = Initiative.objects.latest("pk"), mailed_code()
    links = re.findall(r"https?://\S+", str(mail.outbox[-1].body))
    assert links
    for link in links * 2:
        assert code not in link, "a link holds no secret"
        for method in (client.get, client.head):
            assert method(re.sub(r"^https?://[^/]+", "", link)).status_code == 200
    for path in ("/meedoen/", "/meedoen/idee/", "/meedoen/code/", "/meedoen/mijn/", "/meedoen/nieuwe-code/"):
        client.get(path, {"code": code, "action": "wis", "zeker": "ja"})
    initiative.refresh_from_db()
    assert initiative.state == S.CONCEPT
    assert initiative.contact.confirmed_at is None


def test_a_draft_is_kept_and_goes_on_with_its_code(client: Client) -> None:
    initiative, code = handed_in(client, action="bewaar", summary="", area="")
    assert initiative.state == S.CONCEPT
    form = client.post("/meedoen/mijn/", {"code": code, "action": "wijzig"}).content.decode()
    assert "Een bank bij de vijver" in form
    assert ADDRESS not in form
    more = answers(client, code=code)
    assert client.post("/meedoen/mijn/", {**more, "summary": ""}).status_code == 422
    assert (
        "is ingediend" in client.post("/meedoen/mijn/", {**more, **worked(client, "/meedoen/idee/")}).content.decode()
    )
    initiative.refresh_from_db()
    assert initiative.state == S.SUBMITTED


def test_see_change_withdraw_and_erase_by_the_same_code(client: Client) -> None:
    initiative, code = handed_in(client)
    changed = answers(client, code=code, action="bewaar", title="Twee banken")
    assert "Bewaard" in client.post("/meedoen/mijn/", changed).content.decode()
    initiative.refresh_from_db()
    assert initiative.title == "Twee banken"
    assert "Ik weet het zeker" in client.post("/meedoen/mijn/", {"code": code, "action": "wis"}).content.decode()
    assert Initiative.objects.get(pk=initiative.pk).erased_at is None, "not without being sure"
    client.post("/meedoen/mijn/", {"code": code, "action": "trek-in", "zeker": "ja"})
    assert Initiative.objects.get(pk=initiative.pk).state == S.WITHDRAWN
    assert "Gewist" in client.post("/meedoen/mijn/", {"code": code, "action": "wis", "zeker": "ja"}).content.decode()
    assert Initiative.objects.get(pk=initiative.pk).title == "Gewist"
    assert not Contact.objects.filter(initiative=initiative).exists()
    assert client.post("/meedoen/code/", {"code": code}).status_code == 422


def test_after_publication_the_words_stand(client: Client) -> None:
    from vergezicht.initiatives.lifecycle import move

    initiative, code = handed_in(client)
    move(initiative, S.PUBLISHED, party=Party.MUNICIPALITY, role="Rol")
    client.post("/meedoen/mijn/", answers(client, code=code, action="bewaar", title="Koop nu"))
    assert Initiative.objects.get(pk=initiative.pk).title == "Een bank bij de vijver"


def test_a_form_is_good_for_one_use_and_not_for_ever(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    once = answers(client)
    assert client.post("/meedoen/idee/", once).status_code == 302
    again = client.post("/meedoen/idee/", once)
    assert again.status_code == 422
    assert "al verstuurd" in again.content.decode()
    assert Initiative.objects.filter(title=once["title"]).count() == 1
    old = answers(client)
    monkeypatch.setattr(codes, "FORM_SECONDS", (0, -1))
    assert "te lang open" in client.post("/meedoen/idee/", old).content.decode()
    assert client.post("/meedoen/idee/", {**old, "token": "verzonnen"}).status_code == 422
    monkeypatch.setattr(codes, "FORM_SECONDS", (60, 4 * 3600))
    assert "heel snel" in client.post("/meedoen/idee/", answers(client)).content.decode()


def asked(client: Client, **changed: Any) -> str:
    """The page that asks for the code, after an idea was sent."""
    ticket = client.post("/meedoen/idee/", answers(client, **changed)).headers["Location"]
    assert "example.org" not in ticket
    return client.get(ticket).content.decode()


def carried_in(page: str) -> str:
    found = re.search(r'name="carried" value="([^"]+)"', page)
    assert found
    return found[1]


def test_the_page_for_the_code_says_once_where_it_went(client: Client) -> None:
    ticket = client.post("/meedoen/idee/", answers(client)).headers["Location"]
    assert ADDRESS in client.get(ticket).content.decode()
    again = client.get(ticket).content.decode()
    assert ADDRESS not in again and "Wij mailden u een code" in again, "what stands in a log tells nobody"
    ticket = client.post("/meedoen/idee/", answers(client)).headers["Location"]
    client.post("/meedoen/code/", {"code": mailed_code()})
    assert ADDRESS not in client.get(ticket).content.decode(), "nor once it is confirmed"
    assert client.get("/meedoen/code/?ingevuld=verzonnen").status_code == 200


def test_a_wrong_address_is_put_right_before_it_is_confirmed(client: Client) -> None:
    page = asked(client, address="kanari@example.org")
    initiative, old = Initiative.objects.latest("pk"), mailed_code()
    again = {**worked(client, "/meedoen/idee/"), "carried": carried_in(page), "address": "geen adres"}
    refused = client.post("/meedoen/ander-adres/", again)
    assert refused.status_code == 422 and "<title>Fout: " in refused.content.decode()
    sent = client.post("/meedoen/ander-adres/", {**again, "address": ADDRESS})
    assert ADDRESS in client.get(sent.headers["Location"]).content.decode()
    assert mail.outbox[-1].to == [ADDRESS]
    assert Contact.objects.get(initiative=initiative).address == ADDRESS, "it takes the place of the first"
    assert client.post("/meedoen/code/", {"code": old}).status_code == 422
    assert "is ingediend" in client.post("/meedoen/code/", {"code": mailed_code()}).content.decode()
    late = {**worked(client, "/meedoen/idee/"), "carried": carried_in(page), "address": "dief@example.org"}
    client.post("/meedoen/ander-adres/", late)
    assert Contact.objects.get(initiative=initiative).address == ADDRESS, "not once it is confirmed"
    client.post("/meedoen/ander-adres/", {**late, "carried": "verzonnen"})
    assert mail.outbox[-1].to == [ADDRESS]


def test_when_the_mail_to_another_address_fails_the_first_stands(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, code = asked(client), mailed_code()
    monkeypatch.setattr("vergezicht.initiatives.views.ideas.send", lambda *_: False)
    again = {**worked(client, "/meedoen/idee/"), "carried": carried_in(page), "address": "ander@example.org"}
    assert client.post("/meedoen/ander-adres/", again).status_code == 422
    assert client.post("/meedoen/code/", {"code": code}).status_code == 200


@pytest.mark.parametrize(
    ("path", "fields"),
    [("idee/", {"title": ""}), ("melden/", {"text": ""}), ("volgen/", {"address": "x"}), ("nieuwe-code/", {}),
     ("code/", {"code": "x"}), ("overnemen/", {"code": "x"})],
)  # fmt: skip
def test_who_listens_hears_first_that_something_is_wrong(client: Client, path: str, fields: dict[str, str]) -> None:
    page = html.fromstring(client.post(f"/meedoen/{path}", {"website": "", **fields}).content)
    assert page.findtext(".//title").startswith("Fout: ")
    (focused,) = page.xpath("//*[@autofocus]")
    assert focused.get("tabindex") == "-1" or focused.tag == "input"
    assert not page.xpath("//main//*[@role='alert']"), "what has the focus is not said a second time"
    links = page.xpath("//*[@class='form__errors']//a/@href")
    controls = [f"#{name}" for name in page.xpath("//form//@id")]
    assert links == sorted(links, key=controls.index), "in the order of the form"
    for link in page.xpath("//*[@class='form__errors']//a"):
        assert page.xpath(f"//*[@id='{link.get('href')[1:]}']"), link.get("href")
    assert not html.fromstring(client.get(f"/meedoen/{path}").content).findtext(".//title").startswith("Fout")


def test_machines_fall_into_the_trap(client: Client) -> None:
    before = Initiative.objects.count()
    assert client.post("/meedoen/idee/", answers(client, website="https://spam.example")).status_code == 422
    assert Initiative.objects.count() == before
    assert not mail.outbox


@pytest.mark.parametrize(
    "text",
    ["kijk op www.voorbeeld.nl", "https://x.example", "koop op goedkoop.com", "<script>alert(1)</script>", "<b>vet</b>",
     "mail mij: ik@example.org", "bel 06 12345678", "bel +31 6 1234 5678"],
)  # fmt: skip
def test_no_links_html_addresses_or_numbers_in_public_texts(client: Client, text: str) -> None:
    for field in ("title", "summary", "body", "street"):
        answer = client.post("/meedoen/idee/", answers(client, **{field: text}))
        assert answer.status_code == 422, (field, text)
        assert "<script>alert" not in answer.content.decode()
    assert not mail.outbox


def test_ordinary_dutch_is_no_link(client: Client) -> None:
    handed_in(client, summary="Elke 2e zondag (1-3 uur), kosten € 2.50. Dus: 3 > 2, en 10.000 stappen!")


def test_wrong_codes_are_counted_per_network_over_all_workers(client: Client) -> None:
    _, code = handed_in(client)
    for _ in range(LIMITS["code-netwerk"].count):
        assert client.post("/meedoen/code/", {"code": "AAAA-AAAA"}, REMOTE_ADDR="203.0.113.7").status_code == 422
    assert client.post("/meedoen/code/", {"code": code}, REMOTE_ADDR="203.0.113.99").status_code == 429
    assert client.post("/meedoen/code/", {"code": code}, REMOTE_ADDR="198.51.100.1").status_code == 200
    Attempt.objects.update(at=timezone.now() - timedelta(hours=2))
    assert client.post("/meedoen/code/", {"code": code}, REMOTE_ADDR="203.0.113.7").status_code == 200
    assert "203.0" not in str(Attempt.objects.values()), "no address is kept"


def test_limits_per_address_and_network(client: Client) -> None:
    for n in range(LIMITS["mail-adres"].count):
        answer = client.post("/meedoen/idee/", answers(client), REMOTE_ADDR=f"203.0.{n}.1")
        assert answer.status_code == 302
    assert client.post("/meedoen/idee/", answers(client), REMOTE_ADDR="203.0.99.1").status_code == 429
    sent = len(mail.outbox)
    for n in range(LIMITS["idee-netwerk"].count + 3):
        client.post("/meedoen/idee/", answers(client, address=f"buur{n}@example.org"), REMOTE_ADDR="198.51.100.9")
    assert len(mail.outbox) - sent == LIMITS["idee-netwerk"].count


def test_a_forwarded_address_counts_only_from_our_own_proxy(rf: Any) -> None:
    told = {"HTTP_X_FORWARDED_FOR": "10.9.9.9, 198.51.100.7"}
    assert network(rf.get("/", REMOTE_ADDR="127.0.0.1", **told)) == "198.51.100.0/24"
    assert network(rf.get("/", REMOTE_ADDR="203.0.113.5", **told)) == "203.0.113.0/24"
    assert network(rf.get("/", REMOTE_ADDR="2001:db8:1:2ff::5")) == "2001:db8:1:200::/56"
    assert network(rf.get("/", REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR="onzin")) == "onbekend"


def test_known_and_unknown_addresses_get_the_same_answer(client: Client) -> None:
    _, code = handed_in(client)
    pages = []
    for address in (ADDRESS, "niemand@example.org"):
        fields = worked(client, "/meedoen/nieuwe-code/", address=address)
        answer = client.post("/meedoen/nieuwe-code/", fields)
        pages.append((answer.status_code, answer.headers["Location"]))
    assert pages[0] == pages[1]
    assert [item.to for item in mail.outbox[1:]] == [[ADDRESS]]
    assert client.post("/meedoen/code/", {"code": code}).status_code == 422, "the old code stopped"
    assert client.post("/meedoen/code/", {"code": mailed_code()}).status_code == 200


def test_what_outlives_its_term_is_gone(client: Client) -> None:
    client.post("/meedoen/idee/", answers(client))
    initiative, code = Initiative.objects.latest("pk"), mailed_code()
    assert forget()["concepten"] == 0
    Contact.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.post("/meedoen/code/", {"code": code}).status_code == 422, "an expired code opens nothing"
    assert forget()["concepten"] == 1
    assert not Initiative.objects.filter(pk=initiative.pk).exists()


def test_the_address_goes_some_time_after_the_end_and_the_initiative_stays(client: Client) -> None:
    from vergezicht.initiatives.lifecycle import move

    initiative, _ = handed_in(client)
    move(initiative, S.REJECTED, party=Party.MUNICIPALITY, role="Rol", reason="Kan niet.")
    left = Contact.objects.get(initiative=initiative).expires_at - timezone.now()
    assert timedelta(days=rules().contact_days - 1) < left <= timedelta(days=rules().contact_days)
    Contact.objects.update(expires_at=timezone.now())
    assert forget()["contactgegevens"] == 1
    assert Initiative.objects.filter(pk=initiative.pk).exists()


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://kwaad.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}])
def test_another_site_cannot_send_a_form(client: Client, headers: dict[str, str]) -> None:
    assert client.post("/meedoen/idee/", answers(client), **headers).status_code == 403
    assert not mail.outbox


def test_a_mail_header_cannot_be_smuggled_in(client: Client) -> None:
    for address in ("a@example.org\nBcc: b@example.org", "a@example.org\r\nSubject: x", "a@example.org,b@example.org"):
        assert client.post("/meedoen/idee/", answers(client, address=address)).status_code == 422
    handed_in(client, title="Regel een Bcc: iets anders")
    assert "Bcc" not in mail.outbox[-1].subject


def test_when_the_mail_fails_nothing_is_kept_and_the_log_names_nobody(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ConnectionRefusedError(ADDRESS)

    monkeypatch.setattr("vergezicht.initiatives.mail.send_mail", broken)
    before = Initiative.objects.count()
    with caplog.at_level(logging.DEBUG):
        answer = client.post("/meedoen/idee/", answers(client))
    assert answer.status_code == 422
    assert "niet worden verstuurd" in answer.content.decode()
    assert Initiative.objects.count() == before
    assert ADDRESS not in caplog.text
    assert "code niet verstuurd" in caplog.text


def a_photo(kind: str = "JPEG", size: tuple[int, int] = (2400, 1200)) -> bytes:
    image = Image.new("RGB", size, (90, 140, 90))
    exif = Image.Exif()
    exif[0x010F] = "GEHEIMMERK"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    buffer = io.BytesIO()
    image.save(buffer, kind, **({"exif": exif, "comment": b"GEHEIM"} if kind == "JPEG" else {}))
    return buffer.getvalue()


def test_a_picture_is_written_anew_without_what_the_camera_told(client: Client) -> None:
    original = a_photo()
    assert b"GEHEIMMERK" in original
    upload = SimpleUploadedFile("mijn straat.jpg", original + b"<script>alert(1)</script>", "image/jpeg")
    initiative, _ = handed_in(client, photo=upload, photo_alt="Een bank")
    picture = InitiativePicture.objects.get(initiative=initiative)
    kept = Path(picture.file.path).read_bytes()
    assert b"GEHEIM" not in kept
    assert b"script" not in kept
    assert "straat" not in picture.file.name
    with Image.open(picture.file.path) as image:
        assert image.format == "WEBP"
        assert image.size == (1600, 800) == (picture.width, picture.height)
        assert not image.getexif()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'),
        ("x.jpg", b"GIF89a<script>alert(1)</script>"),
        ("x.png", a_photo("PNG")[:400]),
        ("x.jpg", b""),
    ],
    ids=["svg", "polyglot", "cut off", "empty"],
)
def test_what_is_no_picture_is_refused(client: Client, name: str, content: bytes) -> None:
    upload = SimpleUploadedFile(name, content, "image/jpeg")
    assert client.post("/meedoen/idee/", answers(client, photo=upload, photo_alt="x")).status_code == 422
    assert not mail.outbox


def test_a_picture_that_unpacks_to_too_much_is_refused(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    Image.new("1", (7000, 7000)).save(buffer, "PNG")
    assert len(buffer.getvalue()) < 100_000
    upload = SimpleUploadedFile("bom.png", buffer.getvalue(), "image/png")
    answer = client.post("/meedoen/idee/", answers(client, photo=upload, photo_alt="x"))
    assert answer.status_code == 422
    assert "te veel pixels" in answer.content.decode()
    monkeypatch.setattr(photos, "MOST_BYTES", 10)
    upload = SimpleUploadedFile("groot.jpg", a_photo(), "image/jpeg")
    assert "te groot" in client.post("/meedoen/idee/", answers(client, photo=upload, photo_alt="x")).content.decode()
