"""A resident on a phone, without a script: from idea to the queue; staff publish it; a neighbour joins."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import RunningSite, Visit

pytestmark = pytest.mark.journey

Open = Callable[..., Visit]


def last_mail(site: RunningSite) -> str:
    files = sorted((site.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime)
    return files[-1].read_text("utf-8")


def test_an_idea_from_a_phone_without_script(visit: Open, site: RunningSite, tmp_path: Path) -> None:
    seen = visit("/begin/wijken/assendorp/", width=320, script=False)
    page = seen.page
    page.click("text=Vertel uw idee")
    assert page.locator("select[name=area] option:checked").text_content() == "Assendorp"
    page.fill("[name=title]", "Een kruidentuin")
    page.fill("[name=summary]", "Samen kruiden kweken in bakken op de hoek.")
    page.get_by_label("Iets in de straat of in het groen").check()
    page.get_by_label("Handen").check()
    page.fill("[name=address]", "geen adres")
    page.click("text=Verstuur mijn idee")
    assert "Kijk dit nog even na" in page.text_content("main")
    assert page.input_value("[name=title]") == "Een kruidentuin", "nothing has to be typed twice"
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.fill("[name=address]", "bewoner@example.org")
    page.wait_for_timeout(6500)  # without a script, sooner is a machine
    page.click("text=Verstuur mijn idee")
    assert page.url.endswith("/meedoen/code/?verstuurd")
    code = re.search(r"^\s+([2-9A-Z]{4}-[2-9A-Z]{4})$", last_mail(site), re.MULTILINE)
    assert code
    page.fill("#code", code[1])
    page.click("text=Ga verder")
    assert "is ingediend" in page.text_content("main")
    assert "U krijgt uiterlijk" in page.text_content("main")
    page.click("text=Wijzig")
    assert page.input_value("[name=title]") == "Een kruidentuin"
    assert seen.context.cookies() == []
    assert code[1] not in page.url
    assert "bewoner@example.org" not in page.content()


def test_staff_publish_what_waits(visit: Open, site: RunningSite) -> None:
    page = visit("/beheer/").page
    page.fill("#id_username", "redacteur")
    page.fill("[name=password]", site.password)
    page.click("button[type=submit]")
    page.goto("/beheer/wachtrij/")
    row = page.locator("tr", has_text="Een kruidentuin")
    assert row.count() == 1
    row.locator("input[type=checkbox]").check()
    page.select_option("[name=target]", "gepubliceerd")
    page.fill("[name=role]", "Wijkbeheerder")
    page.click("text=Voer uit")
    expect(page.locator(".messages")).to_contain_text("1 initiatief naar")
    page.goto("/beheer/wachtrij/?stand=gepubliceerd")
    assert page.locator("tr", has_text="Een kruidentuin").count() == 1
    for _ in range(240):  # the worker bakes the edition in the background
        answer = page.goto("/initiatieven/een-kruidentuin/")
        if answer is not None and answer.ok:
            break
        page.wait_for_timeout(500)
    expect(page.locator("main")).to_contain_text("Wanneer komt er antwoord?")
    expect(page.locator("main")).to_contain_text("Een bewoner")
