"""Accounts with a role, for tests."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from vergezicht.challenges.roles import Role


def make_user(name: str, *roles: Role) -> Any:
    """An account with these roles and nothing else."""
    user = get_user_model().objects.create_user(name, "", "geheim")
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return get_user_model().objects.get(pk=user.pk)  # without permissions looked up before
