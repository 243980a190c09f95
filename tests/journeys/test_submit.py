"""A resident on a phone, by pointer or keys, with and without script: from idea to the queue; staff publish it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import sign_in, width_of
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.hands import hands_for, in_three_ways
from tests.journeys.waiting import mail_with, take_time

pytestmark = pytest.mark.journey

Open = Callable[..., Visit]
TITLE = "Een kruidentuin"


@in_three_ways
def test_an_idea_from_a_phone(visit: Open, site: RunningSite, keys: bool, script: bool) -> None:
    title = TITLE if not script else f"Een moestuin {keys:d}"
    who = f"bewoner{keys:d}{script:d}@example.org"
    seen = visit("/begin/wijken/assendorp/", width=320, script=script)
    page = seen.page
    hands = hands_for(page, keys=keys)
    hands.press(page.get_by_role("link", name="Vertel uw idee"))
    assert page.locator("select[name=area] option:checked").text_content() == "Assendorp (hele wijk)"
    hands.write(page.locator("[name=title]"), title)
    hands.write(page.locator("[name=summary]"), "Samen kruiden kweken in bakken op de hoek.")
    expect(page.locator("#id_summary_most")).to_have_text("Hoogstens 300 tekens.")
    expect(page.locator("[data-room=id_summary]")).to_have_text("Nog 258 tekens." if script else "")
    hands.tick(page.get_by_label("Iets in de straat of in het groen"))
    hands.choose(page.locator("[name=category]"), "Groen en klimaat")
    hands.tick(page.get_by_label("Handen"))
    hands.write(page.locator("[name=address]"), "geen adres")
    send = page.get_by_role("button", name="Verstuur mijn idee")
    hands.press(send)
    expect(page.locator("main")).to_contain_text(re.compile(r"Kijk dit nog even na: er (is 1 fout|zijn [2-9] fouten)"))
    expect(page.locator(".form__errors")).to_be_focused()
    assert page.title().startswith("Fout: ")
    assert page.input_value("[name=title]") == title, "nothing has to be typed twice"
    assert width_of(page) <= 320
    hands.write(page.locator("[name=address]"), who)
    take_time(page, script=script)
    hands.press(send)
    expect(page).to_have_url(re.compile(r"/meedoen/code/\?ingevuld="))
    expect(page.locator("main")).to_contain_text(f"De mail gaat naar {who}")
    code = mail_with(site, f"To: {who}", r"^\s+([2-9A-Z]{4}-[2-9A-Z]{4})$")
    hands.write(page.locator("#code"), code)
    hands.press(page.get_by_role("button", name="Ga verder"))
    expect(page.locator("main")).to_contain_text("is ingediend")
    expect(page.locator("main")).to_contain_text("U krijgt uiterlijk")
    hands.press(page.get_by_text("Wijzig"))
    assert page.input_value("[name=title]") == title
    assert seen.context.cookies() == []
    assert code not in page.url
    assert who not in page.content()


@pytest.mark.parametrize("width", [360, 1280])
def test_a_link_to_what_is_wrong_shows_the_question_and_the_error_of_its_field(visit: Open, width: int) -> None:
    page = visit("/meedoen/idee/", width=width).page
    page.locator("#id_precision_2").check()
    page.get_by_role("button", name="Verstuur mijn idee").click()
    links = page.locator(".form__errors a")
    expect(links).not_to_have_count(0)
    for name in ("title", "kind_0", "point", "address"):
        links.and_(page.locator(f"[href='#id_{name}']")).click()
        question = page.locator(f"label[for=id_{name}], legend.form__sub:has(~ label[for=id_{name}])").first
        expect(question).to_be_in_viewport(ratio=1)


def test_what_still_fits_is_heard_when_it_becomes_little_and_not_at_every_key(visit: Open) -> None:
    page = visit("/meedoen/idee/").page
    field, aloud = page.locator("[name=title]"), page.locator("p:has([data-room=id_title]) + [aria-live]")
    heard = "[...document.querySelectorAll('[aria-live]')].map((live) => live.textContent).join('')"
    field.press_sequentially("a" * 50)
    page.wait_for_timeout(2_500)
    assert page.evaluate(heard) == "", "there is room enough"
    field.press_sequentially("b" * 12)
    assert page.evaluate(heard) == "", "somebody is typing"
    expect(aloud.locator("p")).to_have_text("Nog 18 tekens.")
    field.press_sequentially("c" * 30)
    expect(aloud.locator("p")).to_have_text("Vol: er past niets meer bij.")
    field.fill("Kort")
    expect(aloud).to_be_empty()


def test_staff_publish_what_waits(visit: Open, site: RunningSite) -> None:
    page = visit("/beheer/").page
    sign_in(page, "redacteur", site.password)
    page.goto("/beheer/wachtrij/")
    row = page.locator("tr", has_text=TITLE)
    assert row.count() == 1
    row.locator("input[type=checkbox]").check()
    page.select_option("[name=target]", "gepubliceerd")
    page.fill("[name=role]", "Wijkbeheerder")
    page.click("text=Voer uit")
    expect(page.locator(".messages")).to_contain_text("1 initiatief naar")
    page.goto("/beheer/wachtrij/?stand=gepubliceerd")
    assert page.locator("tr", has_text=TITLE).count() == 1
    for _ in range(240):  # the worker bakes the edition in the background
        answer = page.goto("/initiatieven/een-kruidentuin/")
        if answer is not None and answer.ok:
            break
        page.wait_for_timeout(500)
    expect(page.locator("main")).to_contain_text("Wanneer komt er antwoord?")
    expect(page.locator("main")).to_contain_text("Een bewoner")
