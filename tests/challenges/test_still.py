"""While an edition is made, what its pages stand on is read once; outside of that, every time."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from vergezicht.challenges.ground import current_adoptions
from vergezicht.challenges.models import Challenge
from vergezicht.challenges.queries import all_challenges
from vergezicht.challenges.still import held_still
from vergezicht.languages import known_languages, speaking

pytestmark = pytest.mark.django_db


def test_within_an_edition_nothing_changes_under_a_reader() -> None:
    with held_still():
        all_challenges()
        Challenge.objects.update(title="Heel anders")
        assert "Heel anders" not in {item.title for item in all_challenges()}
    assert {item.title for item in all_challenges()} == {"Heel anders"}


def test_it_is_read_once_and_every_caller_has_its_own_list() -> None:
    with held_still(), CaptureQueriesContext(connection) as queries:
        all_challenges().clear()
        assert all_challenges()
        asked = len(queries)
        all_challenges()
        current_adoptions()
        current_adoptions()
        assert len(queries) == asked + 1


def test_each_language_has_objects_of_its_own() -> None:
    other = next(code for code in known_languages() if code != "nl")
    with held_still():
        dutch = all_challenges()
        with speaking(other):
            assert all_challenges() == dutch
            assert all_challenges()[0] is not dutch[0]
