"""A wijkmanager on a phone: from a figure to a challenge, an action, a course check; and what a resident sees of it."""

from __future__ import annotations

import quopri
import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import read_public, sign_in, violations_at_work, wait_for_public, width_of
from tests.journeys.conftest import RunningSite, Visit

pytestmark = pytest.mark.journey


@pytest.fixture
def phone(visit: Callable[..., Visit], site: RunningSite) -> Visit:
    seen = visit("/beheer/", width=360, bypass_csp=True)
    sign_in(seen.page, "redacteur", site.password)
    return seen


def _save(page: Page) -> None:
    page.click("footer button[type=submit], footer .action-save")
    expect(page.locator(".messages .success").first).to_be_visible(timeout=20_000)


def _approve(visit: Callable[..., Visit], site: RunningSite, title: str) -> None:
    """Four eyes: the bestuur approves, on a screen of its own."""
    page = visit("/beheer/", width=360).page
    sign_in(page, "bestuur", site.password)
    page.goto("/beheer/werk/ter-vaststelling/")
    page.locator(".work-card", has_text=title).locator("text=Bekijken en besluiten").click()
    page.click("button[value=vaststellen]")
    expect(page.locator(".messages")).to_contain_text("Vastgesteld")


def _hear_it(page: Page) -> None:
    """A conversation in which somebody says what the challenge is about."""
    page.goto("/beheer/gesprekken/new/")
    page.fill("#id_title", "Aan de singel")
    page.fill("#id_slug", "aan-de-singel")
    page.select_option("#id_cycle", index=1)
    page.fill("#id_date", "01-10-2020")
    page.keyboard.press("Escape")
    page.select_option("#id_method", index=1)
    wijk = page.locator("#id_areas option[value=WK019312]").text_content()
    page.get_by_role("group", name="Wijken").get_by_label(str(wijk), exact=True).check()
    page.fill("#id_summary", "Met wie langs de singel woont, over de nacht.")
    page.click("button:has-text('Voeg Punt toe')")
    page.select_option("#id_harvest-0-kind", index=1)
    page.fill("#id_harvest-0-text", "De brommers houden ons wakker.")
    page.locator(".choices__list label", has_text="rustig langs de singel").locator("input").check()
    page.check("#id_is_public")
    page.click("footer button[type=submit], footer .action-save")
    expect(page.locator(".messages")).to_be_visible()


def _promise(page: Page) -> None:
    """An action under the challenge, to be approved by somebody else as well."""
    page.goto("/beheer/acties/new/")
    page.select_option("#id_challenge", label=_option(page, "#id_challenge", "rustig langs de singel"))
    page.fill("#id_title", "Een stille nacht per week")
    page.fill("#id_who", "Wijkmanager Oost")
    page.click("footer button[type=submit], footer .action-save")
    expect(page.locator(".messages")).to_be_visible()


def _option(page: Page, field: str, words: str) -> str:
    return str(page.locator(f"{field} option", has_text=words).first.inner_text())


def test_from_a_figure_to_a_public_challenge_with_its_course(
    phone: Visit, site: RunningSite, visit: Callable[..., Visit]
) -> None:
    page = phone.page
    page.goto("/beheer/werk/wat-valt-op/?gebied=WK019312")
    expect(page.locator(".work-finding").first).to_contain_text("tussen")
    page.locator(".work-finding button").first.click()
    expect(page.locator(".messages")).to_contain_text("niemand ziet het")
    page.fill("#id_title", "Wipstrik: rustig langs de singel")
    page.fill("#id_slug", "wipstrik-rustig-langs-de-singel")
    page.fill("#id_code", "O9")
    page.fill("#id_goal", "Wie langs de singel woont, slaapt met het raam open.")
    page.fill("#id_reason", "Bewoners zeggen dat er hard gereden wordt.")
    page.click("button:has-text('Voeg Partner toe')")
    page.select_option("#id_involvements-0-partner", index=1)
    partner = page.locator("#id_involvements-0-partner option:checked").inner_text()
    page.select_option("#id_state", "vastgesteld")
    page.click("footer button[type=submit], footer .action-save")
    expect(page.locator(".messages")).to_contain_text("Een ander stelt dit vast")
    _hear_it(page)
    _approve(visit, site, "Aan de singel")
    assert read_public(site, "/opgaven/wipstrik-rustig-langs-de-singel/") is None
    _approve(visit, site, "Wipstrik: rustig langs de singel")
    _promise(page)
    _approve(visit, site, "Een stille nacht per week")
    page.goto("/beheer/werk/opgaven/wipstrik-rustig-langs-de-singel/koerscheck/")
    expect(page.locator(".work")).to_contain_text("Dit is de eerste koerscheck")
    page.check("input[name=verdict][value=bijsturen]")
    page.fill("#id_story", "We weten nog te weinig. Eerst gaan we langs de deuren.")
    page.select_option("#id_bijsturing-0-kind", "actie-erbij")
    page.fill("#id_bijsturing-0-text", "Een ronde langs de deuren.")
    page.fill("#id_bijsturing-0-owner_role", "Wijkmanager Oost")
    page.click(".work button.button")
    expect(page.locator(".messages")).to_contain_text("staat vast")
    text = wait_for_public(site, "/opgaven/wipstrik-rustig-langs-de-singel/", "Een ronde langs de deuren.")
    assert "slaapt met het raam open" in text
    assert partner in text
    assert "Een stille nacht per week" in text
    assert "De brommers houden ons wakker" in text
    assert "controlegetal" in text
    assert phone.complaints == []


