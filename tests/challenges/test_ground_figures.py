"""Under a field with references to figures stands what readers get of them, and what is wrong, in words."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from tests.challenges.people import make_user

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.ground_figures import ground_figures
from vergezicht.challenges.roles import Role
from vergezicht.challenges.screens.forms import ChallengeForm

pytestmark = pytest.mark.django_db


def test_under_a_field_with_references_stands_what_the_reader_gets(client: Client) -> None:
    client.force_login(make_user("wijkmanager", Role.DISTRICT_MANAGER))
    lines = ["lonely@stadsdeel/noord#2020", "lonely@stadsdeel/nergens"]
    (ground,) = ground_figures(lines)
    title = current_release().indicator("lonely").title
    told = client.get("/beheer/werk/cijfers/aanleiding/", {"tekst": "\n".join(lines)}).content.decode()
    assert f"in Noord, 2020: {ground.text}" in " ".join(re.sub("<[^>]+>", "", told).split())
    assert f"‘{title}’ (stadsdeel/nergens): het gebied stadsdeel/nergens bestaat niet" in told
    said = client.get("/beheer/werk/cijfers/oogst/", {"tekst": "lonely@stadsdeel/noord"}).content.decode()
    assert "Het cijfer erbij:" in said
    assert client.get("/beheer/werk/cijfers/nergens/").status_code == 404

    form = ChallengeForm.base_fields["figures"].widget.render("figures", lines[0], {"id": "id_figures"})
    assert 'aria-describedby="id_figures-lezer"' in form
    assert 'id="id_figures-lezer" class="ground-figures" aria-live="polite"' in form
    assert ground.text in form, "also without script"
