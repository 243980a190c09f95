"""Strict by default, well or not well in words, and an editor who publishes is heard."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from tests.challenges.people import make_user

from vergezicht.challenges.roles import Role
from vergezicht.publication.models import Edition, EditionState
from vergezicht.stories.models import StoryPage, TextPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    get_user_model().objects.create_superuser("redacteur", "", "geheim")
    client.login(username="redacteur", password="geheim")
    return client


def test_production_is_the_default_and_strict() -> None:
    code = (
        "import django; django.setup(); from django.conf import settings as s;"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0,"
        " s.WAGTAIL_GRAVATAR_PROVIDER_URL, s.WAGTAIL_ENABLE_UPDATE_CHECK, s.SESSION_COOKIE_PATH)"
    )
    environment = {"PATH": os.environ["PATH"], "VERGEZICHT_SECRET_KEY": "x", "VERGEZICHT_URL": "https://voorbeeld.nl"}
    environment["DJANGO_SETTINGS_MODULE"] = "vergezicht.website.settings.production"
    answer = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["False", "True", "True", "True", "None", "False", "/beheer/"]


def test_without_a_key_production_says_what_to_do(tmp_path: object) -> None:
    environment = {"PATH": os.environ["PATH"], "VERGEZICHT_VAR": str(tmp_path)}
    environment["DJANGO_SETTINGS_MODULE"] = "vergezicht.website.settings.production"
    answer = subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"], env=environment, capture_output=True, text=True
    )
    assert answer.returncode != 0
    assert "vergezicht setup" in answer.stderr


def test_health_tells_what_is_online(client: Client) -> None:
    assert client.get("/beheer/gezondheid/").status_code == 503
    Edition.objects.create(number=7, state=EditionState.PUBLISHED, reason="x", finished_at=timezone.now())
    answer = client.get("/beheer/gezondheid/")
    assert answer.status_code == 200
    assert answer.json()["editie"] == 7
    Edition.objects.create(state=EditionState.FAILED, reason="y")
    assert client.get("/beheer/gezondheid/").status_code == 503


def test_a_draft_picture_is_for_editors_only(client: Client) -> None:
    assert client.get("/beheer/media/original_images/bankje.webp").status_code == 302


def test_the_editor_speaks_dutch_and_shows_the_state_of_the_site(editor: Client) -> None:
    text = editor.get("/beheer/").content.decode()
    assert "Pagina" in text
    assert "Er is nog niets gepubliceerd" in text
    assert 'lang="nl"' in text
    assert "gravatar" not in text


def test_every_screen_of_ours_opens(editor: Client) -> None:
    story = StoryPage.objects.get()
    for path in ("wijkopgaven/", "wijkopgaven/new/", "cycli/", "releases/", "edities/", f"pages/{story.pk}/edit/"):
        assert editor.get(f"/beheer/{path}").status_code == 200, path


def test_help_leads_to_nothing_in_english_on_another_site(editor: Client) -> None:
    text = editor.get("/beheer/").content.decode()
    assert "guide.wagtail.org" not in text and "docs.wagtail.org" not in text
    assert "keyboard-shortcuts-dialog" in text


@pytest.mark.parametrize(
    ("role", "refused"), [(Role.DISTRICT_MANAGER, True), (Role.BOARD, True), (Role.COMMUNICATION, False)]
)
def test_the_search_for_pages_is_offered_to_who_may_search_them(client: Client, role: Role, refused: bool) -> None:
    client.force_login(make_user("iemand", role))
    assert (client.get("/beheer/pages/").status_code != 200) == refused
    text = client.get("/beheer/").content.decode()
    assert ("without-pages" in text) == refused


def test_publishing_a_page_asks_for_an_edition(editor: Client) -> None:
    page = TextPage.objects.get(slug="over")
    page.lead = "Anders."
    page.save_revision().publish()
    waiting = Edition.objects.get()
    assert waiting.state == EditionState.REQUESTED
    assert page.title in waiting.reason


def test_a_draft_asks_for_nothing(editor: Client) -> None:
    page = TextPage.objects.get(slug="over")
    page.lead = "Concept."
    page.save_revision()
    assert not Edition.objects.exists()


def test_the_live_preview_shows_the_public_page(editor: Client) -> None:
    story = StoryPage.objects.get()
    answer = story.make_preview_request()
    assert answer.status_code == 200
    answer.render()
    assert b"De stad in zes stappen" in answer.content


def test_the_editor_has_a_policy_too(editor: Client) -> None:
    policy = editor.get("/beheer/").headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
