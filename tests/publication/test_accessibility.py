"""What was tested for accessibility is kept, summed up, told to readers, and given as a log that others can read."""

from __future__ import annotations

import csv
import io
import json
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from rdflib import Graph, Namespace, URIRef
from tests.challenges.people import make_user
from tests.publication.accessible import ALT, CONTRAST, recorded, view

from vergezicht.challenges.roles import Role
from vergezicht.cli import main
from vergezicht.languages import speaking
from vergezicht.problems import BadInput
from vergezicht.publication.accessibility.browser import _browser
from vergezicht.publication.accessibility.criteria import CRITERIA, criteria_of, named
from vergezicht.publication.accessibility.log import COLUMNS, earl, log_csv
from vergezicht.publication.accessibility.manual import CHECKS, manual_states
from vergezicht.publication.accessibility.sample import kind_of, sample
from vergezicht.publication.accessibility.summary import summed
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.models import AccessibilityRun, Edition, ManualOutcome, ManualResult, TriedPage
from vergezicht.publication.views.accessibility import alone
from vergezicht.stories.models import TextPage

EARL = Namespace("http://www.w3.org/ns/earl#")
in_database = pytest.mark.django_db


def page_of(path: str) -> str:
    return render_address(next(one for one in public_addresses() if one.path == path)).decode()


def test_every_criterion_is_on_the_list_of_what_people_check() -> None:
    assert len(CRITERIA) == 55, "WCAG 2.2 has 55 criteria at level A and AA"
    assert CRITERIA.keys() - {number for check in CHECKS for number in check.criteria} == set()
    assert len({check.code for check in CHECKS}) == len(CHECKS)


def test_a_rule_names_its_criteria_by_its_tags() -> None:
    assert criteria_of(["cat.color", "wcag2aa", "wcag143", "wcag1410", "wcag22aa"]) == ["1.4.3", "1.4.10"]
    assert (named("1.4.10"), named("9.9.9")) == ("1.4.10 Reflow", "9.9.9")


def test_a_rule_is_counted_once_per_page_and_the_worst_comes_first() -> None:
    views = [
        view("/a/", 320, violations=(CONTRAST,)),
        view("/a/", 320, "donker", violations=(CONTRAST | {"selectors": [".lead", "p"]},)),
        view("/b/", 1280, violations=(CONTRAST, ALT), unclear=["link-name"], kind="TextPage"),
    ]
    found = summed(views)
    assert (found.pages, found.kinds, found.views, found.rules, found.violations) == (2, 2, 3, 4, 3)
    assert [rule.rule for rule in found.broken] == ["image-alt", "color-contrast"]
    first, second = found.broken[1].pages
    assert (first.path, first.views, first.selectors) == ("/a/", ("320 px, licht", "320 px, donker"), (".lead", "p"))
    assert second.views == ("1280 px, licht",)
    assert found.unclear == (("link-name", 1),)
    assert summed([]).violations == 0


@in_database
def test_the_log_is_linked_data_in_the_words_of_earl(settings: Any) -> None:
    run = recorded(
        view("/a/", 320, violations=(ALT,), passed=["html-has-lang", "region"], unclear=["region"]),
        view("/a/", 1280, inapplicable=["video-caption"]),
    )
    ManualResult.objects.create(code="zoom", outcome=ManualOutcome.FAILS, tested_on=date(2026, 3, 1), role="Beheerder",
                                remark="De kaart valt weg.")  # fmt: skip
    told = json.dumps(earl(run, run.tried.all(), manual_states()))
    graph = Graph().parse(data=told, format="json-ld")

    def outcomes(mode: URIRef) -> list[str]:
        found = list(graph.subjects(EARL.mode, mode))
        return sorted(str(graph.value(graph.value(one, EARL.result), EARL.outcome)).rpartition("#")[2] for one in found)

    assert outcomes(EARL.automatic) == ["cantTell", "failed", "inapplicable", "passed"], "region is not passed as well"
    assert outcomes(EARL.manual) == ["failed", *["untested"] * (len(CHECKS) - 1)]
    (failed,) = [one for one in graph.subjects(EARL.mode, EARL.automatic)
                 if graph.value(graph.value(one, EARL.result), EARL.outcome) == EARL.failed]  # fmt: skip
    assert graph.value(failed, EARL.subject) == URIRef(f"{settings.SITE_URL}/a/")
    assert str(graph.value(graph.value(failed, EARL.result), EARL.pointer)) == "main > img"
    assert "4.14.1" in told and "WCAG 2.2: 1.1.1" in told


