"""Users in the editor: nobody gives what he may not do himself."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from tests.challenges.people import make_user

from vergezicht.challenges.roles import Role, put_roles

pytestmark = pytest.mark.django_db

SECRET = "een lang geheim woord 9"
NEW = {"username": "nieuw", "email": "nieuw@example.org", "first_name": "N", "last_name": "N",
       "password1": SECRET, "password2": SECRET, "is_superuser": "on"}  # fmt: skip


def _with(*roles: Role) -> dict[str, Any]:
    return {"groups": list(Group.objects.filter(name__in=[role.value for role in roles]).values_list("pk", flat=True))}


def _refused(answer: Any) -> bool:
    field = BeautifulSoup(answer.content, "html.parser").find(id="id_groups").find_parent(class_="w-field")
    return "Kies ten minste één rol" in field.get_text()


@pytest.fixture
def administrator(client: Client) -> Any:
    user = make_user("beheer", Role.ADMINISTRATOR)
    client.force_login(user)
    return user


@pytest.fixture
def owner() -> User:
    return User.objects.create_superuser("baas", "baas@example.org", "geheim")


def test_only_who_may_do_everything_gives_that(client: Client, administrator: Any, owner: User) -> None:
    client.post(reverse("wagtailusers_users:add"), NEW | _with(Role.BOARD))
    assert not User.objects.get(username="nieuw").is_superuser
    client.force_login(owner)
    client.post(reverse("wagtailusers_users:add"), NEW | {"username": "ander"})
    assert User.objects.get(username="ander").is_superuser


def test_who_may_do_everything_is_changed_by_nobody_who_may_not(
    client: Client, administrator: Any, owner: User
) -> None:
    address = reverse("wagtailusers_users:edit", args=[owner.pk])
    assert client.get(address).status_code == 302
    client.post(address, NEW | {"username": "baas", "is_active": "on"})
    owner.refresh_from_db()
    assert owner.check_password("geheim")

    several = reverse("wagtail_bulk_action", args=["auth", "user", "set_active_state"])
    answer = client.post(f"{several}?id={owner.pk}&id={administrator.pk}", {"mark_as_active": "False"}, follow=True)
    owner.refresh_from_db()
    assert owner.is_active and "Er is niets gewijzigd" in answer.content.decode()

    other = make_user("wijk", Role.DISTRICT_MANAGER)
    client.post(f"{several}?id={other.pk}", {"mark_as_active": "False"})
    other.refresh_from_db()
    assert not other.is_active


def test_the_list_says_which_roles_somebody_has_and_the_form_what_a_role_does(
    client: Client, administrator: Any, owner: User
) -> None:
    make_user("wijk", Role.DISTRICT_MANAGER, Role.BOARD)
    rows = BeautifulSoup(client.get(reverse("wagtailusers_users:index")).content, "html.parser").find_all("tr")
    told = [row.get_text(" ", strip=True) for row in rows]
    assert any("wijk" in row and "Bestuur, Wijkmanager" in row for row in told)
    assert any("baas" in row and "Mag alles" in row for row in told)

    form = BeautifulSoup(client.get(reverse("wagtailusers_users:add")).content, "html.parser")
    said = form.find(id="id_groups").get_text(" ", strip=True)
    assert all(f"{role.value}: {role.does}" in said for role in Role)
    assert form.find(id="id_is_superuser").has_attr("disabled")


def test_the_groups_that_wagtail_begins_with_go_unless_somebody_is_in_them() -> None:
    for name in ("Editors", "Moderators"):
        Group.objects.get_or_create(name=name)
    make_user("wijk", Role.DISTRICT_MANAGER).groups.add(Group.objects.get(name="Editors"))
    put_roles()
    assert set(Group.objects.values_list("name", flat=True)) & {"Editors", "Moderators"} == {"Editors"}


def test_who_may_not_do_everything_needs_a_role(client: Client, administrator: Any, owner: User) -> None:
    add = reverse("wagtailusers_users:add")
    assert _refused(client.post(add, NEW)) and not User.objects.filter(username="nieuw").exists()
    client.post(add, NEW | _with(Role.BOARD))
    user = User.objects.get(username="nieuw")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    assert _refused(client.post(edit, NEW | {"is_active": "on"})) and user.groups.count() == 1
    client.post(edit, NEW)
    user.refresh_from_db()
    assert not user.is_active and not user.groups.exists(), "who no longer comes in needs no role"
    client.force_login(owner)
    client.post(add, NEW | {"username": "ander"})
    assert User.objects.get(username="ander").is_superuser


def test_one_sees_the_roles_beside_the_name_and_changes_oneself_too(client: Client, administrator: Any) -> None:
    for address in (reverse("wagtailusers_users:add"), reverse("wagtailusers_users:edit", args=[administrator.pk])):
        form = BeautifulSoup(client.get(address).content, "html.parser")
        assert form.find(id="id_groups") and not form.find(attrs={"role": "tab"}), address
    assert (
        form.find("input", attrs={"name": "groups"}, checked=True).parent.get_text(strip=True).startswith("Beheerder")
    )
    own = NEW | {"username": "beheer", "first_name": "Ander"}
    assert _refused(client.post(address, own))
    client.post(address, own | _with(Role.ADMINISTRATOR))
    administrator.refresh_from_db()
    assert administrator.first_name == "Ander" and administrator.is_active
