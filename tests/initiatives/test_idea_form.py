"""The form for an idea as a resident reads it: what it asks, what may wait, and areas in an order to find one."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from tests.initiatives.filling_in import answers, handed_in, worked
from tests.publication.listening import unsaid

from vergezicht.areas import AreaLevel
from vergezicht.areas.alphabet import in_alphabet
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.open_forms.submitting import is_complete
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.views.ideas import QUESTIONS

pytestmark = pytest.mark.django_db
FORM = "/meedoen/idee/"


def read(client: Client, path: str = FORM) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


def test_it_says_how_many_parts_it_has_and_not_that_they_are_questions(client: Client) -> None:
    lead = read(client).select_one("p.lead").get_text()
    assert "zes delen" in lead
    assert len(QUESTIONS) == 6
    assert "zes delen" in rules().steps[-1].text and "tien minuten" in lead + rules().steps[-1].text
    for path in ("/meedoen/", FORM):
        assert "zes vragen" not in client.get(path).content.decode().lower()


@pytest.mark.parametrize(("path", "field"), [(FORM, "area"), ("/meedoen/volgen/", "gebied")])
def test_areas_stand_by_wijk_in_the_order_of_the_alphabet_and_no_two_are_alike(
    client: Client, path: str, field: str
) -> None:
    groups = read(client, path).select(f"select[name={field}] optgroup")
    wijken = {area.name for area in municipality().geography.at(AreaLevel.WIJK)}
    names = [group["label"] for group in groups if group["label"] in wijken]
    assert names == sorted(names, key=in_alphabet)
    assert set(names) == wijken
    told = [option.get_text() for group in groups for option in group.select("option")]
    assert len(set(told)) == len(told)
    for group in groups:
        options = [option.get_text() for option in group.select("option")]
        if group["label"] in wijken:
            assert options.pop(0) == f"{group['label']} (hele wijk)"
        assert options == sorted(options, key=in_alphabet)


def test_what_is_lacking_is_asked_for_in_words_of_its_own(client: Client) -> None:
    lacking = {"title": "", "summary": "", "area": "", "kind": "", "address": "", "precision": "straat", "street": ""}
    page = BeautifulSoup(client.post(FORM, {**answers(client), **lacking}).content, "html.parser").get_text()
    for said in (
        "Vul in hoe uw idee heet.", "Vertel uw idee in een paar zinnen.", "Kies wat u wilt beginnen.",
        "Kies uw wijk of buurt.", "Vul uw mailadres in.", "Vul de straat in, of kies ‘Alleen de wijk of buurt’.",
    ):  # fmt: skip
        assert said in page
    assert "verplicht veld" not in page


def test_without_borders_nobody_is_asked_to_tap_a_map(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vergezicht.initiatives.open_forms.forms.has_borders", lambda: False)
    hint = read(client).select_one("details.form__fold").get_text()
    assert "twee getallen" in hint and "Tik op" not in hint
    monkeypatch.setattr("vergezicht.initiatives.open_forms.forms.has_borders", lambda: True)
    assert "Tik op de kaart" in read(client).get_text()


def test_the_exact_place_is_folded_until_somebody_wants_it(client: Client) -> None:
    fold = read(client).select_one("details")
    assert not fold.has_attr("open")
    assert fold.select_one("[name=point]") is not None
    for given in ({"precision": "punt"}, {"action": "kaart"}, {"point": "onzin"}):
        shown = BeautifulSoup(client.post(FORM, {**answers(client), **given}).content, "html.parser")
        assert shown.select_one("details").has_attr("open"), given


DEPENDING = {
    "street": ("precision", "straat", "alleen nodig bij ‘De straat’"),
    "point": ("precision", "punt", "alleen nodig bij ‘De precieze plek’"),
    "public_name": ("name_mode", "groep", "niet nodig bij ‘Een bewoner’"),
}


def test_a_field_that_another_answer_makes_necessary_says_so(client: Client) -> None:
    form = read(client)
    for name, (asking, choice, said) in DEPENDING.items():
        label = form.find("label", attrs={"for": f"id_{name}"}).get_text()
        assert said in label and "mag leeg" not in label
        filled = {**answers(client), "street": "", asking: choice}
        page = BeautifulSoup(client.post(FORM, filled).content, "html.parser")
        assert page.find(id=f"id_{name}_error") is not None
    assert "alleen nodig bij een foto" in form.find("label", attrs={"for": "id_photo_alt"}).get_text()
    assert "mag leeg" not in form.select_one("details summary").get_text()
    names = [field["name"] for field in form.select("[name=precision], [name=street], [name=point]")]
    assert names[0] == "precision", "what may be needed comes after the choice that decides it"


def test_whoever_does_what_an_error_advises_gets_no_other(client: Client) -> None:
    asked = {**answers(client), "street": "", "precision": "punt"}
    error = BeautifulSoup(client.post(FORM, asked).content, "html.parser").find(id="id_point_error").get_text()
    assert "kies ‘De straat’ en vul de straat in" in error and "‘Alleen de wijk of buurt’" in error
    handed_in(client, street="", precision="wijk")


def test_nothing_is_chosen_beforehand_but_what_shows_the_least(client: Client) -> None:
    form = read(client)
    assert not form.select("[name=kind][checked]")
    first = form.select_one("select[name=category] option")
    assert (first["value"], first.get_text()) == ("", "Kies een onderwerp")
    assert [item["value"] for item in form.select("[name=precision][checked]")] == ["wijk"]
    page = client.post(FORM, {**answers(client), "kind": "", "category": ""}).content.decode()
    assert "Kies wat u wilt beginnen." in page and "Kies waar het over gaat." in page


def test_a_draft_may_leave_open_what_it_is_and_is_not_handed_in_like_that(client: Client) -> None:
    initiative, code = handed_in(client, action="bewaar", kind="", category="")
    assert (initiative.kind, initiative.category, is_complete(initiative)) == ("", "", False)
    form = BeautifulSoup(client.post("/meedoen/mijn/", {"code": code, "action": "wijzig"}).content, "html.parser")
    assert not form.select("[name=kind][checked]")


def test_a_draft_without_an_address_comes_back_asking_no_less_than_before(client: Client) -> None:
    nothing = {**dict.fromkeys(answers(client), ""), **worked(client, FORM), "action": "bewaar"}
    page = BeautifulSoup(client.post(FORM, nothing).content, "html.parser")
    assert [link["href"] for link in page.select(".form__errors a")][-1:] == ["#id_address"]
    for before in read(client).select("form.form [name][id]"):
        now = page.find(id=before["id"])
        assert now.has_attr("required") == before.has_attr("required"), before["name"]
    assert "mag leeg" not in page.find("label", attrs={"for": "id_title"}).get_text()


def test_beside_the_button_for_a_draft_stands_what_it_needs(client: Client) -> None:
    form = read(client)
    button = form.find("button", attrs={"value": "bewaar"})
    assert "alleen uw mailadres nodig" in form.find(id=button["aria-describedby"]).get_text()
    open_yet = {"title": "", "summary": "", "area": "", "street": "", "kind": "", "category": "", "needs": []}
    for choices in ({"precision": "straat"}, {"precision": "punt"}, {"name_mode": "groep"}):
        initiative, _ = handed_in(client, action="bewaar", **open_yet, **choices)
        assert not is_complete(initiative)


def test_a_field_says_how_much_fits_in_it(client: Client) -> None:
    form = read(client)
    for field in form.select("form [maxlength]"):
        told = [form.find(id=name) for name in field.get("aria-describedby", "").split()]
        words = " ".join(item.get_text() for item in told if item)
        plain = field["name"] in {"address", "point"}
        assert (f"Hoogstens {field['maxlength']} tekens" in words) != plain, field["name"]


def test_what_describes_a_field_stays_the_same_while_somebody_types(client: Client) -> None:
    form = read(client)
    counts = form.select("[data-room]")
    assert len(counts) > 4
    for count in counts:
        field = form.find(id=count["data-room"])
        assert count["aria-hidden"] == "true"
        assert all(not form.find(id=name).select("[data-room]") for name in field["aria-describedby"].split())
        assert "id" not in count.attrs
        live = count.parent.find_next_sibling()
        assert (live["aria-live"], live.get("role"), live.get_text()) == ("polite", None, "")


def test_of_a_group_each_answer_and_its_name_say_that_one_is_needed_and_what_is_wrong(client: Client) -> None:
    page = BeautifulSoup(client.post(FORM, {**answers(client), "kind": ""}).content, "html.parser")
    group = page.select_one("fieldset:has(> label [name=kind])")
    assert (group["role"], group["aria-required"], group["aria-invalid"]) == ("radiogroup", "true", "true")
    assert group.legend.get_text() == "Wat wordt het? Kies wat u wilt beginnen."
    assert all(item.has_attr("required") and item["aria-invalid"] == "true" for item in group.select("input"))
    form = read(client)
    assert not form.select("[aria-invalid]")
    for group in form.select("fieldset.form__group"):
        assert group.has_attr("aria-required") != ("(mag leeg blijven)" in group.legend.get_text())


def test_a_mail_address_has_one_word_also_when_it_is_refused(client: Client) -> None:
    text = client.post(FORM, {**answers(client), "address": "geen adres"}).content.decode()
    assert "Dit is geen mailadres" in text
    assert not re.search(r"e-mail-?adres", text, re.IGNORECASE)


@pytest.mark.parametrize("path", [FORM, "/meedoen/volgen/"])
def test_what_happens_next_is_read_before_the_button(client: Client, path: str) -> None:
    form = read(client, path).select_one("form.form")
    beside, hint, buttons = form.find_all(recursive=False)[-3:]
    assert beside.h2.get_text() == "Wat er daarna gebeurt"
    assert "adres" in hint.get_text() and buttons.button is not None


def test_what_became_of_an_idea_can_be_read_back(client: Client) -> None:
    _, code = handed_in(client)
    page = BeautifulSoup(client.post("/meedoen/mijn/", {"code": code}).content, "html.parser")
    assert page.select_one("[role=status] p") is not None
    assert not unsaid(page)


def test_the_parts_of_a_form_are_headings(client: Client) -> None:
    form = read(client).select_one("form.form")
    headings = [legend.h2.get_text() for legend in form.select(":scope > fieldset > legend")]
    assert [heading[:2] for heading in headings] == [f"{number}." for number in range(1, 7)]


def test_beside_the_form_stands_what_happens_next_and_whom_to_call(client: Client) -> None:
    page = client.get("/meedoen/idee/").content.decode()
    beside = page[page.index('class="beside"') :]
    assert f"Binnen {rules().answer_days} dagen krijgt u antwoord" in beside
    assert "tel:14038" in beside
    assert "14 038" in beside, "said as two numbers"
    assert "Binnen" not in client.get("/meedoen/volgen/").content.decode().partition('class="beside"')[2]
