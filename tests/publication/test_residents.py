"""What residents started, for the council: counted from the log, the same on the page and on paper."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from tests.initiatives.invented import an_initiative, brought_to

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives.answer_terms import TermResult, terms_of
from vergezicht.initiatives.lifecycle import answer, erase, move
from vergezicht.initiatives.models import Initiative, MeetingPlace, PlaceState, Support
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.residents import ACCOUNT, ACCOUNT_PDF, account, account_paper

pytestmark = pytest.mark.django_db
S = InitiativeState


def _bytes(path: str) -> bytes:
    return render_address(next(item for item in public_addresses() if item.path == path))


def _at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time().replace(hour=12)))


def _terms(*steps: tuple[str, Party, date], answers: tuple[date, ...] = (), today: date = date(2030, 12, 31)) -> Any:
    plan = an_initiative()
    for target, party, day in steps:
        move(plan, target, party=party, role="Wijkbeheerder", reason="voor de test", at=_at(day))
    for day in answers:
        answer(plan, outcome="ja", text="Ja.", role="Wijkbeheerder", next_step="Beginnen", date=day)
    return [item.result for item in terms_of(plan.changes.all(), plan.responses.all(), days=42, today=today)]


HANDED_IN = (S.SUBMITTED, Party.SUBMITTER, date(2030, 1, 1))


@pytest.mark.parametrize(
    ("day", "result"),
    [(date(2030, 2, 12), TermResult.KEPT), (date(2030, 2, 13), TermResult.LATE)],
    ids=["the last day", "a day later"],
)
def test_an_answer_is_in_time_until_the_last_day(day: date, result: TermResult) -> None:
    assert _terms(HANDED_IN, answers=(day,)) == [result]


def test_a_term_that_runs_is_late_after_its_last_day_only() -> None:
    assert _terms(HANDED_IN, today=date(2030, 2, 12)) == [TermResult.RUNNING]
    assert _terms(HANDED_IN, today=date(2030, 2, 13)) == [TermResult.OVERDUE]


def test_a_decision_is_an_answer_and_a_withdrawal_is_none() -> None:
    assert _terms(HANDED_IN, (S.REJECTED, Party.MUNICIPALITY, date(2030, 3, 1))) == [TermResult.LATE]
    assert _terms(HANDED_IN, (S.WITHDRAWN, Party.SUBMITTER, date(2030, 3, 1))) == [TermResult.DROPPED]


def test_the_term_counts_from_submission_whatever_happens_in_between() -> None:
    looked_at = (S.FEASIBILITY, Party.MUNICIPALITY, date(2030, 2, 10))
    published = (S.PUBLISHED, Party.MUNICIPALITY, date(2030, 1, 3))
    assert _terms(HANDED_IN, published, looked_at, answers=(date(2030, 2, 12),)) == [TermResult.KEPT]
    assert _terms(HANDED_IN, published, looked_at, answers=(date(2030, 3, 20),)) == [TermResult.LATE]
    again = _terms(HANDED_IN, published, looked_at, answers=(date(2030, 1, 20), date(2030, 4, 1)))
    assert again == [TermResult.KEPT, TermResult.LATE], "an answer closes the first; the new look is a second"


def test_page_queue_and_council_count_the_same_days(admin_client: Client) -> None:
    today = timezone.localdate()
    days = rules().answer_days
    submitted = today - timedelta(days=days + 3)
    plan = an_initiative("Een plan dat bekeken wordt")
    for target, party, day in (
        (S.SUBMITTED, Party.SUBMITTER, submitted),
        (S.PUBLISHED, Party.MUNICIPALITY, submitted + timedelta(days=2)),
        (S.FEASIBILITY, Party.MUNICIPALITY, submitted + timedelta(days=10)),
    ):
        move(plan, target, party=party, role="Wijkbeheerder", at=_at(day))
    (term,) = terms_of(plan.changes.all(), [], days=days, today=today)
    assert (term.opened, term.due) == (submitted, today - timedelta(days=3))
    page = BeautifulSoup(_bytes(f"/initiatieven/{plan.slug}/"), "html.parser")
    shown = " ".join(" ".join(item.get_text(" ") for item in page.select("section.term")).split())
    assert "3 dagen te laat" in shown
    assert f"De termijn van {days} dagen loopt sinds de dag van indienen: {date_format(submitted, 'j F Y')}." in shown
    queue = BeautifulSoup(admin_client.get("/beheer/wachtrij/?stand=haalbaarheid").content, "html.parser")
    (row,) = (row.get_text(" ") for row in queue.select("tr") if plan.title in row.get_text())
    assert "3 dagen te laat" in row
    assert {item.pk: found for item, found in account().overdue}[plan.pk] == term


def test_after_an_answer_a_new_look_has_a_term_of_its_own_and_says_so() -> None:
    plan = brought_to(S.PUBLISHED, "Opnieuw bekeken")
    answer(plan, outcome="nog-niet", text="Nog niet.", role="Wijkbeheerder", next_step="Steun zoeken")
    assert plan.term is None
    move(plan, S.FEASIBILITY, party=Party.MUNICIPALITY, role="Wijkbeheerder", at=timezone.now() + timedelta(days=1))
    page = BeautifulSoup(_bytes(f"/initiatieven/{plan.slug}/"), "html.parser")
    shown = " ".join(" ".join(item.get_text(" ") for item in page.select("section.term")).split())
    assert "Na een eerder antwoord of besluit wordt het plan opnieuw bekeken." in shown
    assert "dag van indienen" not in shown


def test_terms_that_ran_by_another_clock_are_counted_again() -> None:
    looked_at, agreed = brought_to(S.FEASIBILITY, "Wordt bekeken"), brought_to(S.AGREEMENTS, "Afgesproken")
    promised = looked_at.response_due
    later = timezone.localdate() + timedelta(days=100)
    Initiative.objects.filter(pk__in=[looked_at.pk, agreed.pk]).update(term_start=later, response_due=later)
    import_module("vergezicht.initiatives.migrations.0008_terms_from_submission").count_again(apps, None)
    assert Initiative.objects.get(pk=looked_at.pk).response_due == promised
    assert Initiative.objects.get(pk=agreed.pk).response_due is None


def test_the_areas_add_up_to_the_sum_and_so_do_the_years() -> None:
    told = account()
    public = Initiative.objects.filter(published_at__isnull=False, erased_at=None).exclude(state=S.WITHDRAWN)
    assert told.total.plans == sum(line.plans for line in told.areas) == public.count() > 0
    assert sum(line.plans for line in told.years) == told.total.plans
    assert sum(line.support for line in told.years) == told.total.support == Support.objects.count()
    for result in TermResult:
        assert sum(line.terms[result] for line in told.years) == told.total.terms[result]


def test_page_and_paper_say_the_same_and_answer_the_motion() -> None:
    late = brought_to(S.PUBLISHED, "Een plan dat wacht")
    Initiative.objects.filter(pk=late.pk).update(published_at=timezone.now() - timedelta(days=400))
    text, paper = _bytes(ACCOUNT).decode(), _bytes(ACCOUNT_PDF)
    assert "Motie M13" in text
    assert paper.startswith(b"%PDF") and b"pdfuaid" in paper
    for district in municipality().geography.at(municipality().geography.levels[1]):
        assert district.name in text
    assert f'href="{ACCOUNT}"' in _bytes("/raad/").decode()
    assert f'href="{ACCOUNT}"' in _bytes("/initiatieven/").decode()
    assert f'href="{ACCOUNT_PDF}"' in text


def test_what_counts_as_support_is_said_on_the_page_and_on_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    printed: dict[str, Any] = {}
    monkeypatch.setattr("vergezicht.publication.residents.printed", lambda _, data, day: printed.update(data))
    account_paper()
    assert "steun: van wie een plan steunt, meedoet of kan helpen" in printed["lead"]
    page = BeautifulSoup(_bytes(ACCOUNT).decode(), "html.parser")
    told = next(item for item in page.select(".tally div") if item.dd.get_text() == str(Support.objects.count()))
    assert told.dt.get_text() == "keer steunen, meedoen of helpen"
    assert "Steun telt iedereen die een plan steunt, meedoet of kan helpen" in page.get_text()


def test_where_to_begin_in_the_whole_municipality_the_challenges_of_its_parts_are_told() -> None:
    begin = BeautifulSoup(_bytes("/begin/gemeente/").decode(), "html.parser")
    helps = begin.select_one("section[aria-labelledby=helpt]")
    gemeente = municipality().geography.gemeente.code
    count = len(all_challenges())
    assert count and not any(gemeente in item.areas for item in all_challenges())
    assert f"Voor delen ervan zijn er {count} wijkopgaven" in helps.get_text()
    assert helps.a["href"] == "/opgaven/"
    listed = BeautifulSoup(_bytes("/opgaven/").decode(), "html.parser").select_one("p.lead").get_text()
    assert listed.startswith(f"{count} ")


def test_where_to_begin_the_places_add_up_to_the_list_behind_the_link() -> None:
    area = municipality().geography.at(AreaLevel.WIJK)[0]
    for n, state in enumerate((PlaceState.OPEN, PlaceState.WISH, PlaceState.CLOSED_FOR_NOW)):
        MeetingPlace.objects.create(name=f"Plek {n}", slug=f"plek-{n}", area=area.code, state=state)
    begin = BeautifulSoup(_bytes(f"/begin/wijken/{area.slug}/").decode(), "html.parser")
    told = begin.select_one("section[aria-labelledby=waar] p")
    listed = BeautifulSoup(_bytes(told.a["href"]).decode(), "html.parser").select(".place")
    numbers = re.findall(r"\d+ (?:plek|gewenst|tijdelijk)", told.get_text())
    assert sum(int(one.split()[0]) for one in numbers) == len(listed) >= 3


def test_what_is_late_now_is_named_and_what_was_erased_or_not_placed_is_not() -> None:
    for title in ("Een late heg", "Een stil plan", "Een gewist plan"):
        plan = an_initiative(title)
        move(plan, S.SUBMITTED, party=Party.SUBMITTER, role="Indiener", at=timezone.now() - timedelta(days=80))
        if title != "Een stil plan":
            move(plan, S.PUBLISHED, party=Party.MUNICIPALITY, role="Wijkbeheerder")
        if title == "Een gewist plan":
            erase(plan)
    text = _bytes(ACCOUNT).decode()
    assert "Een late heg" in text
    assert "Een stil plan" not in text and "Een gewist plan" not in text


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries: Any) -> None:
    for n in range(15):
        brought_to(S.REALISED, f"Plan {n}")
    with django_assert_max_num_queries(14):
        account()


def test_places_are_told_over_the_years(client: Any) -> None:
    MeetingPlace.objects.all().delete()

    def becomes(place: MeetingPlace, state: PlaceState, day: date) -> None:
        place.state = state
        place.save()
        place.changes.filter(target=state).update(at=_at(day))

    plan = an_initiative()
    move(plan, S.SUBMITTED, party=Party.SUBMITTER, role="Indiener", at=_at(date(2030, 1, 1)))
    move(plan, S.PUBLISHED, party=Party.MUNICIPALITY, role="Wijkbeheerder", at=_at(date(2030, 1, 3)))
    area = municipality().geography.at(municipality().geography.levels[-1])[0].code
    old = MeetingPlace(name="Oud buurthuis", slug="oud", area=area)
    becomes(old, PlaceState.UNCHECKED, date(2031, 3, 1))
    garden = MeetingPlace(name="Tuin", slug="tuin", area=area)
    becomes(garden, PlaceState.WISH, date(2031, 12, 31))
    becomes(garden, PlaceState.OPEN, date(2033, 1, 1))
    becomes(old, PlaceState.GONE, date(2033, 6, 1))
    years = {line.name: (line.places, line.opened, line.coming) for line in account().years}
    assert years["2031"] == (1, 0, 1), "what was there already did not open in the year it was written down"
    assert not next(line for line in account().years if line.name == "2030").year_has_places, "no register yet"
    assert years["2032"] == (1, 0, 1), "a year without changes is like the year before"
    assert years["2033"] == (1, 1, 0)
    assert MeetingPlace.objects.get(slug="tuin").changes.count() == 2
    garden.name = "De tuin"
    garden.save()
    assert garden.changes.count() == 2, "another name is no other state"
    page = _bytes(ACCOUNT).decode()
    assert "Nieuw geopend" in page


def test_a_term_keeps_the_days_it_was_promised(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = an_initiative()
    move(plan, S.SUBMITTED, party=Party.SUBMITTER, role="Indiener", at=_at(date(2030, 1, 1)))
    promised = plan.changes.get(target=S.SUBMITTED).answer_days
    assert promised is not None
    for days in (1, 400):
        (term,) = terms_of(plan.changes.all(), [], days=days, today=date(2030, 1, 2))
        assert term.due == date(2030, 1, 1) + timedelta(days=promised) == plan.response_due
