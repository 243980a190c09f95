"""An image or document on a page that is online is not deleted; what uses it is named."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from vergezicht.stories.models import StoryPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("baas", "baas@example.org", "geheim"))
    return client


@pytest.fixture
def story() -> Any:
    page = StoryPage.objects.get(slug="verhaal")
    page.cover_image, page.cover_alt = get_image_model().objects.first(), "Een straat"
    page.save()
    return page


def _screen(client: Client, image: Any) -> Any:
    return BeautifulSoup(client.get(reverse("wagtailimages:delete", args=[image.pk])).content, "html.parser")


def test_an_image_that_is_online_stays_and_its_page_is_named(editor: Client, story: Any) -> None:
    image = story.cover_image
    screen = _screen(editor, image)
    assert "staat op een pagina die online is" in screen.find(id="main").get_text(" ", strip=True)
    assert screen.find("a", string=story.title)["href"] == reverse("wagtailadmin_pages:edit", args=[story.pk])
    assert screen.find("button", string="Ja, verwijderen") is None
    editor.post(reverse("wagtailimages:delete", args=[image.pk]))
    several = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
    answer = editor.post(f"{several}?id={image.pk}", follow=True)
    assert "Er is niets verwijderd" in answer.content.decode()
    listed = reverse("wagtailimages:delete_multiple", args=[image.pk])
    refused = editor.post(listed, headers={"x-requested-with": "XMLHttpRequest"})
    assert refused.status_code == 403, "the list of uploads refuses it too"
    assert get_image_model().objects.filter(pk=image.pk).exists()


def test_what_only_a_concept_has_may_go_after_that_is_said(editor: Client, story: Any) -> None:
    image = story.cover_image
    story.unpublish()
    screen = _screen(editor, image).find(id="main").get_text(" ", strip=True)
    assert "Dit wordt gebruikt." in screen and "niet online" in screen
    editor.post(reverse("wagtailimages:delete", args=[image.pk]))
    assert not get_image_model().objects.filter(pk=image.pk).exists()


def test_what_nothing_uses_may_go(editor: Client) -> None:
    document = Document.objects.create(title="Los", file=ContentFile(b"x", name="los.txt"))
    address = reverse("wagtaildocs:delete", args=[document.pk])
    assert "Nergens gebruikt" in editor.get(address).content.decode()
    editor.post(address)
    assert not Document.objects.filter(pk=document.pk).exists()
    document = Document.objects.create(title="Los", file=ContentFile(b"x", name="los.txt"))
    editor.post(reverse("wagtaildocs:delete_multiple", args=[document.pk]))
    assert not Document.objects.filter(pk=document.pk).exists()


def test_what_runs_on_a_computer_is_not_a_document(editor: Client) -> None:
    count = Document.objects.count()
    answer = editor.post(
        reverse("wagtaildocs:add"), {"title": "x", "file": ContentFile(b"MZ", name="virus.exe"), "collection": 1}
    )
    assert "niet toegestaan" in answer.content.decode() and Document.objects.count() == count
