"""Residents and who works with them: a neighbour, a follower, a moderator at the keyboard, staff, a steward, an end."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.acting import sign_in, width_of
from tests.journeys.conftest import RunningSite, Visit
from tests.journeys.hands import Keys, hands_for, in_three_ways
from tests.journeys.waiting import mail_with, take_time, within

pytestmark = pytest.mark.journey

Open = Callable[..., Visit]


@in_three_ways
def test_a_neighbour_joins(visit: Open, site: RunningSite, keys: bool, script: bool) -> None:
    who = f"buurvrouw{keys:d}{script:d}@example.org"
    seen = visit("/initiatieven/bankje-met-boekenkast/", width=360, script=script)
    page = seen.page
    hands = hands_for(page, keys=keys)
    hands.press(page.get_by_text("Steun dit of doe mee"))
    hands.tick(page.get_by_label("Ik doe mee"))
    hands.write(page.locator("[name=address]"), who)
    take_time(page, script=script)
    hands.press(page.get_by_text("Stuur mij een code"))
    hands.write(page.locator("#code"), mail_with(site, who, r"^\s+(\d{6})$"))
    hands.press(page.get_by_role("button", name="Bevestig"))
    expect(page.locator("main")).to_contain_text("telt mee")
    assert width_of(page) <= 360
    assert seen.context.cookies() == []


@in_three_ways
def test_a_follower_from_opt_in_to_digest_to_the_end(visit: Open, site: RunningSite, keys: bool, script: bool) -> None:
    who = f"volger{keys:d}{script:d}@example.org"
    page = visit("/opgaven/assendorp-meer-groen-minder-steen/", width=360, script=script).page
    hands = hands_for(page, keys=keys)
    hands.press(page.get_by_text("Volg deze opgave per mail"))
    hands.write(page.locator("[name=address]"), who)
    take_time(page, script=script)
    hands.press(page.get_by_text("Stuur mij een mail"))
    expect(page.locator("main")).to_contain_text("U krijgt een mail")
    page.goto(mail_with(site, who, r"^(http\S+/bevestig/\S+)$"))
    hands.press(page.get_by_text("Ja, ik wil dit volgen"))
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
    hands.press(page.get_by_role("button", name="Stop met alles"))
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


def test_staff_enter_a_paper_form_by_keyboard(visit: Open, site: RunningSite) -> None:
    page = visit("/beheer/").page
    sign_in(page, "redacteur", site.password)
    page.goto("/beheer/initiatieven/new/")
    keys = Keys(page)
    keys.write(page.locator("[name=title]"), "Een ruilkast van papier")
    keys.write(page.locator("[name=summary]"), "Van een formulier uit het wijkcentrum.")
    keys.choose(page.locator("[name=origin]"), "Op papier")
    keys.write(page.locator("#id_areas-zoek"), "assendorp")
    keys.tick(page.locator(".choices__list label", has_text=re.compile(r"^\s*Assendorp\s*$")).locator("input"))
    keys.press(page.locator("[type=submit]", has_text="Toevoegen"))
    expect(page.locator(".messages")).to_contain_text("aangemaakt")
    page.goto("/beheer/wachtrij/?stand=concept")
    row = page.locator("tr", has_text="Een ruilkast van papier")
    expect(row).to_contain_text("Op papier")
    keys.tick(row.locator("input[type=checkbox]"))
    keys.choose(page.locator("[name=target]"), "Ingediend")
    keys.write(page.locator("[name=role]"), "Wijkservicepunt")
    keys.press(page.get_by_role("button", name="Voer uit"))
    expect(page.locator(".messages")).to_contain_text("1 initiatief naar")
    page.goto("/beheer/wachtrij/?stand=ingediend")
    expect(page.locator("tr", has_text="Een ruilkast van papier")).to_contain_text("Nog 42 dagen")


def test_a_steward_who_is_late_is_reminded_and_answers_by_keyboard(visit: Open, site: RunningSite) -> None:
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
    sign_in(page, "redacteur", site.password)
    page.goto(link)
    row = page.locator("tr", has_text="Bankje met boekenkast")
    expect(row).to_contain_text("8 dagen te laat")
    keys = Keys(page)
    keys.press(row.get_by_text("Geef antwoord"))
    keys.choose(page.locator("[name=initiative]"), "Bankje met boekenkast")
    keys.choose(page.locator("[name=outcome]"), "Ja")
    keys.write(page.locator("[name=text]"), "Het mag, aan de zonnige kant.")
    keys.write(page.locator("[name=role]"), "Wijkbeheerder")
    keys.write(page.locator("[name=next_step]"), "Samen de plek aanwijzen")
    keys.press(page.locator("[type=submit]", has_text="Toevoegen"))
    expect(page.locator(".messages")).to_contain_text("aangemaakt")
    page.goto(link)
    expect(page.locator("tr", has_text="Bankje met boekenkast")).to_contain_text("Geen termijn")


@in_three_ways
def test_a_resident_withdraws_and_erases(visit: Open, site: RunningSite, keys: bool, script: bool) -> None:
    who = f"kanarie{keys:d}{script:d}@example.org"
    page = visit("/meedoen/idee/", width=360, script=script).page
    hands = hands_for(page, keys=keys)
    hands.write(page.locator("[name=title]"), "Kanarieplan dat weer weggaat")
    hands.write(page.locator("[name=summary]"), "Kanarietekst die niemand meer mag vinden.")
    hands.tick(page.get_by_label("Een activiteit"))
    hands.choose(page.locator("[name=category]"), "Ontmoeten")
    hands.choose(page.locator("[name=area]"), "Assendorp (hele wijk)")
    hands.write(page.locator("[name=address]"), who)
    take_time(page, script=script)
    hands.press(page.get_by_role("button", name="Verstuur mijn idee"))
    code = mail_with(site, f"To: {who}", r"^\s+([2-9A-Z]{4}-[2-9A-Z]{4})$")
    go_on, sure = page.get_by_role("button", name="Ga verder"), page.locator("#zeker")
    erase = page.get_by_role("button", name="Wis alles wat ik vertelde")
    hands.write(page.locator("#code"), code)
    hands.press(go_on)
    hands.tick(sure)
    hands.press(page.get_by_role("button", name="Trek het idee in"))
    expect(page.locator("main")).to_contain_text("ingetrokken")
    hands.press(erase)
    expect(page.locator("main")).to_contain_text("Ik weet het zeker")
    hands.tick(sure)
    hands.press(erase)
    expect(page.locator("h1")).to_have_text("Gewist")
    page.goto("/meedoen/code/")
    hands.write(page.locator("#code"), code)
    hands.press(go_on)
    expect(page.locator("main")).not_to_contain_text("Kanarieplan")
    within(site, """
from vergezicht.initiatives.models import Contact, Initiative, Original
assert not Initiative.objects.filter(title__contains="Kanarie").exists()
assert not any("Kanarie" in item.text for item in Original.objects.all())
assert not any(item.address.startswith("kanarie") for item in Contact.objects.all())
""")  # fmt: skip
