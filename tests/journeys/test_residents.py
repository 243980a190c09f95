"""Residents and who works with them: a neighbour, a follower, a moderator at the keyboard, staff, a steward, an end."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.acting import sign_in
from tests.journeys.conftest import RunningSite, Visit

pytestmark = pytest.mark.journey

Open = Callable[..., Visit]
with_and_without_script = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])


def within(site: RunningSite, code: str) -> None:
    """Run a few lines where the site lives, as the worker would: time passes, strangers write."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("VERGEZICHT", "DJANGO"))}
    environment |= {"VERGEZICHT_VAR": str(site.folder), "VERGEZICHT_URL": site.url,
                    "DJANGO_SETTINGS_MODULE": "vergezicht.website.settings.production"}  # fmt: skip
    code = f"import django; django.setup()\n{code}"
    subprocess.run([sys.executable, "-c", code], env=environment, check=True, timeout=60)


def mail_with(site: RunningSite, words: str, pattern: str) -> str:
    """What ``pattern`` finds in the newest mail that holds ``words``; the worker may take a moment."""
    for _ in range(60):
        files = sorted((site.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        for text in (path.read_text("utf-8") for path in files):
            if words in text and (found := re.search(pattern, text, re.MULTILINE)):
                return found[1]
        time.sleep(0.25)
    raise AssertionError(f"geen mail met {words}")


def take_time(page: Page, *, script: bool = True) -> None:
    """Sooner than two seconds is a machine, sooner than six without the script, which has its sum to do."""
    page.wait_for_timeout(2300 if script else 6500)
    if script:
        expect(page.locator("[name=work]")).not_to_have_value(
            "", timeout=20_000
        )  # the policy of the page allows no eval


@with_and_without_script
def test_a_neighbour_joins(visit: Open, site: RunningSite, script: bool) -> None:
    who = f"buurvrouw{script:d}@example.org"
    seen = visit("/initiatieven/bankje-met-boekenkast/", width=360, script=script)
    page = seen.page
    page.click("text=Steun dit of doe mee")
    page.get_by_label("Ik doe mee").check()
    page.fill("[name=address]", who)
    take_time(page, script=script)
    page.click("text=Stuur mij een code")
    page.fill("#code", mail_with(site, who, r"^\s+(\d{6})$"))
    page.click("button:has-text('Bevestig')")
    expect(page.locator("main")).to_contain_text("telt mee")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert seen.context.cookies() == []


@with_and_without_script
def test_a_follower_from_opt_in_to_digest_to_the_end(visit: Open, site: RunningSite, script: bool) -> None:
    who = f"volger{script:d}@example.org"
    page = visit("/opgaven/assendorp-meer-groen-minder-steen/", width=360, script=script).page
    page.click("text=Volg deze opgave per mail")
    page.fill("[name=address]", who)
    take_time(page, script=script)
    page.click("text=Stuur mij een mail")
    expect(page.locator("main")).to_contain_text("U krijgt een mail")
    page.goto(mail_with(site, who, r"^(http\S+/bevestig/\S+)$"))
    page.click("text=Ja, ik wil dit volgen")
    expect(page.locator("h1")).to_have_text("U volgt het")
    within(site, """
from datetime import timedelta
from django.utils import timezone
from vergezicht.challenges.models import Challenge, ProgressUpdate
from vergezicht.mailing.delivery import deliver
from vergezicht.publication.digest import send_digests
action = Challenge.objects.get(slug="assendorp-meer-groen-minder-steen").actions.first()
ProgressUpdate.objects.create(action=action, date=timezone.localdate(), status="op-koers", text="Nieuws.", role="Rol")
send_digests(timezone.now() + timedelta(days=8))
deliver()
""")  # fmt: skip
    assert mail_with(site, f"To: {who}\n", r"^(Nieuws\.)$")
    page.goto(mail_with(site, f"To: {who}\n", r"Stoppen of wijzigen: (http\S+/stop/\S+)"))
    expect(page.locator("main")).to_contain_text("Assendorp: meer groen, minder steen")
    page.click("button:has-text('Stop met alles')")
    expect(page.locator("h1")).to_have_text("Gestopt")
    page.go_back()
    page.reload()
    expect(page.locator("h1")).to_have_text("U krijgt geen mail")


def test_a_moderator_clears_two_hundred_spam_posts_and_finds_five_real_ones_by_keyboard(
    visit: Open, site: RunningSite
) -> None:
    within(site, """
from vergezicht.initiatives.lifecycle import free_slug, move
from vergezicht.initiatives.models import Initiative
for n in range(205):
    title = f"Echt plan {n}" if n % 45 == 7 else f"Goedkope zonnepanelen {n}"
    plan = Initiative.objects.create(title=title, slug=free_slug(title), summary="Zomaar.", category="ontmoeten",
                                     areas=["WK019313"], is_example=True)
    move(plan, "ingediend", party="indiener", role="Indiener")
""")  # fmt: skip
    page = visit("/beheer/").page
    page.goto("/beheer/")
    sign_in(page, "redacteur", site.password)
    published = rejected = 0
    for _ in range(12):
        page.goto("/beheer/wachtrij/?stand=ingediend")
        rows = page.locator("[data-queue] tbody tr")
        titles = [text.strip() for text in rows.locator("label strong").all_inner_texts()]
        if not any(title.startswith(("Echt plan", "Goedkope")) for title in titles):
            break
        real = [n for n, title in enumerate(titles) if not title.startswith("Goedkope")]
        page.locator("[data-queue] tbody input[type=checkbox]").first.focus()
        keys = page.keyboard
        if real:  # first what is real: to it with j, choose with x
            for here, after in zip([0, *real], [*real, None], strict=False):
                if after is None:
                    break
                for _ in range(after - here):
                    keys.press("j")
                keys.press("x")
        else:
            keys.press("a")
        keys.press("d")
        keys.type("Gepubliceerd" if real else "Kan niet")
        keys.press("Tab")
        keys.type("Moderator")
        keys.press("Tab")  # the public note stays empty
        keys.press("Tab")
        keys.type("Reclame" if not real else "Geen")
        keys.press("Tab")
        keys.press("Tab")
        keys.press("Enter")
        expect(page.locator(".messages")).to_contain_text("naar")
        published += len(real)
        rejected += 0 if real else len(titles)
    assert published >= 5
    assert rejected == 200
    page.goto("/beheer/wachtrij/?stand=gepubliceerd")
    assert page.locator("label strong", has_text="Echt plan").count() == 5
    assert page.locator("label strong", has_text="Goedkope").count() == 0


def test_staff_enter_a_paper_form(visit: Open, site: RunningSite) -> None:
    page = visit("/beheer/").page
    page.goto("/beheer/")
    sign_in(page, "redacteur", site.password)
    page.goto("/beheer/initiatieven/new/")
    page.fill("[name=title]", "Een ruilkast van papier")
    page.fill("[name=summary]", "Van een formulier uit het wijkcentrum.")
    page.select_option("[name=origin]", "papier")
    page.select_option("[name=areas]", label="Assendorp")
    page.locator("[type=submit]", has_text="Toevoegen").click()
    page.goto("/beheer/wachtrij/?stand=concept")
    row = page.locator("tr", has_text="Een ruilkast van papier")
    expect(row).to_contain_text("Op papier")
    row.locator("input[type=checkbox]").check()
    page.select_option("[name=target]", "ingediend")
    page.fill("[name=role]", "Wijkservicepunt")
    page.click("text=Voer uit")
    page.goto("/beheer/wachtrij/?stand=ingediend")
    expect(page.locator("tr", has_text="Een ruilkast van papier")).to_contain_text("Nog 42 dagen")


def test_a_steward_who_is_late_is_reminded_and_answers(visit: Open, site: RunningSite) -> None:
    within(site, """
from dataclasses import replace
from datetime import timedelta
from django.utils import timezone
from vergezicht.initiatives import reminders
from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.rules import rules
from vergezicht.mailing.delivery import deliver
given = replace(rules(), desk_mail="loket@example.org", escalation_mail="hoofd@example.org")
reminders.rules = lambda: given
plan = Initiative.objects.get(slug="bankje-met-boekenkast")
Initiative.objects.filter(pk=plan.pk).update(response_due=timezone.localdate() - timedelta(days=8))
reminders.remind_residents()
deliver()
""")  # fmt: skip
    assert mail_with(site, "To: hoofd@example.org", r"^Initiatief: (Bankje met boekenkast)$")
    link = mail_with(site, "To: loket@example.org", r"^Iedereen ziet .*: (http\S+stand=steun)$")
    page = visit("/beheer/").page
    page.goto("/beheer/")
    sign_in(page, "redacteur", site.password)
    page.goto(link)
    row = page.locator("tr", has_text="Bankje met boekenkast")
    expect(row).to_contain_text("8 dagen te laat")
    row.locator("text=Geef antwoord").click()
    page.select_option("[name=initiative]", label="Bankje met boekenkast")
    page.select_option("[name=outcome]", "ja")
    page.fill("[name=text]", "Het mag, aan de zonnige kant.")
    page.fill("[name=role]", "Wijkbeheerder")
    page.fill("[name=next_step]", "Samen de plek aanwijzen")
    page.locator("[type=submit]", has_text="Toevoegen").click()
    page.goto(link)
    expect(page.locator("tr", has_text="Bankje met boekenkast")).to_contain_text("Geen termijn")


@with_and_without_script
def test_a_resident_withdraws_and_erases(visit: Open, site: RunningSite, script: bool) -> None:
    who = f"kanarie{script:d}@example.org"
    page = visit("/meedoen/idee/", width=360, script=script).page
    page.fill("[name=title]", "Kanarieplan dat weer weggaat")
    page.fill("[name=summary]", "Kanarietekst die niemand meer mag vinden.")
    page.select_option("[name=area]", label="Assendorp")
    page.fill("[name=address]", who)
    take_time(page, script=script)
    page.click("text=Verstuur mijn idee")
    code = mail_with(site, f"To: {who}", r"^\s+([2-9A-Z]{4}-[2-9A-Z]{4})$")
    page.fill("#code", code)
    page.click("text=Ga verder")
    page.check("#zeker")
    page.click("text=Trek het idee in")
    expect(page.locator("main")).to_contain_text("ingetrokken")
    page.click("text=Wis alles wat ik vertelde")
    expect(page.locator("main")).to_contain_text("Ik weet het zeker")
    page.check("#zeker")
    page.click("text=Wis alles wat ik vertelde")
    expect(page.locator("h1")).to_have_text("Gewist")
    page.goto("/meedoen/code/")
    page.fill("#code", code)
    page.click("text=Ga verder")
    expect(page.locator("main")).not_to_contain_text("Kanarieplan")
    within(site, """
from vergezicht.initiatives.models import Contact, Initiative, Original
assert not Initiative.objects.filter(title__contains="Kanarie").exists()
assert not any("Kanarie" in item.text for item in Original.objects.all())
assert not any(item.address.startswith("kanarie") for item in Contact.objects.all())
""")  # fmt: skip
