"""What a run comes to: how many pages of how many kinds, and per broken rule where it is broken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Trial:
    """A page as it was tried, at a width in px and in a scheme of colours; kept as a row of ``TriedPage``."""

    path: str
    title: str
    kind: str
    width: int
    scheme: str
    passed: list[str]
    inapplicable: list[str]
    unclear: list[str]
    violations: list[dict[str, Any]]


@dataclass(frozen=True)
class BrokenPage:
    """A page on which a rule is broken, with the elements that break it and how it was looked at."""

    path: str
    title: str
    views: tuple[str, ...]
    selectors: tuple[str, ...]


@dataclass(frozen=True)
class BrokenRule:
    rule: str
    help: str
    impact: str
    criteria: tuple[str, ...]
    pages: tuple[BrokenPage, ...]


@dataclass(frozen=True)
class Summary:
    """``violations`` counts a rule once per page on which it is broken, however often it was looked at."""

    pages: int
    kinds: int
    views: int
    rules: int
    broken: tuple[BrokenRule, ...]
    unclear: tuple[tuple[str, int], ...]

    @property
    def violations(self) -> int:
        return sum(len(rule.pages) for rule in self.broken)


_IMPACT = ("critical", "serious", "moderate", "minor")


def summed(tried: Iterable[Trial]) -> Summary:
    """The sum of what was tried; the worst rules first. ``unclear`` are rules that somebody has to look at, with on how
    many pages."""
    views = list(tried)
    facts: dict[str, dict[str, Any]] = {}
    places: dict[str, dict[str, list[tuple[Trial, list[str]]]]] = {}
    unclear: dict[str, set[str]] = {}
    for view in views:
        for found in view.violations:
            facts.setdefault(found["rule"], found)
            places.setdefault(found["rule"], {}).setdefault(view.path, []).append((view, found["selectors"]))
        for rule in view.unclear:
            unclear.setdefault(rule, set()).add(view.path)
    broken = [_rule(facts[rule], places[rule]) for rule in facts]
    broken.sort(key=lambda one: (_IMPACT.index(one.impact) if one.impact in _IMPACT else len(_IMPACT), one.rule))
    rules = {rule for view in views for rule in (*view.passed, *view.inapplicable, *view.unclear)} | facts.keys()
    return Summary(
        len({view.path for view in views}), len({view.kind for view in views}), len(views), len(rules), tuple(broken),
        tuple(sorted((rule, len(paths)) for rule, paths in unclear.items())),
    )  # fmt: skip


def _rule(found: dict[str, Any], places: dict[str, list[tuple[Trial, list[str]]]]) -> BrokenRule:
    pages = tuple(
        BrokenPage(
            path, seen[0][0].title, tuple(f"{view.width} px, {view.scheme}" for view, _ in seen),
            tuple(dict.fromkeys(selector for _, selectors in seen for selector in selectors)),
        )
        for path, seen in sorted(places.items())
    )  # fmt: skip
    return BrokenRule(found["rule"], found["help"], found["impact"], tuple(found["criteria"]), pages)
