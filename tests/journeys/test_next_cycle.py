"""The end of a cycle: a new release, the next cycle by four eyes, and a decision about every challenge."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.built import ZWOLLE
from tests.journeys.acting import read_public, sign_in, violations, wait_for_public, width_of
from tests.journeys.conftest import RunningSite, at_its_address, command, free_port, serve, working

pytestmark = pytest.mark.journey

_DECISIONS = ["doorgaan", "aanpassen", "afronden", "stoppen"]


@pytest.fixture(scope="module")
def own_site(tmp_path_factory: pytest.TempPathFactory, demo: Path) -> Iterator[RunningSite]:
    """A site of its own, without the worker: after this journey every challenge is closed."""
    folder = Path(shutil.copytree(demo, tmp_path_factory.mktemp("next") / "demo", symlinks=True))
    yield from serve(replace(at_its_address(folder), url=f"http://127.0.0.1:{free_port()}"), worker=False)


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory, own_site: RunningSite) -> Path:
    """The same survey with one wave more, of invented answers."""
    folder = tmp_path_factory.mktemp("survey") / "zwolle"
    shutil.copytree(ZWOLLE, folder)
    survey = folder / "survey"
    shutil.copy(survey / "codebook_2020.json", survey / "codebook_2022.json")
    shutil.copy(survey / "simulated/answers_2020.csv", survey / "simulated/answers_2022.csv")
    project = survey / "project.toml"
    text = project.read_text("utf-8").replace("bvb-2020-v1", "bvb-2022-v1").replace("2016 – 2020", "2016 – 2022")
    wave = text[text.rindex("[[wave]]") :].replace("2020", "2022")
    project.write_text(f"{text}\n{wave}", "utf-8")
    target = folder / "bvb-2022-v1"
    command(own_site, "release", "build", str(project), "--out", str(target))
    return target


def _signed_in(browser: Browser, site: RunningSite, name: str, width: int) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 800}, base_url=site.url, bypass_csp=True).new_page()
    page.goto("/beheer/")
    sign_in(page, name, site.password)
    return page


def _adopt_everything(page: Page) -> int:
    """Look at what waits and adopt it, one proposal after the other; returns how many."""
    count = 0
    while True:
        page.goto("/beheer/werk/ter-vaststelling/")
        waiting = page.locator(".work-card >> text=Bekijken en besluiten")
        if not waiting.count():
            return count
        waiting.first.click()
        page.click("button[value=vaststellen]")
        expect(page.locator(".messages")).to_contain_text("Vastgesteld")
        count += 1


def test_the_next_cycle_starts_on_a_new_release_and_decides_about_every_challenge(
    browser: Browser, own_site: RunningSite, release: Path
) -> None:
    assert "vastgesteld" in command(own_site, "adopt", str(release), "--role", "Onderzoeker")
    administrator = _signed_in(browser, own_site, "beheerder", 1280)
    administrator.goto("/beheer/cycli/new/")
    administrator.fill("#id_name", "Cyclus 2022–2024")
    administrator.fill("#id_slug", "2022-2024")
    administrator.fill("#id_starts", "15-01-2022")
    administrator.fill("#id_ends", "31-12-2024")
    administrator.fill("#id_period", "2022")
    administrator.keyboard.press("Escape")
    administrator.click("footer button[type=submit], footer .action-save")
    expect(administrator.locator(".messages")).to_contain_text("Een ander stelt dit vast")
    board = _signed_in(browser, own_site, "bestuur", 360)
    assert _adopt_everything(board) == 1

    manager = _signed_in(browser, own_site, "wijkmanager", 360)
    manager.goto("/beheer/werk/cycli/2020-2022/overdracht/")
    manager.select_option("select[name=to]", "2022-2024")
    cards = manager.locator(".work-card")
    decided: list[tuple[str, str]] = []
    for number in range(cards.count()):
        card, decision = cards.nth(number), _DECISIONS[number % 4]
        card.locator("select").select_option(decision)
        card.locator("textarea").fill(f"Besluit {number}: zo spraken we af.")
        path = (card.locator("h2 a").get_attribute("href") or "").rstrip("/").rpartition("/")[2]
        decided.append((path, decision))
    assert len(decided) == 14
    manager.click("text=Alles overdragen")
    expect(manager.locator(".messages")).to_contain_text("Over 14 opgaven is besloten")
    going_on = [slug for slug, decision in decided if decision == "doorgaan"]
    cards = manager.locator(".work-card")
    expect(cards).to_have_count(len(going_on))
    assert manager.locator("text=Bekijken en besluiten").count() == 0, "who carried over adopts nothing of it"
    assert width_of(manager) <= 360
    stopped = next(slug for slug, decision in decided if decision == "stoppen")
    assert _adopt_everything(board) == len(going_on)
    with working(own_site):
        successor = wait_for_public(own_site, f"/opgaven/{going_on[0]}-2022-2024/", "Cyclus 2022–2024")
    assert "zo spraken we af" in (read_public(own_site, f"/opgaven/{stopped}/") or "")
    assert going_on[0] in successor, "and back to where it comes from"
    manager.goto("/beheer/werk/cycli/2020-2022/overdracht/")
    expect(manager.locator(".work")).to_contain_text("Over alle opgaven van deze cyclus is besloten")


@pytest.mark.parametrize(
    "path", ["/beheer/aanmelden/login/", "/raad/", "/gesprekken/aan-tafel-in-de-buurtkamer/versies/"]
)
def test_axe_finds_nothing_at_the_door_and_before_the_council(
    browser: Browser, own_site: RunningSite, path: str
) -> None:
    for width, scheme in ((360, "dark"), (1280, "light")):
        context = browser.new_context(viewport={"width": width, "height": 800}, base_url=own_site.url, bypass_csp=True,
                                      color_scheme=scheme)  # fmt: skip
        page = context.new_page()
        page.goto(path)
        assert width_of(page) <= width
        assert violations(page) == []
        context.close()
