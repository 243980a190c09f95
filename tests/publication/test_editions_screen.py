"""The list of editions says which one readers see."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from vergezicht.publication.models import Edition, EditionState

pytestmark = pytest.mark.django_db


def test_one_edition_is_online_and_the_list_says_which(client: Client) -> None:
    Edition.objects.all().delete()
    states = (EditionState.PUBLISHED, EditionState.PUBLISHED, EditionState.FAILED)
    made = [Edition.objects.create(number=n, state=state, reason="x") for n, state in enumerate(states, start=1)]
    assert [one.is_online for one in made] == [False, True, False]
    client.force_login(User.objects.create_superuser("baas", "baas@example.org", "geheim"))
    assert client.get(reverse("edities:index")).content.decode().count("ja, nu") == 1
