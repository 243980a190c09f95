"""Reading along: a link shows the last saved draft, expires, can be withdrawn, opens nothing else, takes comments."""

from __future__ import annotations

import html
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user
from wagtail.models import Page

from vergezicht.challenges.models import RoleMailbox
from vergezicht.challenges.roles import Role
from vergezicht.initiatives.open_forms import codes
from vergezicht.mailing.models import OutgoingMail
from vergezicht.publication.baking.daily import start_day
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import GuestComment, HomePage, PreviewLink, StoryPage
from vergezicht.stories.reading_along.links import PREVIEW, make_link, places_in, revoke

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft() -> StoryPage:
    story = StoryPage(title="Nog niet af", lead="Een geheim begin.", live=False)
    story.body = [("chapter", {"title": "Het begin", "kern": "Een zin.", "theme": ""}), ("text", "<p>Een tekst.</p>")]
    HomePage.objects.get().add_child(instance=story)
    story.lead = "De laatste versie."
    story.save_revision()
    return story


@pytest.fixture
def author() -> Any:
    return make_user("voorbeeld", Role.COMMUNICATION)


@pytest.fixture
def link(draft: StoryPage, author: Any) -> tuple[PreviewLink, str]:
    link, address = make_link(draft, label="partner", days=14, user=author)
    return link, address.partition("#")[2]


@pytest.fixture
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "FORM_SECONDS", (0, 3600))
    monkeypatch.setattr(codes, "UNWORKED_SECONDS", 0)


def _blocks(draft: StoryPage) -> list[str]:
    return [str(block.id) for block in draft.get_latest_revision_as_object().body]


def _comment(client: Client, code: str, **values: str) -> Any:
    return client.post(PREVIEW, {"code": code, "token": codes.form_token(), "text": "Klopt dit?", **values})


def test_the_last_saved_draft_is_read_without_an_account(client: Client, link: tuple[PreviewLink, str]) -> None:
    asked = client.get(PREVIEW)
    assert "Plak hier uw link of code" in asked.content.decode()
    answer = client.post(PREVIEW, {"code": link[1]})
    assert answer.status_code == 200
    page = answer.content.decode()
    assert "De laatste versie." in page
    assert "dit staat nog niet op de site" in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not client.cookies
    assert "'unsafe-inline'" not in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("online", "changed", "told"),
    [(True, True, "wat op de site staat is nog anders"), (True, False, "dit staat al op de site")],
)
def test_the_banner_says_what_readers_have(
    client: Client, draft: StoryPage, link: tuple[PreviewLink, str], online: bool, changed: bool, told: str
) -> None:
    Page.objects.filter(pk=draft.pk).update(live=online, has_unpublished_changes=changed)
    assert told in client.post(PREVIEW, {"code": link[1]}).content.decode()


def test_a_pasted_address_opens_as_its_code_does(client: Client, link: tuple[PreviewLink, str]) -> None:
    pasted = f" http://testserver{PREVIEW}#{link[1][:20]}\n {link[1][20:]} "
    assert client.post(PREVIEW, {"code": pasted}).status_code == 200


def test_only_a_hash_is_kept(link: tuple[PreviewLink, str]) -> None:
    assert len(link[1]) >= 43, "256 bits"
    assert link[1] not in str(PreviewLink.objects.values_list())


def test_what_expired_was_withdrawn_or_never_was_looks_the_same(
    client: Client, draft: StoryPage, author: Any, link: tuple[PreviewLink, str]
) -> None:
    late, address = make_link(draft, label="te laat", days=3, user=author)
    PreviewLink.objects.filter(pk=late.pk).update(expires_at=timezone.now())
    assert client.post(PREVIEW, {"code": link[1]}).status_code == 200
    revoke(link[0])
    answers = [client.post(PREVIEW, {"code": code}) for code in (link[1], address, "verzonnen", "")]
    answers.append(client.get(f"{PREVIEW}een-oude-link/"))
    for answer in answers:
        assert answer.status_code == 404
        assert "De laatste versie." not in answer.content.decode()
        assert "werkt niet (meer)" in answer.content.decode()


