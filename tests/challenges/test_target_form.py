"""The form of a target: a value that its indicator can have, by a year that is to come, begun where it belongs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.models import Challenge, Cycle
from vergezicht.challenges.roles import Role
from vergezicht.challenges.screens.forms import TargetForm
from vergezicht.figures.indicator import IndicatorKind

pytestmark = pytest.mark.django_db


def of_kind(kind: IndicatorKind) -> str:
    release = current_release()
    assert release is not None
    return next(item.code for item in release.indicators if item.kind == kind and not item.measured_in)


@pytest.fixture
def target_form() -> type[Any]:
    from vergezicht.challenges.models import Target

    class Form(TargetForm):
        class Meta:
            model = Target
            fields = ("indicator", "area", "kind", "value", "baseline_period", "year", "because")

    return Form


def problems(form: type[Any], **given: Any) -> dict[str, list[str]]:
    fields = {"area": "SD1", "kind": "waarde", "baseline_period": "2020", "year": 2024} | given
    return dict(form(fields).errors)


def new_target(page: str) -> dict[str, Any]:
    """The row that a browser adds."""
    found = re.search(r'<(template|script)[^>]*id="id_targets-EMPTY_FORM_TEMPLATE"[^>]*>(.*?)</\1>', page, re.S)
    assert found is not None
    return form_data(found[2].replace("<\\/", "</"))


@pytest.mark.parametrize(
    ("kind", "wrong", "right", "told"),
    [(IndicatorKind.SHARE, (600, -1), (0, 100), "100%"), (IndicatorKind.MARK, (99, 0.9), (1, 10), "10")],
    ids=["share", "mark"],
)  # fmt: skip
def test_a_value_lies_where_figures_of_its_kind_lie(
    target_form: type[Any], kind: IndicatorKind, wrong: tuple[float, ...], right: tuple[float, ...], told: str
) -> None:
    code = of_kind(kind)
    for value in wrong:
        (problem,) = problems(target_form, indicator=code, value=value)["value"]
        assert told in problem
    for value in right:
        assert problems(target_form, indicator=code, value=value) == {}


@pytest.mark.parametrize(("year", "good"), [(2019, False), (2020, False), (2021, True), (20240, False)])
def test_a_target_is_for_a_year_after_its_baseline(target_form: type[Any], year: int, good: bool) -> None:
    found = problems(target_form, indicator=of_kind(IndicatorKind.SHARE), value=60, year=year)
    assert ("year" not in found) is good


def test_a_new_target_begins_where_its_challenge_is_and_an_action_knows_its_challenge(client: Client) -> None:
    client.force_login(make_user("manager", Role.DISTRICT_MANAGER))
    concept = Challenge.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), code="X1", slug="x1", title="Een concept", kind="kans",
        areas=["WK019313"], themes=["groen"], reason="x", goal="x",
    )  # fmt: skip
    path = f"/beheer/wijkopgaven/edit/{concept.pk}/"
    begun = new_target(client.get(path).content.decode())
    assert begun["targets-__prefix__-area"] == ["WK019313"]
    assert begun["targets-__prefix__-indicator"] == [""]
    concept.indicators = [of_kind(IndicatorKind.SHARE)]
    concept.save()
    assert new_target(client.get(path).content.decode())["targets-__prefix__-indicator"] == concept.indicators
    desk = client.get(f"/beheer/werk/opgaven/{concept.slug}/").content.decode()
    added = f"/beheer/acties/new/?opgave={concept.pk}"
    assert f'href="{added}"' in desk
    assert form_data(client.get(added).content.decode())["challenge"] == [str(concept.pk)]
