"""Who only looks is answered from one state of the site; who changes something sees the change at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from vergezicht.challenges.ground import current_adoptions
from vergezicht.challenges.still import held_still
from vergezicht.website.held_still import HeldStillMiddleware

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "asked"), [("GET", 1), ("HEAD", 1), ("POST", 3), ("DELETE", 3)])
def test_the_database_is_asked_once_by_who_only_looks(
    method: str, asked: int, django_assert_num_queries: Any
) -> None:  # fmt: skip
    def answer(request: HttpRequest) -> HttpResponse:
        lists = [current_adoptions() for _ in range(3)]
        assert lists[0] == lists[1] == lists[2]
        return HttpResponse("")

    with django_assert_num_queries(asked):
        HeldStillMiddleware(answer)(RequestFactory().generic(method, "/"))


def test_a_state_that_is_held_already_stays_the_one(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1), held_still():
        current_adoptions()
        with held_still():
            current_adoptions()
        current_adoptions()