def test_another_site_cannot_send_the_form(client: Client, link: tuple[PreviewLink, str]) -> None:
    answer = client.post(PREVIEW, {"code": link[1]}, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_link_opens_the_files_of_the_draft_and_no_other(
    client: Client, draft: StoryPage, link: tuple[PreviewLink, str], settings: Any, tmp_path: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    shown = default_storage.save("wel.txt", ContentFile(b"voor u"))
    default_storage.save("geheim.txt", ContentFile(b"niet voor u"))
    draft.body[1] = ("text", f'<p><a href="{default_storage.url(shown)}">wel</a></p>')
    draft.save_revision()
    page = client.post(PREVIEW, {"code": link[1]}).content.decode()
    assert default_storage.url("") not in page
    found = re.search(rf'href="({PREVIEW}beeld/[^"]+)"', page)
    assert found, "the file of the draft has an address"
    assert client.get(found[1]).getvalue() == b"voor u"
    forged = codes.sealed({"link": link[0].pk, "file": "geheim.txt"}, purpose="iets anders")
    for path in ("geheim.txt", "..%2Fsettings.py", forged):
        assert client.get(f"{PREVIEW}beeld/{path}/").status_code == 404
    revoke(link[0])
    assert client.get(found[1]).status_code == 404


@pytest.mark.usefixtures("unhurried")
def test_a_comment_reaches_the_maker_once_an_hour(
    client: Client, draft: StoryPage, link: tuple[PreviewLink, str]
) -> None:
    RoleMailbox.objects.create(role=Role.COMMUNICATION, address="communicatie@example.org")
    block = _blocks(draft)[0]
    assert f'value="{block}"' in client.post(PREVIEW, {"code": link[1]}).content.decode()
    asked = client.post(PREVIEW, {"code": link[1], "blok": block}).content.decode()
    assert "Bij: Hoofdstuk ‘Het begin’" in asked
    assert _comment(client, link[1], blok=block, name="Wijkagent").status_code == 200
    assert _comment(client, link[1], blok="bestaat-niet", text="Mooi.").status_code == 200
    first, second = GuestComment.objects.all()
    assert (first.block, first.name, first.where) == (block, "Wijkagent", "Hoofdstuk ‘Het begin’")
    assert (second.block, second.name, second.text) == ("", "", "Mooi.")
    mail = OutgoingMail.objects.get(key__startswith="opmerkingen:")
    assert timezone.now() < mail.not_before <= timezone.now() + timedelta(hours=1)


def test_a_table_is_told_apart_by_its_caption(draft: StoryPage) -> None:
    tables = [
        {"id": caption, "type": "table", "value": {"caption": caption, "table": None}}
        for caption in ("", "Rust per wijk")
    ]
    draft.body = json.dumps([{"id": "een", "type": "chapter", "value": {"title": "Het begin"}}, *tables])
    assert list(places_in(draft).values())[1:] == [
        "Hoofdstuk ‘Het begin’, tabel", "Hoofdstuk ‘Het begin’, tabel ‘Rust per wijk’",
    ]  # fmt: skip


@pytest.mark.usefixtures("unhurried")
def test_who_comments_sees_what_it_is_about(client: Client, link: tuple[PreviewLink, str], draft: StoryPage) -> None:
    number = fill_in_words("{liveability_mark}")
    said = "<p>De wijk geeft een {liveability_mark} &amp; meer{liveability_mark:minstens=2}.</p>"
    text = f"{said}<p>{'Nog iets. ' * 60}</p>"
    draft.body = json.dumps([{"id": "een", "type": "text", "value": text}, {"id": "twee", "type": "text", "value": ""}])
    draft.save_revision()

    def asked(block: str) -> str:
        return html.unescape(client.post(PREVIEW, {"code": link[1], "blok": block}).content.decode())

    page = asked("een")
    assert f'<blockquote class="callout"><p>De wijk geeft een {number} & meer. Nog iets.' in page
    assert "…</p></blockquote>" in page
    for other in ("twee", ""):
        assert "<blockquote" not in asked(other)


@pytest.mark.usefixtures("unhurried")
def test_a_comment_that_is_no_comment_is_refused(client: Client, link: tuple[PreviewLink, str]) -> None:
    for values in ({"text": " "}, {"text": "x" * 2001}, {"website": "https://example.org"}, {"token": "verzonnen"}):
        assert _comment(client, link[1], **{"blok": "", **values}).status_code == 422
    once = codes.form_token()
    assert _comment(client, link[1], blok="", token=once).status_code == 200
    assert "al verstuurd" in _comment(client, link[1], blok="", token=once, text="Iets anders.").content.decode()
    again = _comment(client, link[1], blok="", token=once)  # the thanks, loaded again
    assert (again.status_code, "Dank u wel" in again.content.decode()) == (200, True)
    assert _comment(client, "verzonnen", blok="").status_code == 404
    assert GuestComment.objects.count() == 1


def test_names_go_ninety_days_after_the_link_stopped_and_the_rest_with_the_page(
    draft: StoryPage, link: tuple[PreviewLink, str]
) -> None:
    comment = GuestComment.objects.create(link=link[0], where="x", text="Een zin.", name="Iemand")
    for days, name in ((89, "Iemand"), (91, "")):
        PreviewLink.objects.update(expires_at=timezone.now() - timedelta(days=days))
        start_day()
        comment.refresh_from_db()
        assert (comment.name, comment.text) == (name, "Een zin.")
    draft.delete()
    assert not GuestComment.objects.exists()


def test_the_editor_makes_shows_once_and_withdraws(client: Client, draft: StoryPage, author: Any) -> None:
    client.force_login(author)
    screen = f"/beheer/meelezers/{draft.pk}/"
    made = client.post(screen, {"label": "partner corporatie", "days": "3"})
    assert (made.status_code, made["Location"]) == (302, screen), "reloading the next screen makes no second link"
    found = re.search(rf"{PREVIEW}#([\w-]+)", client.get(screen).content.decode())
    assert found
    assert found[1] not in client.get(screen).content.decode()
    link = PreviewLink.objects.get()
    assert (link.label, link.made_by, link.made_by_role) == ("partner corporatie", author, "Communicatie")
    assert timedelta(days=2) < link.expires_at - timezone.now() <= timedelta(days=3)
    assert client.post(screen, {"label": "x", "days": "365"}).status_code == 422
    client.get(f"{screen}?intrekken={link.pk}")
    assert client.post(PREVIEW, {"code": found[1]}).status_code == 200, "asking is not yet withdrawing"
    client.post(screen, {"intrekken": link.pk})
    assert client.post(PREVIEW, {"code": found[1]}).status_code == 404
    assert "ingetrokken op" in client.get(screen).content.decode()


def test_comments_stand_in_the_editor_until_they_are_handled(
    client: Client, draft: StoryPage, author: Any, link: tuple[PreviewLink, str]
) -> None:
    block = _blocks(draft)[1]
    comment = GuestComment.objects.create(link=link[0], block=block, where="oud", text="<b>Lees</b> dit na.")
    gone = GuestComment.objects.create(link=link[0], block="weg", where="Citaat", text="Dit blok was mooi.")
    client.force_login(author)
    edit = f"/beheer/pages/{draft.pk}/edit/"
    page = client.get(edit).content.decode()
    assert "(2 open)" in page
    assert "&lt;b&gt;Lees" in page
    assert f"#block-{block}-section" in page
    assert "Citaat (staat er niet meer)" in page
    done = client.post(f"/beheer/meelezers/opmerking/{comment.pk}/", {"next": "https://example.org/"})
    assert done.headers["Location"] == f"/beheer/meelezers/{draft.pk}/"
    page = client.get(edit).content.decode()
    assert "(1 open)" in page
    assert "Lees" not in page.partition("Opmerkingen van meelezers")[2].partition("</section>")[0]
    assert gone.text in page
    script = client.post(f"/beheer/meelezers/opmerking/{gone.pk}/", headers={"accept": "application/json"})
    assert script.status_code == 204
    assert "(0 open)" in client.get(edit).content.decode()


def test_who_may_not_edit_sees_no_links(client: Client, draft: StoryPage, link: tuple[PreviewLink, str]) -> None:
    comment = GuestComment.objects.create(link=link[0], where="x", text="Een zin.")
    client.force_login(make_user("onderzoek", Role.RESEARCHER))
    assert client.get(f"/beheer/meelezers/{draft.pk}/").status_code in {302, 403}
    client.post(f"/beheer/meelezers/{draft.pk}/", {"label": "ik", "days": "3"})
    client.post(f"/beheer/meelezers/opmerking/{comment.pk}/")
    comment.refresh_from_db()
    assert comment.handled_at is None
    assert PreviewLink.objects.count() == 1
    assert client.get(f"/beheer/meelezers/{HomePage.objects.get().pk}/").status_code in {302, 403}


def test_readers_of_the_site_see_no_button(client: Client) -> None:
    client.force_login(User.objects.create_superuser("iemand"))
    assert "Opmerking hierbij" not in client.get("/verhaal/").content.decode()


@pytest.mark.usefixtures("unhurried")
def test_a_comment_stays_on_the_start_screen_however_many_drafts_are_newer(
    client: Client, draft: StoryPage, link: tuple[PreviewLink, str]
) -> None:
    assert _comment(client, link[1], name="Corporatie", blok=_blocks(draft)[0]).status_code in {200, 302}
    for number in range(6):
        newer = StoryPage(title=f"Nieuwer {number}", lead="Kort.", live=False)
        HomePage.objects.get().add_child(instance=newer)
        newer.save_revision()
    client.force_login(User.objects.create_superuser("redacteur-2"))
    panel = client.get("/beheer/").content.decode()
    assert "Nog niet af" in panel and "1 opmerking van een meelezer" in panel
    assert "Nieuwer 5" in panel and "Nieuwer 0" not in panel
