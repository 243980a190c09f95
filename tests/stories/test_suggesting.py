"""Suggested sentences: Dutch that an editor can keep, with every claim tied to its rule."""

from __future__ import annotations

from dataclasses import replace

import pytest

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.judging.findings import Finding, find_outstanding
from vergezicht.figures import FigureStatus, IndicatorKind, Reference, Verdict
from vergezicht.pictures.notation import figure_text
from vergezicht.stories.drafting.suggesting import can_be_told, finding_sentences, within_sentence
from vergezicht.stories.living.claims import claims_in
from vergezicht.stories.living.living_numbers import fill_in_plain

pytestmark = pytest.mark.django_db


def findings_of(slug: str = "noord") -> list[Finding]:
    return find_outstanding(current_release(), municipality().geography.by_slug(AreaLevel.STADSDEEL, slug))


def said(*findings: Finding, most: int = 3) -> list[str]:
    told = finding_sentences(findings, municipality().geography.gemeente, most=most)
    return [fill_in_plain(sentence, current_release()) for sentence in told]


def of_kind(kind: IndicatorKind, reference: Reference = Reference.MUNICIPALITY) -> Finding:
    return next(
        item
        for slug in ("midden", "noord", "oost", "zuid", "west")
        for item in findings_of(slug)
        if item.indicator.kind == kind and item.comparison.reference == reference
    )


def with_verdict(finding: Finding, verdict: Verdict, reference: Reference = Reference.MUNICIPALITY) -> Finding:
    return replace(finding, comparison=replace(finding.comparison, verdict=verdict, reference=reference))


def test_of_a_share_there_is_more_or_less_and_only_the_first_sentence_names_the_area() -> None:
    shares = [item for item in findings_of() if item.indicator.kind == IndicatorKind.SHARE]
    told = said(*shares)
    assert len(told) == 3
    assert "van de bewoners van stadsdeel Noord " in told[0]
    assert not any("Noord" in sentence for sentence in told[1:])
    assert all(("meer dan" in sentence) != ("minder dan" in sentence) or "maar" in sentence for sentence in told)
    assert not any("hoger" in sentence or "lager" in sentence for sentence in told)
    assert all(item.indicator.label in "".join(told) for item in shares[:1])


def test_of_a_score_it_says_which_way_is_better() -> None:
    score = of_kind(IndicatorKind.SCALE_SCORE)
    higher = with_verdict(score, Verdict.HIGHER)
    assert said(replace(higher, better=True))[0].endswith("dus gunstiger.")
    assert said(replace(higher, better=False))[0].endswith("dus ongunstiger.")
    assert "gunstiger" not in said(replace(higher, better=None))[0]
    assert "gunstiger" not in said(of_kind(IndicatorKind.MARK))[0]


def test_two_differences_of_one_indicator_are_one_sentence_with_two_claims() -> None:
    change = of_kind(IndicatorKind.SHARE, Reference.PREVIOUS_WAVE)
    rose = with_verdict(change, Verdict.HIGHER, Reference.PREVIOUS_WAVE)
    above, below = with_verdict(change, Verdict.HIGHER), with_verdict(change, Verdict.LOWER)
    since = change.comparison.reference_period
    assert f") en meer dan in {since} (" in said(above, rose)[0]
    assert f"): minder dan in {since}" not in said(below, rose)[0]
    assert f"), maar meer dan in {since} (" in said(below, rose)[0]
    (sentence,) = finding_sentences([below, rose], municipality().geography.gemeente, most=3)
    assert [str(claim.rule) for claim in claims_in(sentence)] == ["lager", "gestegen"]


def test_what_is_written_alike_is_not_told_as_a_difference() -> None:
    release = current_release()
    finding = of_kind(IndicatorKind.SHARE)
    whole = release.figure(finding.indicator.code, municipality().geography.gemeente.code, finding.figure.period)
    assert can_be_told(finding, release)
    assert not can_be_told(replace(finding, figure=replace(finding.figure, value=whole.value + 0.001)), release)


def test_the_ends_within_an_area_are_of_figures_that_are_no_indication() -> None:
    release, area = current_release(), municipality().geography.by_slug(AreaLevel.STADSDEEL, "noord")
    indicator = release.indicator("parking_nuisance")
    period = release.latest_of(indicator.code)
    buurten = release.geography.members(area.code, AreaLevel.BUURT)
    figures = {item.name: release.figure(indicator.code, item.code, period) for item in buurten}
    shown = {name: one for name, one in figures.items() if one and one.status == FigureStatus.PUBLISHED}
    ends = [pick(shown, key=lambda name: shown[name].value) for pick in (min, max)]
    told = fill_in_plain(within_sentence(release, indicator, area), release)
    assert told.endswith(" tot ".join(f"{figure_text(indicator, shown[name])} in {name}" for name in ends) + ".")
    one_buurt = buurten[0]
    assert within_sentence(release, indicator, one_buurt) == ""
