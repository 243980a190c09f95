"""The log of a run and of the manual checks, for whoever judges the accessibility statement.

As JSON-LD in the words of W3C's EARL 1.0 (https://www.w3.org/TR/EARL10-Schema/), which WCAG-EM reports speak too;
and as CSV, one row per thing that was found.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.conf import settings

from vergezicht.figures.export import csv_text
from vergezicht.publication.accessibility.manual import CheckState
from vergezicht.publication.accessibility.summary import Trial
from vergezicht.publication.models import AccessibilityRun, ManualOutcome

COLUMNS = ("datum", "wijze", "adres", "titel", "soort", "breedte", "kleuren", "onderdeel", "uitkomst", "ernst", "wcag",
           "uitleg", "element", "door")  # fmt: skip
_CONTEXT = {
    "earl": "http://www.w3.org/ns/earl#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_WCAG = "https://www.w3.org/TR/WCAG22/"
_OUTCOMES = {
    ManualOutcome.PASSES: "passed",
    ManualOutcome.FAILS: "failed",
    ManualOutcome.NOT_APPLICABLE: "inapplicable",
    ManualOutcome.UNTESTED: "untested",
}


def earl(run: AccessibilityRun | None, tried: Iterable[Trial], states: Iterable[CheckState]) -> dict[str, Any]:
    """The log as a JSON-LD document. What failed or needs a look has an assertion per page; a rule that all pages of
    the sample passed has one for the sample."""
    here = f"{settings.SITE_URL}/"
    graph: list[dict[str, Any]] = [{"@id": here, "@type": "earl:TestSubject", "dct:title": "De hele site"}]
    if run is not None:
        graph += _of_machine(run, list(tried), here)
    return {"@context": _CONTEXT, "@graph": [*graph, *_by_hand(states, here)]}


def _of_machine(run: AccessibilityRun, tried: Sequence[Trial], here: str) -> Iterator[dict[str, Any]]:
    tool, sample = f"{here}#{run.tool}", f"{here}#editie-{run.edition}"
    titles = {view.path: view.title for view in tried}
    yield {"@id": tool, "@type": ["earl:Assertor", "earl:Software"], "dct:title": run.tool,
           "dct:hasVersion": run.tool_version, "dct:description": f"in {run.browser}"}  # fmt: skip
    yield {"@id": sample, "@type": "earl:TestSubject", "dct:title": f"Editie {run.edition}",
           "dct:hasPart": [{"@id": here[:-1] + path} for path in titles]}  # fmt: skip
    for path, title in titles.items():
        yield {
            "@id": here[:-1] + path,
            "@type": "earl:TestSubject",
            "dct:title": title,
            "dct:isPartOf": {"@id": sample},
        }
    said = {"earl:assertedBy": {"@id": tool}, "earl:mode": {"@id": "earl:automatic"}}
    date = {"@value": run.tested_at.isoformat(timespec="seconds"), "@type": "xsd:dateTime"}
    marked: set[str] = set()
    passed: set[str] = set()
    others: set[str] = set()
    for view in tried:
        how = f"{view.width} px, {view.scheme}"
        subject = {"earl:subject": {"@id": here[:-1] + view.path}}
        for found in view.violations:
            marked.add(found["rule"])
            told = {"dct:description": f"{found['help']} ({how})", "earl:pointer": found["selectors"]}
            yield _assertion(said | subject, _rule(run, found["rule"], found["criteria"]), "failed", date, told)
        for rule in view.unclear:
            marked.add(rule)
            yield _assertion(said | subject, _rule(run, rule), "cantTell", date, {"dct:description": how})
        passed.update(view.passed)
        others.update(view.inapplicable)
    for outcome, rules in (("passed", passed - marked), ("inapplicable", others - passed - marked)):
        for rule in sorted(rules):
            yield _assertion(said | {"earl:subject": {"@id": sample}}, _rule(run, rule), outcome, date, {})


def _by_hand(states: Iterable[CheckState], here: str) -> Iterator[dict[str, Any]]:
    """Every result that was ever recorded, and what has none."""
    for state in states:
        test = {"@type": "earl:TestCase", "@id": f"{here}#{state.check.code}", "dct:title": state.check.title,
                "dct:description": state.check.how, "dct:isPartOf": _criteria(state.check.criteria)}  # fmt: skip
        said = {"earl:subject": {"@id": here}, "earl:mode": {"@id": "earl:manual"}}
        if not state.history:
            yield _assertion(said, test, "untested", None, {})
        for result in state.history:
            by = {"earl:assertedBy": {"@type": ["earl:Assertor", "foaf:Agent"], "foaf:name": result.role}}
            date = {"@value": result.tested_on.isoformat(), "@type": "xsd:date"}
            told = {"dct:description": result.remark} if result.remark else {}
            yield _assertion(said | by, test, _OUTCOMES[ManualOutcome(result.outcome)], date, told)


def _rule(run: AccessibilityRun, rule: str, criteria: Sequence[str] = ()) -> dict[str, Any]:
    found = {"@type": "earl:TestCase", "@id": f"urn:{run.tool}:{run.tool_version}:{rule}", "dct:title": rule}
    return found | ({"dct:isPartOf": _criteria(criteria)} if criteria else {})


def _criteria(numbers: Sequence[str]) -> list[dict[str, str]]:
    return [{"@type": "earl:TestRequirement", "dct:title": f"WCAG 2.2: {number}", "dct:source": _WCAG}
            for number in numbers]  # fmt: skip


def _assertion(
    said: dict[str, Any], test: dict[str, Any], outcome: str, date: dict[str, str] | None, told: dict[str, Any]
) -> dict[str, Any]:
    when = {"dct:date": date} if date else {}
    result = {"@type": "earl:TestResult", "earl:outcome": {"@id": f"earl:{outcome}"}} | when | told
    return {"@type": "earl:Assertion"} | said | {"earl:test": test, "earl:result": result}


def log_csv(run: AccessibilityRun | None, tried: Iterable[Trial], states: Iterable[CheckState]) -> str:
    """The same as CSV: a row per broken rule and per rule that needs a look on a page, a row with the rules that a page
    passed, and a row per manual result."""
    machine = _machine_rows(run, tried) if run is not None else ()
    return csv_text(COLUMNS, [*machine, *_manual_rows(states)])


def _machine_rows(run: AccessibilityRun, tried: Iterable[Trial]) -> Iterator[tuple[Any, ...]]:
    day, by = f"{run.tested_at:%Y-%m-%d}", f"{run.tool} {run.tool_version}"
    for view in tried:
        start = (day, "automatisch", view.path, view.title, view.kind, view.width, view.scheme)
        for found in view.violations:
            criteria, elements = " ".join(found["criteria"]), " | ".join(found["selectors"])
            yield (*start, found["rule"], "voldoet niet", found["impact"], criteria, found["help"], elements, by)
        for rule in view.unclear:
            yield (*start, rule, "kijk zelf", "", "", "", "", by)
        for rules, outcome in ((view.passed, "voldoet"), (view.inapplicable, "niet van toepassing")):
            if rules:
                yield (*start, " ".join(rules), outcome, "", "", "", "", by)


def _manual_rows(states: Iterable[CheckState]) -> Iterator[tuple[Any, ...]]:
    for state in states:
        check = state.check
        start = ("met de hand", "/", "", "", "", "", check.title)
        criteria = " ".join(check.criteria)
        for result in state.history:
            outcome = result.get_outcome_display()
            yield (result.tested_on.isoformat(), *start, outcome, "", criteria, result.remark, "", result.role)
        if not state.history:
            yield ("", *start, ManualOutcome.UNTESTED.label, "", criteria, "", "", "")