@in_database
def test_the_log_as_rows_runs_no_formula() -> None:
    run = recorded(view("/a/", 320, violations=(ALT,), title="=1+1", unclear=["region"], inapplicable=["blink"]))
    ManualResult.objects.create(code="zoom", outcome=ManualOutcome.PASSES, role="Beheerder")
    rows = list(csv.DictReader(io.StringIO(log_csv(run, run.tried.all(), manual_states()))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["uitkomst"] for row in rows[:4]] == ["voldoet niet", "kijk zelf", "voldoet", "niet van toepassing"]
    assert (rows[0]["titel"], rows[0]["element"], rows[0]["wcag"]) == ("'=1+1", "main > img", "1.1.1")
    by_hand = [row for row in rows if row["wijze"] == "met de hand"]
    assert len(by_hand) == len(CHECKS) and {row["uitkomst"] for row in by_hand} == {"voldoet", "nog niet getoetst"}


@in_database
def test_what_was_tested_stays_also_for_the_database() -> None:
    run = recorded(view("/a/", 320))
    ManualResult.objects.create(code="zoom", outcome=ManualOutcome.FAILS, role="Beheerder")
    with pytest.raises(ValidationError):
        run.delete()
    for model, change in ((AccessibilityRun, {"edition": 8}), (TriedPage, {"violations": []}),
                          (ManualResult, {"outcome": ManualOutcome.PASSES})):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(**change)


@in_database
def test_kinds_tell_pages_apart_that_look_different() -> None:
    kinds = {one.path: kind_of(one) for one in public_addresses()}
    assert kinds["/"] == "HomePage" and kinds["/over/"] == "TextPage"
    assert kinds["/verhaal/kern/"] == "stories.read kern" != kinds["/verhaal/"]
    assert kinds["/gemeente/"] == "areas.detail gemeente"
    assert len({kind for path, kind in kinds.items() if path.startswith("/buurten/") and path.endswith("/")}) == 1


@in_database
def test_of_every_kind_the_page_with_the_most_is_tried_and_the_forms_it_leads_to(tmp_path: Path) -> None:
    areas = [one.path for one in public_addresses() if one.path.startswith("/buurten/") and one.path.endswith("/")][:3]
    chapter = next(one.path for one in public_addresses() if kind_of(one) == "sharing.chapter delen")
    pages = {
        areas[0]: "kort", areas[1]: 'lang <a href="/meedoen/idee/?gebied=x&amp;y=1"> <a href="/meedoen/partner/x/">',
        areas[2]: "l", "/": "", "/over/": "", "/toegankelijkheid/": "", chapter: '<meta http-equiv="refresh">',
    }  # fmt: skip
    for path, html in pages.items():
        (tmp_path / "site" / path.strip("/")).mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / path.strip("/") / "index.html").write_text(html)
    files = {f"{path}index.html".lstrip("/"): {"type": "text/html; charset=utf-8"} for path in pages}
    (tmp_path / "edition.json").write_text(json.dumps({"files": files}))
    found = sample(tmp_path, 1)
    assert {one.path for one in found if one.answer is None} == {areas[1], "/", "/over/", "/toegankelijkheid/"}
    (form,) = [one for one in found if one.answer is not None]
    assert (form.path, form.kind) == ("/meedoen/idee/?gebied=x&y=1", "meedoen idee")
    assert form.answer is not None and b"<form" in form.answer[2]
    assert {one.path for one in sample(tmp_path, 2)} >= set(areas[:2])


@in_database
def test_the_report_groups_by_rule_and_keeps_older_runs(client: Client) -> None:
    make_user("onderzoek", Role.RESEARCHER)
    client.login(username="onderzoek", password="geheim")
    empty = client.get(reverse("accessibility")).content.decode()
    assert "nog geen toetsing" in empty and "vergezicht accessibility" in empty
    old = recorded(view("/oud/", 320, violations=(CONTRAST,)), edition=6)
    recorded(view("/a/", 320, violations=(ALT,)), view("/b/", 320, violations=(ALT,)))
    html = client.get(reverse("accessibility")).content.decode()
    assert "image-alt</code> op 2 pagina&#x27;s" in html and "1.1.1 Niet-tekstuele content" in html
    assert "2 afwijkingen" in html and "/oud/" not in html and f"?toetsing={old.pk}" in html
    before = client.get(reverse("accessibility"), {"toetsing": old.pk}).content.decode()
    assert "/oud/" in before and "image-alt" not in before
    file = client.get(reverse("accessibility"), {"toetsing": old.pk, "vorm": "csv"})
    assert "/oud/" in file.content.decode() and "attachment" in file["Content-Disposition"]
    assert "@context" in json.loads(client.get(reverse("accessibility"), {"vorm": "json"}).content)
    assert client.get(reverse("accessibility"), {"toetsing": "999999"}).status_code == 404
    assert client.get(reverse("accessibility"), {"toetsing": "x"}).status_code == 404
    assert "Leg vast" not in client.get(reverse("accessibility_check", args=["zoom"])).content.decode()
    answer = client.post(reverse("accessibility_check", args=["zoom"]), {"outcome": "voldoet"})
    assert answer.status_code in {302, 403} and not ManualResult.objects.exists()