def test_an_action_is_brought_up_to_date_on_a_phone(phone: Visit, site: RunningSite) -> None:
    page = phone.page
    page.goto("/beheer/werk/opgaven/zwolle-zuid-contact-in-de-straat/")
    began = time.monotonic()
    page.locator(".work-card", has_text="Welkomstkaart").locator("text=Bijwerken").click()
    page.fill("#id_text", "De kaart ligt nu bij veertig nieuwe bewoners op de mat.")
    page.click(".work button.button")
    expect(page.locator(".messages")).to_contain_text("Bijgewerkt")
    assert time.monotonic() - began < 60
    wait_for_public(site, "/opgaven/zwolle-zuid-contact-in-de-straat/", "veertig nieuwe bewoners op de mat")
    assert phone.complaints == []


def test_a_partner_updates_from_a_phone_in_under_a_minute(
    phone: Visit, visit: Callable[..., Visit], site: RunningSite
) -> None:
    """The link of the mail that was really put in the folder; no account, no script, no cookie."""
    page = phone.page
    page.goto("/beheer/werk/partnerlinks/")
    page.select_option("#id_partner", label="Woningcorporatie")
    page.fill("#id_label", "Sociaal werker")
    page.fill("#id_address", "werk@partner.example")
    page.click("text=Verstuur de link")
    expect(page.locator(".messages")).to_contain_text("onderweg")
    path = _link_in_the_mail(site)
    seen = visit(path, width=360, script=False)
    began = time.monotonic()
    seen.page.locator(".plain-list a").first.click()
    title = seen.page.text_content("h1")
    assert width_of(seen.page) <= 360
    seen.page.fill("#id_text", "Twaalf gezinnen deden mee.")
    seen.page.click("button >> text=Bewaren")
    assert "Bewaard, bedankt" in (seen.page.text_content("main") or "")
    assert time.monotonic() - began < 60
    assert seen.context.cookies() == []
    assert title


def _link_in_the_mail(site: RunningSite) -> str:
    for _ in range(120):
        for path in (site.folder / "mail").glob("*.log"):
            text = quopri.decodestring(path.read_bytes()).decode("utf-8", "replace")
            if found := re.search(r"(/meedoen/partner/\S+/)", text):
                return found[1]
        time.sleep(0.5)
    raise AssertionError("no mail with a link")


@pytest.mark.parametrize(
    "path",
    [
        "werk/",
        "werk/raster/",
        "werk/raster/werkboek/",
        "werk/wie-waar/",
        "werk/ter-vaststelling/",
        "werk/partnerlinks/",
        "werk/opgaven/assendorp-meer-groen-minder-steen/",
        "werk/opgaven/assendorp-meer-groen-minder-steen/koerscheck/",
        "werk/opgaven/assendorp-meer-groen-minder-steen/terugblik/",
        "werk/cycli/2020-2022/overdracht/",
        "werk/wat-valt-op/?gebied=WK019313",
        "werk/briefing/WK019313/",
    ],
)
def test_axe_finds_nothing_on_the_work_screens(phone: Visit, path: str) -> None:
    page = phone.page
    page.goto(f"/beheer/{path}")
    assert violations_at_work(page) == []
    assert width_of(page) <= 360


def test_a_resident_follows_one_question_to_what_was_done(visit: Callable[..., Visit]) -> None:
    page = visit("/opgaven/", width=360, script=False).page
    page.click("text=Wat is er met mijn antwoord gedaan?")
    trail = page.locator(".trail", has_text="Hoe tevreden bent u over het groen")
    trail.locator("text=Twintig geveltuinen per jaar").click()
    assert "actie-" in page.url
    assert "U ziet planten langs de gevel" in page.text_content("main")
    page.click("text=Een muur vol ideeën in de winkelstraat >> nth=0")
    assert page.text_content("h1") == "Een muur vol ideeën in de winkelstraat"
    page.click("main >> text=Assendorp: meer groen, minder steen >> nth=0")
    page.click("main >> text=versie 3")
    page.click("main >> text=Versie 1")
    assert "Zoals op 18 maart 2021" in page.text_content("main")
