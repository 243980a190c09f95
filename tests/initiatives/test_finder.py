"""Four questions to a scheme: fits, partly, later or not; and honest when nothing does."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from lxml import html

from vergezicht.initiatives.finder import Fit, Plan, match
from vergezicht.initiatives.models import FundingScheme
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

TODAY = date(2026, 5, 31)


def scheme(**values: object) -> FundingScheme:
    given = {"name": "Proef", "slug": "proef", "provider": "gemeente", "summary": "s", "ask_role": "Wijkbeheerder"}
    return FundingScheme(**{**given, **values})


PLAN = Plan("activiteit", 400, "groep", True)


@pytest.mark.parametrize(
    ("values", "plan", "fit"),
    [
        ({}, PLAN, Fit.FITS),
        ({"max_amount": 400}, PLAN, Fit.FITS),
        ({"max_amount": 399}, PLAN, Fit.PARTLY),
        ({"max_amount": 100}, Plan("activiteit", None, "groep", True), Fit.FITS),
        ({"max_share": 50}, PLAN, Fit.PARTLY),
        ({"max_share": 100}, PLAN, Fit.FITS),
        ({"max_share": 50}, Plan("activiteit", 0, "groep", True), Fit.FITS),
        ({"kinds": ["fysiek"]}, PLAN, Fit.NOT),
        ({"kinds": ["fysiek", "activiteit"]}, PLAN, Fit.FITS),
        ({"applicants": ["organisatie"]}, PLAN, Fit.NOT),
        ({"needs_challenge": True}, PLAN, Fit.FITS),
        ({"needs_challenge": True}, Plan("activiteit", 400, "groep", False), Fit.NOT),
        ({"needs_challenge": True}, Plan("activiteit", 400, "groep", None), Fit.PARTLY),
        ({"open_from": TODAY}, PLAN, Fit.FITS),
        ({"open_from": TODAY + timedelta(days=1)}, PLAN, Fit.LATER),
        ({"open_until": TODAY}, PLAN, Fit.FITS),
    ],
)
def test_the_fit_follows_the_rules_of_the_scheme(values: dict[str, object], plan: Plan, fit: Fit) -> None:
    (found,) = match(plan, [scheme(**values)], TODAY)
    assert found.fit == fit
    assert found.fit == Fit.FITS or found.why, "it says why"


def test_a_scheme_that_is_over_is_not_spoken_of() -> None:
    assert match(PLAN, [scheme(open_until=TODAY - timedelta(days=1))], TODAY) == []


def test_the_best_fit_comes_first_whatever_the_order() -> None:
    schemes = [scheme(name="A", kinds=["fysiek"]), scheme(name="B", max_amount=1), scheme(name="C")]
    assert [item.scheme.name for item in match(PLAN, schemes, TODAY)] == ["C", "B", "A"]
    assert match(PLAN, schemes, TODAY) == match(PLAN, list(reversed(schemes)), TODAY)


@pytest.mark.django_db
def test_the_page_answers_a_plain_get_and_says_when_nothing_fits(client: Client) -> None:
    FundingScheme.objects.all().delete()
    asked = {"soort": "digitaal", "bedrag": "250", "wie": "bewoner", "opgave": "nee"}
    empty = client.get("/meedoen/regelingen/", asked).content.decode()
    assert "Er past nu geen regeling" in empty
    scheme(kinds=["fysiek"]).save()
    scheme(name="Wel", slug="wel", max_amount=300, open_until=timezone.localdate()).save()
    found = client.get("/meedoen/regelingen/", asked).content.decode()
    assert "1 regeling past" in found
    assert "Alleen voor: iets in de straat" in found
    wrong = client.get("/meedoen/regelingen/", asked | {"bedrag": "veel"}).content.decode()
    assert "past nu geen" not in wrong
    assert "form__error" in wrong


@pytest.mark.django_db
def test_a_scheme_says_whom_to_call_and_where_to_apply() -> None:
    FundingScheme.objects.all().delete()
    scheme(website="https://voorbeeld.nl/fonds").save()
    scheme(name="Straks", slug="straks", open_from=timezone.localdate() + timedelta(days=9)).save()
    scheme(name="Zonder site", slug="zonder").save()
    page = html.fromstring(render_address(next(one for one in public_addresses() if one.path == "/regelingen/")))
    told = {
        one.get("id"): {row.findtext("dt"): row.xpath("string(dd)") for row in one.xpath(".//dl/div")}
        for one in page.xpath("//section[@id]")
    }
    assert all(rows["Bellen"] == "Wijkservicepunt, 14 038" for rows in told.values())
    assert told["proef"]["Aanvragen"] == "op de website van gemeente"
    assert told["zonder"]["Aanvragen"] == "vraag bij Wijkservicepunt hoe dat gaat"
    assert "Aanvragen" not in told["straks"]


def test_dates_and_shares_are_checked() -> None:
    from django.core.exceptions import ValidationError

    for values in ({"open_from": TODAY, "open_until": TODAY - timedelta(days=1)}, {"max_share": 0}, {"max_share": 101}):
        with pytest.raises(ValidationError):
            scheme(**values).clean()
