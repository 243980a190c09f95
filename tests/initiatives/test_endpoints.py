"""Every endpoint there is, found in the code itself: a new one cannot be forgotten."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from tests.initiatives.filling_in import handed_in
from tests.initiatives.invented import brought_to
from tests.initiatives.test_support import supported

from vergezicht.challenges.roles import Role
from vergezicht.initiatives import urls
from vergezicht.initiatives.models import (
    Attempt,
    Campaign,
    Contact,
    Initiative,
    InitiativePicture,
    MeetingPlace,
    OfficialResponse,
    Turnstile,
)
from vergezicht.initiatives.states import InitiativeState
from vergezicht.initiatives.wagtail_hooks import InitiativesGroup
from vergezicht.mailing.models import OutgoingMail

pytestmark = pytest.mark.django_db
S = InitiativeState
PATHS = [path for item in urls.urlpatterns if not (path := str(item.pattern)).startswith("<path:")]
every_path = pytest.mark.parametrize("pattern", PATHS, ids=[path or "index" for path in PATHS])
ONLY_READS = {"", "regelingen/"}  # nothing is sent from these


def address_of(pattern: str) -> str:
    """A path that exists for every pattern; a pattern with a part that is not known here makes the test fail."""
    public = brought_to(S.SUPPORT, "Een plan met een adres")
    Contact.objects.create(initiative=public, address="a@example.org", address_hash="h", code_hash="c",
                           confirmed_at=public.created_at, expires_at="2099-01-01T00:00:00Z")  # fmt: skip
    place = MeetingPlace.objects.exclude(state="verdwenen").first()
    assert place is not None
    slug = place.slug if pattern.startswith("verbeter/") else public.slug
    path = pattern.replace("<slug:slug>", slug).replace("<str:token>", "1-geen-token")
    assert "<" not in path, f"leer deze test wat {pattern} is"
    return f"/meedoen/{path}"


def everything() -> dict[str, list[Any]]:
    """All rows that this package and the outbox hold, but what is counted against a limit."""
    models = [*apps.get_app_config("initiatives").get_models(), OutgoingMail]
    kept = [item for item in models if item not in {Attempt, Turnstile}]
    return {item.__name__: list(item.objects.order_by("pk").values()) for item in kept}


@every_path
def test_looking_changes_nothing_sets_no_cookie_and_is_not_kept(client: Client, pattern: str) -> None:
    path = address_of(pattern)
    before = everything()
    answer = client.get(path)
    assert answer.status_code in {200, 302}, path
    assert "no-store" in answer.headers["Cache-Control"]
    assert not answer.cookies
    assert everything() == before
    assert client.put(path).status_code == client.delete(path).status_code == 405


@every_path
@pytest.mark.parametrize(
    "headers",
    [{"HTTP_ORIGIN": "https://slecht.example"}, {"HTTP_SEC_FETCH_SITE": "cross-site"}],
    ids=["origin", "fetch site"],
)
def test_another_site_sends_nothing(pattern: str, headers: dict[str, str]) -> None:
    client, path = Client(enforce_csrf_checks=True), address_of(pattern)
    before = everything()
    assert client.post(path, {"code": "x", "alles": "ja"}, **headers).status_code == 403
    assert everything() == before


@every_path
def test_an_empty_or_huge_form_changes_nothing(client: Client, pattern: str) -> None:
    path = address_of(pattern)
    before = everything()
    assert client.post(path, {}).status_code in {200, 302, 410, 422}
    huge = client.generic("POST", path, b"x", "application/octet-stream", CONTENT_LENGTH="99000000")
    assert huge.status_code == 413
    assert everything() == before


@every_path
def test_without_a_token_no_form_is_taken(client: Client, pattern: str) -> None:
    path = address_of(pattern)
    before = everything()
    fields = {"text": "Hallo", "address": "x@example.org", "title": "x", "summary": "x", "kind": "steun",
              "reason": "onjuist", "frequency": "week", "code": "222222", "action": "wis", "zeker": "ja"}  # fmt: skip
    client.post(path, fields)
    assert everything() == before


def test_what_was_begun_for_one_initiative_is_not_finished_for_another(client: Client) -> None:
    one, other = brought_to(S.SUPPORT, "Eén"), brought_to(S.SUPPORT, "Ander")
    carried, digits = supported(client, one)
    client.post(f"/meedoen/steun/{other.slug}/code/", {"carried": carried, "code": digits})
    assert not one.supports.exists() and not other.supports.exists()


def test_a_code_opens_its_own_initiative_whatever_else_is_sent(client: Client) -> None:
    mine, code = handed_in(client, address="een@example.org")
    other, _ = handed_in(client, address="ander@example.org", title="Van een ander")
    fields = {"code": code, "action": "wis", "zeker": "ja", "initiative": other.pk, "slug": other.slug, "pk": other.pk}
    client.post("/meedoen/mijn/", fields)
    mine.refresh_from_db()
    other.refresh_from_db()
    assert mine.erased_at is not None and other.erased_at is None


def test_a_picture_that_is_also_a_page_or_an_archive_is_only_a_picture(client: Client) -> None:
    made = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(made, "JPEG", comment=b"<script>alert(1)</script>")
    both = made.getvalue() + b"<script>alert(2)</script>PK\x03\x04inhoud"
    photo = SimpleUploadedFile("plaatje.html", both, content_type="text/html")
    initiative, _ = handed_in(client, photo=photo, photo_alt="Een groen vlak")
    picture = InitiativePicture.objects.get(initiative=initiative)
    kept = picture.file.read()
    assert b"script" not in kept and b"PK\x03\x04" not in kept
    assert picture.file.name.endswith((".webp", ".jpg", ".jpeg", ".png"))


# Who may do what in the editor: everything of this package, or nothing.
RESIDENTS = {Role.DISTRICT_MANAGER, Role.COMMUNICATION, Role.ADMINISTRATOR}
MODELS = {type(item).__name__: item for item in InitiativesGroup().items}


def screens() -> list[tuple[str, str, bool]]:
    """Every screen: its name, its address, whether it is about one row."""
    found = [("wachtrij", reverse("initiatives_queue"), False), ("berichten", reverse("initiatives_letters"), False)]
    rows: dict[str, Callable[[], Any]] = {
        "Initiative": lambda: Initiative.objects.first(),
        "OfficialResponse": lambda: OfficialResponse.objects.first(),
        "Campaign": lambda: Campaign.objects.first(),
    }
    for viewset in MODELS.values():
        row = rows.get(viewset.model.__name__, viewset.model.objects.first)()
        assert row is not None, f"er is geen voorbeeld van {viewset.model.__name__}"
        for pattern in viewset.get_urlpatterns():
            about_one = "<" in str(pattern.pattern)
            name = f"{viewset.url_namespace}:{pattern.name}"
            found.append((name, reverse(name, args=[row.pk] if about_one else []), about_one))
    return found


def staff(role: str) -> Client:
    user = get_user_model().objects.create_user("iemand", "", "geheim")
    if role == "geen rol":
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    else:
        user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", [*Role.values, "geen rol"])
def test_each_screen_is_for_who_works_with_residents(role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    client, before = staff(role), everything()
    reached, kept_out = [], []
    for name, path, _ in screens():
        for method in ("get", "post"):
            status = getattr(client, method)(path).status_code
            (reached if status == 200 else kept_out).append((method, name))
    assert everything() == before
    if role in RESIDENTS:
        names = {name for _, name in reached}
        assert {"wachtrij", "berichten", "initiatieven:index", "campagnes:add", "activiteiten:index"} <= names
    else:
        assert reached == [], f"{role} komt waar dat niet hoort"


def test_strangers_reach_no_screen_at_all(client: Client) -> None:
    for _, path, _ in screens():
        for method in ("get", "post"):
            answer = getattr(client, method)(path)
            assert answer.status_code == 302 and "/beheer/" in answer.headers["Location"], path


def test_an_address_that_leads_nowhere_gets_a_page_of_this_site(client: Client) -> None:
    assert client.get("/meedoen/idee").headers["Location"] == "/meedoen/idee/", "a forgotten stroke is no mistake"
    answer = client.get("/meedoen/wie/weet/")
    assert answer.status_code == 404
    assert "Dit is er niet (meer)" in answer.content.decode()
