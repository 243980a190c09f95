"""What the method report says, as headings, paragraphs and tables; computed from the release alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from vergezicht.figures.figure import Figure, FigureStatus, Reason
from vergezicht.figures.indicator import Indicator, IndicatorKind
from vergezicht.figures.release import Release, Wave


@dataclass(frozen=True)
class Heading:
    """``level`` 2 for a part, 3 for an indicator; the title of the report is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    text: str


@dataclass(frozen=True)
class Table:
    """The first cell of a row is its heading."""

    caption: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Report:
    """A document: title, one line below it, and its parts in order."""

    title: str
    subtitle: str
    parts: tuple[Heading | Paragraph | Table, ...]


def method_report(release: Release) -> Report:
    """The method report of a release."""
    facts = release.facts
    subtitle = f"{facts.publisher}, {facts.date}. Release {facts.name}, licentie {facts.licence}."
    return Report(f"Verantwoording: {facts.title}", subtitle, tuple(_parts(release)))


def _parts(release: Release) -> Iterator[Heading | Paragraph | Table]:
    facts = release.facts
    if facts.simulated:
        yield Paragraph("De antwoorden zijn gesimuleerd. Geen enkel cijfer gaat over echte bewoners.")
    asked = [wave for wave in facts.waves if wave.respondents is not None]
    if asked:
        yield Heading("De metingen")
        headings = ("meting", "veldwerk", "uitgenodigd", "deelnemers in de cijfers", "respons")
        yield Table("Wie is gevraagd en wie deed mee", headings, tuple(_wave(wave) for wave in asked))
    yield Heading("Zo is gerekend")
    yield from (Paragraph(line) for line in facts.method)
    if facts.notes:
        yield Heading("Om op te letten")
        yield from (Paragraph(line) for line in facts.notes)
    yield Heading("Wat is weggelaten, en waarom")
    yield from _left_out(release)
    yield Heading("De indicatoren")
    for indicator in release.indicators:
        yield from _indicator(release, indicator)


def _wave(wave: Wave) -> tuple[str, ...]:
    invited, respondents = wave.invited, wave.respondents or 0
    response = f"{100 * respondents / invited:.0f}%" if invited else "onbekend"
    return wave.period, wave.fieldwork, _count(invited) if invited else "onbekend", _count(respondents), response


def _count(number: int) -> str:
    return f"{number:_}".replace("_", ".")


def _left_out(release: Release) -> Iterator[Paragraph | Table]:
    figures = release.figures()
    hidden = [figure for figure in figures if figure.status == FigureStatus.SUPPRESSED]
    yield Paragraph(
        f"Van de {_count(len(figures))} cijfers zijn er {_count(len(figures) - len(hidden))} te zien, waarvan "
        f"{_count(sum(figure.status == FigureStatus.INDICATIVE for figure in figures))} als indicatie. "
        f"{_count(len(hidden))} zijn weggelaten."
    )
    levels = release.geography.levels
    counted = Counter((figure.reason, release.geography[figure.area].level) for figure in hidden)
    rows = tuple(
        (reason.value, *(_count(counted[reason, level]) for level in levels))
        for reason in Reason
        if any(counted[reason, level] for level in levels)
    )
    yield Table("Weggelaten cijfers per reden en niveau", ("reden", *(level.plural for level in levels)), rows)


def _indicator(release: Release, indicator: Indicator) -> Iterator[Heading | Paragraph | Table]:
    yield Heading(indicator.title, 3)
    yield Paragraph(f"Vraag: {indicator.question}")
    yield Paragraph(f"Cijfer: {_base(indicator)}. Bron: {indicator.source}.")
    for broken in indicator.breaks:
        yield Paragraph(f"Breuk vanaf {broken.period}: {broken.reason}.")
    city = release.geography.gemeente
    rows = []
    for period in release.periods:
        figures = release.figures(indicator=indicator.code, period=period)
        if not figures:
            rows.append((period, "niet gevraagd", "", "", "", ""))
            continue
        whole = release.figure(indicator.code, city.code, period)
        shown = sum(figure.is_shown for figure in figures)
        reasons = Counter(figure.reason.value for figure in figures if figure.reason)
        rows.append(
            (
                period,
                _value(whole, indicator),
                _margin(whole, indicator),
                _count(whole.n) if whole and whole.n is not None else "",
                f"{shown} van {len(figures)}",
                ", ".join(f"{count} {reason}" for reason, count in sorted(reasons.items())) or "geen",
            )
        )
    yield Table(
        f"{indicator.title} in {city.name}",
        ("meting", f"cijfer ({indicator.unit})", "marge 95%", "antwoorden", "gebieden te zien", "weggelaten"),
        tuple(rows),
    )


def _base(indicator: Indicator) -> str:
    if indicator.kind == IndicatorKind.SHARE:
        return f"het percentage van de geldige antwoorden dat luidt: {' of '.join(indicator.counted)}"
    if indicator.kind == IndicatorKind.BALANCE:
        return f"het percentage {' of '.join(indicator.counted)} min het percentage {' of '.join(indicator.subtracted)}"
    if indicator.kind == IndicatorKind.MARK:
        return "het gemiddelde van de gegeven rapportcijfers, van 1 tot 10"
    if indicator.kind == IndicatorKind.SCALE_SCORE:
        return "de gemiddelde schaalscore, van 0 tot 10"
    return f"{indicator.kind.value}, in {indicator.unit}"


def _value(figure: Figure | None, indicator: Indicator) -> str:
    if figure is None or figure.value is None:
        return "geen cijfer"
    return f"{figure.censored} {figure.value:.{indicator.decimals}f}".strip().replace(".", ",")


def _margin(figure: Figure | None, indicator: Indicator) -> str:
    if figure is None or figure.low is None or figure.high is None:
        return ""
    low, high = (f"{bound:.{indicator.decimals}f}".replace(".", ",") for bound in (figure.low, figure.high))
    return f"{low} tot {high}"