@in_database
def test_the_administrator_records_a_check_and_the_former_result_stays(client: Client) -> None:
    make_user("beheer", Role.ADMINISTRATOR)
    client.login(username="beheer", password="geheim")
    path, today = reverse("accessibility_check", args=["zoom"]), timezone.localdate()
    given = {"outcome": "voldoet-niet", "tested_on": (today - timedelta(days=9)).isoformat(), "remark": "Kaart weg."}
    assert client.post(path, given).status_code == 302
    assert Edition.objects.filter(reason__contains="met de hand getoetst").exists()
    assert client.post(path, given | {"outcome": "voldoet", "tested_on": today.isoformat()}).status_code == 302
    state = next(one for one in manual_states() if one.check.code == "zoom")
    assert [one.outcome for one in state.history] == ["voldoet", "voldoet-niet"]
    assert (state.outcome, state.tested_on, state.history[0].role) == (ManualOutcome.PASSES, today, "Beheerder")
    html = client.get(path).content.decode()
    assert "Kaart weg." in html and "1.4.10 Reflow" in html
    late = client.post(path, given | {"tested_on": (today + timedelta(days=1)).isoformat()}).content.decode()
    assert "moet nog komen" in late
    assert "w-field__errors" in client.post(path, {"tested_on": today.isoformat()}).content.decode()
    assert ManualResult.objects.count() == 2
    assert client.get(reverse("accessibility_check", args=["bestaat-niet"])).status_code == 404


@in_database
def test_a_partner_does_not_see_the_report(client: Client) -> None:
    make_user("partner", Role.PARTNER)
    client.login(username="partner", password="geheim")
    for path in (reverse("accessibility"), reverse("accessibility_check", args=["zoom"])):
        assert client.get(path).status_code in {302, 403}
    assert reverse("accessibility") not in client.get("/beheer/").content.decode()


@in_database
def test_the_statement_says_that_nothing_is_on_record_and_then_what_is() -> None:
    html = page_of("/toegankelijkheid/")
    assert "Elke kaart en grafiek heeft een zin" in html, "the editor's own words stay"
    assert "nog geen toetsing door een programma vastgelegd" in html and "toetsing.csv" not in html
    assert "/toegankelijkheid/toetsing.csv" not in {one.path for one in public_addresses()}
    recorded(view("/a/", 320), view("/b/", 320, kind="TextPage"))
    ManualResult.objects.create(code="zoom", outcome=ManualOutcome.FAILS, tested_on=date(2026, 3, 1), role="Beheerder")
    html = page_of("/toegankelijkheid/")
    assert "door editie 7: 2 pagina's, van 2 soorten" in html and "vond geen afwijkingen" in html
    assert f"Nagekeken: 1 van {len(CHECKS)} onderdelen" in html and "1 maart 2026" in html
    assert "/a/" in page_of("/toegankelijkheid/toetsing.csv")
    assert "earl:Assertion" in page_of("/toegankelijkheid/toetsing.jsonld")
    recorded(view("/a/", 320, violations=(ALT,)))
    html = page_of("/toegankelijkheid/")
    assert "vond 1 afwijking." in html and "WCAG 1.1.1" in html


@in_database
def test_without_a_page_of_an_editor_the_statement_stands_alone_and_in_the_footer() -> None:
    TextPage.objects.get(slug="toegankelijkheid").unpublish()
    html = page_of("/toegankelijkheid/")
    assert "<h1>Toegankelijkheid</h1>" in html and "nog geen toetsing door een programma" in html
    assert '<a href="/toegankelijkheid/">Toegankelijkheid</a>' in page_of("/gebieden/")


@in_database
def test_the_statement_speaks_the_languages_of_the_site() -> None:
    recorded(view("/a/", 320))
    ManualResult.objects.create(code="zoom", outcome=ManualOutcome.FAILS, role="Beheerder")
    with override("en"), speaking("en"):
        html = alone(RequestFactory().get("/toegankelijkheid/")).content.decode()
    assert "The program found no violations." in html and "At 400 per cent" in html and "fails" in html
    assert "nog niet" not in html


@in_database
def test_what_is_missing_is_said_with_its_remedy(
    editions: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["accessibility"]) == 2
    assert "nog geen editie" in capsys.readouterr().err
    (editions / "0003").mkdir(parents=True)
    (editions / "0003" / "edition.json").write_text('{"files": {}}')
    assert main(["accessibility", "--edition", "9"]) == 2
    assert "editie 9 is er niet" in (told := capsys.readouterr().err) and "deze edities: 3" in told
    assert main(["accessibility", "--edition", "3"]) == 2
    assert "geen pagina" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["accessibility", "--pages", "0"])
    assert "0 is geen aantal" in capsys.readouterr().err
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    with pytest.raises(BadInput, match=r"vergezicht\[accessibility\]"), _browser():
        pass
    assert not AccessibilityRun.objects.exists()
