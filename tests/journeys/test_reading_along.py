"""Reading along: an editor makes a link, a guest without script reads and comments, the editor withdraws it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import sign_in
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.hands import hands_for
from tests.journeys.waiting import take_time

pytestmark = pytest.mark.journey


def test_a_guest_reads_along_until_the_link_is_withdrawn(visit: Callable[..., Visit], site: RunningSite) -> None:
    editor = visit("/beheer/").page
    sign_in(editor, "redacteur", site.password)
    listed = editor.request.get("/beheer/api/main/pages/?type=stories.StoryPage").json()["items"]
    number = next(item["id"] for item in listed if item["meta"]["type"] == "stories.StoryPage")
    screen = f"/beheer/meelezers/{number}/"
    editor.goto(screen)
    editor.get_by_label("Voor wie").fill("partner corporatie")
    editor.get_by_role("button", name="Maak een link").click()
    link = editor.get_by_label("De nieuwe link").input_value()

    seen = visit(link, width=320, script=False)
    guest, hands = seen.page, hands_for(seen.page, keys=True)
    hands.write(guest.get_by_label("Plak hier uw link of code"), link)
    hands.press(guest.get_by_role("button", name="Lees mee"))
    expect(guest.get_by_text("Stuur de link niet door")).to_be_visible()
    guest.get_by_role("button", name="Opmerking hierbij: Hoofdstuk ‘Doen we mee?’", exact=True).click()
    hands.write(guest.get_by_label("Uw opmerking"), "Klopt dit getal?")
    hands.write(guest.get_by_label("Uw naam of rol"), "Corporatie")
    take_time(guest, script=False)
    hands.press(guest.get_by_role("button", name="Verstuur"))
    expect(guest.get_by_role("status")).to_contain_text("Uw opmerking is bewaard")
    hands.press(guest.get_by_role("button", name="Lees verder"))
    expect(guest.locator("h1")).to_have_text("Van getallen naar vergezichten")
    assert seen.context.cookies() == []
    assert not [url for url in seen.requested if link.partition("#")[2] in url.partition("#")[0]]

    with_script = visit(link)
    expect(with_script.page.locator("h1")).to_have_text("Van getallen naar vergezichten")
    assert "#" not in with_script.page.url
    assert with_script.complaints == []

    editor.goto("/beheer/")
    expect(editor.locator("main")).to_contain_text("1 opmerking van een meelezer")
    editor.goto(f"/beheer/pages/{number}/edit/")
    expect(editor.get_by_role("link", name="1 opmerking van een meelezer")).to_be_visible()
    expect(editor.get_by_text("Opmerkingen van meelezers (1 open)")).to_be_attached()
    editor.evaluate("window.isNotLoadedAgain = true")
    editor.get_by_role("button", name=re.compile("opmerking van Corporatie")).click()
    expect(editor.get_by_text("Opmerkingen van meelezers (0 open)")).to_be_attached()
    expect(editor.get_by_text("Afgehandeld.", exact=True)).to_be_visible()
    expect(editor.get_by_role("link", name="1 opmerking van een meelezer")).to_have_count(0)
    expect(editor.locator("p:focus")).to_contain_text("Afgehandeld.")
    assert editor.evaluate("window.isNotLoadedAgain"), "who was writing there keeps what was typed"

    editor.goto(screen)
    editor.get_by_role("link", name=re.compile("van de link van partner corporatie")).click()
    editor.get_by_role("button", name="Ja, trek in").click()
    expect(editor.locator("main")).to_contain_text("ingetrokken op")
    guest.get_by_role("button", name="Opmerking over de hele pagina").click()
    expect(guest.locator("h1")).to_have_text("Deze link werkt niet (meer)")
