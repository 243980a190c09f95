"""Answers: the whole distribution of answers as bars of 100 %, with the counted answers held together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vergezicht.areas import Area, AreaLevel
from vergezicht.figures.figure import AnswerShare, Figure, FigureStatus
from vergezicht.figures.indicator import Direction, Indicator, IndicatorKind
from vergezicht.figures.source import FigureSource
from vergezicht.languages import say
from vergezicht.pictures.classes import Tone, tone_of
from vergezicht.pictures.notation import enumerate_names, number, sentences_joined, short_figure
from vergezicht.pictures.picture import WHOLE, Cell, LegendItem, Link, Picture, PictureKind, Table
from vergezicht.pictures.rounding import sums_to_another_number
from vergezicht.pictures.sentences import figure_sentence, place
from vergezicht.pictures.source import Row, source_line
from vergezicht.pictures.summaries import reason_note, spread
from vergezicht.pictures.svg import drawing, label, percent, safe_prefix, short, short_prefix
from vergezicht.pictures.tables import area_cell, heading

_HEAD, _BAR, _UNDER, _GAP = 40, 26, 18, 16
_INSIDE, _OUTSIDE = 7.0, 1.5


@dataclass(frozen=True)
class _Bar:
    area: Area
    figure: Figure | None
    shares: tuple[AnswerShare, ...]


def answers(
    release: FigureSource,
    indicator_code: str,
    areas: Sequence[str],
    period: str | None = None,
    *,
    link: Link | None = None,
    id_prefix: str = "",
    part: slice = WHOLE,
) -> Picture:
    """A bar per area, or a ``part`` of these, in reading order of the answers.

    A bracket holds the answers that make up the figure.
    """
    indicator = release.indicator(indicator_code)
    period = period or release.latest_of(indicator.code)
    city = release.geography.gemeente
    chosen = [release.geography[code] for code in dict.fromkeys(areas)] or [city]
    bars = []
    for area in chosen:
        figure = release.figure(indicator_code, area.code, period)
        # the answers would tell the figure, so they are only drawn when the figure may be shown
        shown = figure is not None and figure.is_shown
        bars.append(_Bar(area, figure, release.answers(indicator_code, area.code, period) if shown else ()))
    steps = segment_classes(indicator)
    prefix = safe_prefix(id_prefix or short_prefix("a", indicator_code, period, *areas))
    level = _whole_level(release, chosen)
    asked = indicator.question or indicator.title
    title = (
        say("{question} Antwoorden per {level}, {period}", question=asked, level=say(level.value), period=period)
        if level
        else say("{question} Antwoorden in {places}, {period}", question=asked,
                 places=enumerate_names([place(area) for area in chosen]), period=period)
    )  # fmt: skip
    parts = [
        f'<defs><pattern id="{prefix}-s" width="5" height="5" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path class="vz-stripe" d="M0 0v5"/></pattern></defs>'
    ]
    top = 0.0
    for bar in bars[part]:
        drawn, top = _draw(indicator, bar, steps, prefix, top)
        parts.extend(drawn)
    alt = _alt(indicator, bars)
    told = [bar for bar in bars if bar.area == city] if level else bars[:3]
    rows = [Row(bar.area, bar.figure, None) for bar in bars if bar.area != city]
    sentence = sentences_joined(
        [figure_sentence(indicator, bar.area, bar.figure) for bar in told]
        + [spread(indicator, level, rows) if level else _most_given(bars)]
    )
    svg = drawing(
        parts,
        prefix=prefix,
        css=f"vz-chart vz-answers {answer_tone(indicator).value}",
        title=title,
        description=alt,
        size=f'width="100%" height="{short(max(top - _GAP, 20))}"',
    )
    return Picture(
        kind=PictureKind.ANSWERS,
        title=title,
        svg=svg,
        table=_table(indicator, period, bars, link),
        sentence=sentence,
        legend=_legend(indicator, steps),
        source=source_line(release, indicator, period),
        alt=alt,
        notes=sums_to_another_number([bar.shares for bar in bars]),
        rows=len(bars),
    )


def _whole_level(release: FigureSource, chosen: Sequence[Area]) -> AreaLevel | None:
    """The level of which every area is among them, beside the municipality or not; None when it is another choice."""
    parts = {area.code for area in chosen if area.level != AreaLevel.GEMEENTE}
    if len(parts) < 3:
        return None
    return next((level for level in release.geography.levels
                 if {area.code for area in release.geography.at(level)} == parts), None)  # fmt: skip


def answer_tone(indicator: Indicator) -> Tone:
    """A balance counts its good answers, so its tone is that of an asset whatever the answers are about."""
    return (
        Tone.ASSET
        if indicator.kind == IndicatorKind.BALANCE and indicator.direction != Direction.NONE
        else (tone_of(indicator))
    )


def segment_classes(indicator: Indicator) -> dict[str, str]:
    """A class per answer: counted answers on the ramp, the others neutral; the outer answers are the darkest."""
    counted = [answer for answer in indicator.answers if answer in indicator.counted]
    others = [answer for answer in indicator.answers if answer not in indicator.counted]
    if not counted:
        ramp = {1: (3,), 2: (2, 4), 3: (1, 3, 5), 4: (1, 2, 4, 5)}.get(len(others), (1, 2, 3, 4, 5))
        return {answer: f"vz-k{ramp[min(index, 4)]}" for index, answer in enumerate(others)}
    classes = {}
    for index, answer in enumerate(_from_outside(indicator.answers, counted)):
        classes[answer] = f"vz-k{(5, 4, 3, 2)[min(index, 3)] if len(counted) != 2 else (5, 3)[index]}"
    inner_first = list(reversed(_from_outside(indicator.answers, others)))
    for index, answer in enumerate(inner_first):
        classes[answer] = f"vz-g{min(index + 1, 4)}"
    return classes


def _from_outside(answers_in_order: Sequence[str], some: Sequence[str]) -> list[str]:
    """Answers from the end of the scale inwards."""
    last = len(answers_in_order) - 1
    middle = last / 2
    return sorted(some, key=lambda answer: (-abs(answers_in_order.index(answer) - middle), some.index(answer)))


def _draw(indicator: Indicator, bar: _Bar, steps: dict[str, str], prefix: str, top: float) -> tuple[list[str], float]:
    parts = [label(bar.area.name, "0", top + 12, css="vz-name vz-strong")]
    shares = [share for share in bar.shares if share.value > 0]
    total = sum(share.value for share in shares)
    if not shares or total <= 0:
        note = reason_note(bar.figure, bar.area) or say("antwoorden niet getoond")
        parts.append(label(say("geen cijfer: {reason}", reason=note), "0", top + 29, css="vz-quiet"))
        return parts, top + 36 + _GAP
    bracketed = indicator.kind == IndicatorKind.SHARE and bool(indicator.counted)
    y = top + (_HEAD if bracketed else _HEAD - 20)
    if not bracketed:
        said = f"{heading(indicator).lower()} {short_figure(indicator, bar.figure)}"
        parts.append(label(said, "100%", top + 12, css="vz-name", anchor="end"))
    parts.append(f'<rect class="vz-whole" x="0" y="{short(y)}" width="100%" height="{_BAR}"/>')
    at, outside_at, low = 0.0, -1.0, False
    spans: dict[str, tuple[float, float]] = {}
    for share in shares:
        wide = share.value / total
        css = steps.get(share.answer, "vz-g1")
        box = f'x="{percent(at)}" y="{short(y)}" width="{percent(wide)}" height="{_BAR}"/>'
        parts.append(f'<rect class="vz-part {css}" {box}')
        if share.answer in indicator.subtracted:
            parts.append(f'<rect class="vz-over" fill="url(#{prefix}-s)" {box}')
        spans[share.answer] = (at, at + wide)
        middle = at + wide / 2
        if share.value >= _INSIDE:
            content = number(share.value) + ("%" if share.value >= 13 else "")
            over = css.replace("vz-k", "vz-on").replace("vz-g", "vz-ong")
            halo = " vz-plate" if share.answer in indicator.subtracted else ""
            parts.append(label(content, percent(middle), y + 18, css=over + halo, anchor="middle"))
        elif share.value >= _OUTSIDE and middle - outside_at > 0.055:
            anchor = "start" if middle < 0.03 else "end" if middle > 0.97 else "middle"
            place_at = min(max(middle, 0.0), 1.0) if anchor == "middle" else (0.0 if anchor == "start" else 0.995)
            parts.append(label(number(share.value), percent(place_at), y + _BAR + 14, css="vz-quiet", anchor=anchor))
            outside_at, low = middle, True
        at += wide
    parts.extend(_bracket(indicator, bar, spans, y))
    return parts, y + _BAR + (_UNDER if low else 4) + _GAP


def _bracket(indicator: Indicator, bar: _Bar, spans: dict[str, tuple[float, float]], y: float) -> list[str]:
    """A line over the counted answers with their sum, when they stand next to each other."""
    held = [spans[answer] for answer in indicator.counted if answer in spans]
    if not held or indicator.kind != IndicatorKind.SHARE:
        return []
    start, end = min(span[0] for span in held), max(span[1] for span in held)
    if abs((end - start) - sum(span[1] - span[0] for span in held)) > 1e-9:
        return []
    middle = (start + end) / 2
    anchor, at = ("start", start) if middle < 0.25 else ("end", end) if middle > 0.75 else ("middle", middle)
    said = short_figure(indicator, bar.figure)
    if len(held) > 1:
        said = say("samen {figure}", figure=said)
    if bar.figure is not None and bar.figure.status == FigureStatus.INDICATIVE:
        said = say("{figure} (weinig antwoorden)", figure=said)
    return [
        f'<line class="vz-bracket" x1="{percent(start)}" x2="{percent(end)}" y1="{short(y - 5)}" y2="{short(y - 5)}"/>',
        label(said, percent(at), y - 11, css="vz-name", anchor=anchor),
    ]


def _alt(indicator: Indicator, bars: Sequence[_Bar]) -> str:
    told = [
        f"{bar.area.name}: " + "; ".join(f"{share.answer} {number(share.value)}%" for share in bar.shares)
        for bar in bars
        if bar.shares
    ]
    if not told:
        return say("Er zijn geen antwoorden te tonen.")
    rest = (say("De tabel geeft ook de andere gebieden."),) if len(told) > 3 else ()
    return sentences_joined((f"{'. '.join(told[:3])}.", *rest))


def _most_given(bars: Sequence[_Bar]) -> str:
    if len(bars) != 1 or not bars[0].shares:
        return ""
    most = max(share.value for share in bars[0].shares)
    given = [f"“{share.answer}”" for share in bars[0].shares if share.value == most]
    return say("Het vaakst gegeven antwoord: {answers} ({share}%).", answers=enumerate_names(given), share=number(most))


def _table(indicator: Indicator, period: str, bars: Sequence[_Bar], link: Link | None) -> Table:
    columns = list(indicator.answers) or [share.answer for bar in bars for share in bar.shares]
    columns = list(dict.fromkeys(columns))
    body = []
    for bar in bars:
        values = {share.answer: share.value for share in bar.shares}
        note = "" if bar.shares else (reason_note(bar.figure, bar.area) or say("antwoorden niet getoond"))
        n = bar.figure.n if bar.figure is not None and bar.figure.is_shown else None
        cells = [
            Cell(f"{number(values[answer])}%", sort=values[answer])
            if answer in values
            else Cell(say("geen cijfer"), note=note)
            for answer in columns
        ]
        body.append((area_cell(bar.area, link), *cells, Cell("" if n is None else number(n), sort=n)))
    return Table(
        say(
            "{question} Antwoorden in procenten, {period}",
            question=indicator.question or indicator.title,
            period=period,
        ),
        (say("Gebied"), *columns, say("Antwoorden")),
        tuple(body),
    )


def _legend(indicator: Indicator, steps: dict[str, str]) -> tuple[LegendItem, ...]:
    tone = answer_tone(indicator).value
    return tuple(
        LegendItem(
            f"vz-swatch {tone} {css}" + (" vz-subtracted" if answer in indicator.subtracted else ""),
            answer,
        )
        for answer in indicator.answers
        if (css := steps.get(answer))
    )
