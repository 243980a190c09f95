"""Choosing the figure or the claim of a sentence by name: what it says now, and what is written into the text."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.references import figure_of, parse_reference
from vergezicht.figures import Reference
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.living.claims import ClaimRule
from vergezicht.stories.living.living_numbers import fill_in_plain, fill_in_words, unknown_references
from vergezicht.stories.models import HomePage
from vergezicht.stories.picking.dialog import FigureForm, place_choices
from vergezicht.stories.picking.text import FIGURES, FigureTextBlock

pytestmark = pytest.mark.django_db


@pytest.fixture
def ask(client: Client) -> Any:
    client.force_login(User.objects.create_superuser("kiezer"))
    return lambda **given: client.get(reverse("try_figure"), given).json()


def test_a_figure_says_what_it_is_now_with_its_margin(ask: Any) -> None:
    release = current_release()
    assert release is not None
    answer = ask(indicator="liveability_mark", area="stadsdeel/noord", period="", rule="")
    assert answer["written"] == "{liveability_mark@stadsdeel/noord}"
    assert answer["says"] == fill_in_plain(answer["written"], release)
    assert "Noord" in answer["about"]
    assert "tussen" in answer["about"]


def test_nothing_is_said_before_something_is_chosen(ask: Any) -> None:
    assert ask(indicator="") == {"written": "", "says": "", "about": "", "holds": {}, "shown": None}


def test_what_does_not_exist_is_not_written(ask: Any) -> None:
    assert ask(indicator="onzin")["written"] == ""
    assert ask(indicator="liveability_mark", area="stadsdeel/nergens")["says"]
    assert ask(indicator="liveability_mark", period="1900")["written"] == ""


def test_a_figure_that_may_not_be_shown_is_not_written(ask: Any) -> None:
    release = current_release()
    assert release is not None
    hidden = next(figure for figure in release.figures() if figure.value is None)
    area = release.geography[hidden.area]
    answer = ask(indicator=hidden.indicator, area=f"{area.level}/{area.slug}", period=hidden.period)
    assert answer["written"] == ""
    assert "Dit cijfer is er niet" in answer["says"]


@pytest.mark.parametrize("rule", [ClaimRule.ABOVE, ClaimRule.BELOW, ClaimRule.NO_DIFFERENCE])
def test_a_claim_is_written_only_when_it_holds(ask: Any, rule: ClaimRule) -> None:
    release = current_release()
    assert release is not None
    signs = {ClaimRule.ABOVE: 1, ClaimRule.BELOW: -1, ClaimRule.NO_DIFFERENCE: 0}
    said = []
    for area in release.geography.at(release.geography.levels[1]):
        compared = release.comparison("social_cohesion", area.code, Reference.MUNICIPALITY, None)
        assert compared is not None
        answer = ask(indicator="social_cohesion", area=f"{area.level}/{area.slug}", rule=rule.value)
        holds = compared.verdict.sign == signs[rule]
        said.append(holds)
        assert bool(answer["written"]) == holds, answer
        assert list(unknown_references(answer["written"])) == []
        assert holds or "Voorstel: " in answer["says"]
        assert "{" not in answer["says"]
    assert False in said


def test_the_dialog_says_beforehand_which_claims_are_true(ask: Any) -> None:
    given = {"indicator": "social_cohesion", "area": "stadsdeel/noord"}
    holds = ask(**given, rule="")["holds"]
    assert set(holds) == {rule.value for rule in ClaimRule if not rule.needs_value}
    assert sum(holds[rule] for rule in ("hoger", "lager", "geen-verschil")) == 1
    for rule, is_true in holds.items():
        answer = ask(**given, rule=rule)
        assert bool(answer["written"]) == is_true
        assert is_true or answer["says"].startswith("Dat klopt niet. ")
        assert answer["holds"] == holds


def test_a_bound_asks_for_its_number(ask: Any) -> None:
    given = {"indicator": "liveability_mark", "rule": "minstens"}
    assert ask(**given)["says"] == "Vul een getal in."
    assert ask(**given, value="veel")["written"] == ""
    assert ask(**given, value="2,5")["written"] == "{liveability_mark:minstens=2.5}"


def test_a_bound_is_marked_as_soon_as_its_number_is_there(ask: Any) -> None:
    given = {"indicator": "liveability_mark", "area": "stadsdeel/noord"}
    others = ask(**given, rule="")["holds"]
    assert ask(**given, rule="minstens")["holds"] == others  # they stay while the number is asked for
    for rule in ("", "minstens", "hoger"):
        holds = ask(**given, rule=rule, value="2")["holds"]
        assert holds == others | {"minstens": True, "hoogstens": False}
    assert ask(rule="minstens", value="2")["holds"] == {}


def test_every_area_that_can_be_chosen_is_found_again() -> None:
    release = current_release()
    assert release is not None
    places = [code for _, choices in place_choices()[1:] for code, _ in choices]
    assert len(places) == len(release.geography) - 1
    for code in places:
        reference = parse_reference(f"liveability_mark@{code}")
        assert reference is not None
        assert figure_of(reference, release) is not None


def test_the_dialog_has_a_label_for_every_field(client: Client) -> None:
    client.force_login(User.objects.create_superuser("kiezer"))
    html = client.get(reverse("pick_figure")).content.decode()
    assert all(f'for="id_{name}"' in html for name in FigureForm.base_fields)


def test_only_who_may_enter_the_editor_asks(client: Client) -> None:
    assert client.get(reverse("try_figure"), {"indicator": "liveability_mark"}).status_code == 302


def test_wherever_a_number_lives_it_can_be_chosen() -> None:
    """Every text in a block with living numbers has the button: rich text, plain text and the cells of a table."""
    missing = []
    for name, block in STORY_BLOCKS:
        for field in getattr(block, "living", ()):
            inner = block.child_blocks[field]
            for text in getattr(inner, "child_blocks", {"": inner}).values():
                features = getattr(text, "features", None)
                if not isinstance(text, FigureTextBlock) if features is None else not set(FIGURES) <= set(features):
                    missing.append(f"{name}.{field}")
    assert missing == []


def test_a_lead_claims_nothing_that_does_not_hold() -> None:
    form_of = HomePage.get_edit_handler().get_form_class()
    home = HomePage.objects.get()
    lead = "Dat is {weg} en {liveability_mark:minstens=11}."
    wrong = form_of({"title": home.title, "slug": home.slug, "lead": lead}, instance=home)
    assert not wrong.is_valid()
    assert len(wrong.errors["lead"]) == 2


def test_the_list_tells_unit_and_value_of_the_chosen_area(client: Client) -> None:
    release = current_release()
    assert release is not None
    client.force_login(User.objects.create_superuser("kiezer"))
    told = client.get(reverse("list_figures"), {"area": "stadsdeel/noord"}).json()
    assert set(told) == {item.code for item in release.indicators}
    now = fill_in_plain("{liveability_mark@stadsdeel/noord}", release)
    assert told["liveability_mark"].endswith(f" · rapportcijfer {now}")
    assert told["lonely"].endswith("%")
    assert "geen cijfer" in client.get(reverse("list_figures"), {"area": "stadsdeel/nergens"}).json()["lonely"]


def test_a_figure_in_the_text_is_chosen_again(client: Client) -> None:
    client.force_login(User.objects.create_superuser("kiezer"))
    html = client.get(reverse("pick_figure"), {"written": "{lonely@stadsdeel/noord:minstens=2}"}).content.decode()
    chosen = re.findall(r'<option value="([^"]+)" selected>', html)
    assert chosen == ["lonely", "stadsdeel/noord", "minstens"]
    assert "Wijzig" in html
    assert "selected" not in re.sub('value="" selected', "", client.get(reverse("pick_figure")).content.decode())


def test_a_text_field_shows_how_its_references_read(client: Client) -> None:
    client.force_login(User.objects.create_superuser("redactie-5", password="x"))
    told = client.get(reverse("show_figure"), {"written": "{liveability_mark@stadsdeel/noord}"}).json()
    assert told["kind"] == "number"
    assert told["text"].count(",") == 1
    for written, reason in (
        ("{bestaat_niet}", "‘bestaat_niet’ (Zwolle): dit cijfer staat niet in de vastgestelde cijfers"),
        ("{liveability_mark@stadsdeel/nergens}", "‘Prettig wonen in de buurt’ (stadsdeel/nergens): het gebied"),
        ("{liveability_mark#1850}", "‘Prettig wonen in de buurt’ (Zwolle, meting 1850): van dit cijfer is er geen"),
        ("{liveability_mark:onzin}", "‘onzin’ bij Prettig wonen in de buurt (Zwolle): kies een regel"),
        ("{op-kaart@buurt/nergens}", "het gebied buurt/nergens bestaat niet"),
        ("{gewone letters}", "de lezer ziet deze letters"),
    ):
        wrong = client.get(reverse("show_figure"), {"written": written}).json()
        assert wrong.keys() == {"text", "wrong"}
        assert wrong["text"] == fill_in_words(written), "what readers get"
        assert reason in wrong["wrong"] and written not in wrong["wrong"]
    client.logout()
    assert client.get(reverse("show_figure"), {"written": "{liveability_mark}"}).status_code == 302
