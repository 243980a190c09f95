"""A sentence tied to a rule is tested with every release; nothing that changes reaches a reader unread."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from tests.stories.later import adopted_release, contents_of, shown, signed_in, tell, turned

from vergezicht.areas import AreaLevel
from vergezicht.challenges.adoption import adopt_release
from vergezicht.challenges.ground import current_release, waiting_release
from vergezicht.challenges.models import HeldRelease
from vergezicht.figures import Comparison, Direction, IndicatorKind, Reference, Release, Verdict, write_release
from vergezicht.publication.models import Edition
from vergezicht.stories.blocks.text import TextBlock
from vergezicht.stories.living.claims import ClaimRule, check_claim, claims_in, without_claims
from vergezicht.stories.living.living_numbers import fill_in, unknown_references
from vergezicht.stories.living.sentences import changed_sentences, count_changes, sentences_of
from vergezicht.stories.living.untied import untied
from vergezicht.stories.models import StoryPage
from vergezicht.stories.reviewing.checks import checks_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def release() -> Release:
    return adopted_release()


@pytest.fixture
def told(release: Release) -> tuple[StoryPage, Comparison]:
    return tell(release)


@pytest.mark.parametrize(
    ("reference", "rules"),
    [
        (Reference.PREVIOUS_WAVE, {1: ClaimRule.ROSE, -1: ClaimRule.FELL, 0: ClaimRule.NO_CHANGE}),
        (Reference.MUNICIPALITY, {1: ClaimRule.ABOVE, -1: ClaimRule.BELOW, 0: ClaimRule.NO_DIFFERENCE}),
    ],
)
def test_a_claim_holds_just_when_the_release_says_so(
    release: Release, reference: Reference, rules: dict[int, ClaimRule]
) -> None:
    """Every comparison of the example against every rule."""
    seen = set()
    for comparison in shown(release, reference):
        for sign, rule in rules.items():
            (claim,) = claims_in(f"Een zin. {{{comparison.indicator}@{comparison.area}:{rule}}}")
            checked = check_claim(claim, release)
            comparable = comparison.verdict != Verdict.NOT_COMPARABLE
            assert checked.holds == (comparable and comparison.verdict.sign == sign), claim
            assert checked.holds or checked.proposal, claim
            seen.add((sign, checked.holds))
    assert len(seen) == 6


def test_highest_lowest_and_bounds(release: Release) -> None:
    code = next(item.code for item in release.indicators if item.kind == IndicatorKind.SHARE)
    areas = release.geography.at(AreaLevel.STADSDEEL)
    values = {area.code: release.figure(code, area.code) for area in areas}
    top = max(figure.value for figure in values.values())
    unique = sum(figure.value == top for figure in values.values()) == 1
    for area, figure in values.items():
        (claim,) = claims_in(f"{{{code}@{area}:hoogste}}")
        checked = check_claim(claim, release)
        assert checked.holds == (figure.value == top and unique)
        assert checked.holds or "het hoogste cijfer" in checked.proposal
        for bound, rule, holds in (
            (figure.low, "minstens", True),
            (figure.low + 1, "minstens", False),
            (figure.high, "hoogstens", True),
            (figure.high - 1, "hoogstens", False),
        ):
            written = str(bound).replace(".", ",")
            (claim,) = claims_in(f"{{{code}@{area}:{rule}={written}}}")
            assert check_claim(claim, release).holds is holds, claim


@pytest.mark.parametrize("rule", ["hoogste", "laagste"])
def test_the_only_one_of_its_level_is_neither_highest_nor_lowest(release: Release, rule: str) -> None:
    (claim,) = claims_in(f"{{liveability_mark:{rule}}}")
    checked = check_claim(claim, release)
    assert not checked.holds
    assert checked.reason == "Er is niets om mee te vergelijken."
    assert checked.proposal


def test_a_reader_does_not_see_the_rule() -> None:
    text = "In Noord steeg het {lonely@stadsdeel/noord:gestegen}. En {lonely}."
    assert without_claims(text) == "In Noord steeg het. En {lonely}."
    assert "gestegen}" not in fill_in(text)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Kom langs. {a:gestegen}Dat is zo.", "Kom langs. Dat is zo."),
        ("Kom langs.{a:gestegen}Dat is zo.", "Kom langs. Dat is zo."),
        ("Zin een.\n{a:gestegen}Zin twee.", "Zin een.\nZin twee."),
        ("Zin een.\n{a:gestegen}\nZin twee.", "Zin een.\nZin twee."),
        ("<p>Kom langs. {a:gestegen}</p>", "<p>Kom langs.</p>"),
        ("Het {a:gestegen}, zegt men.", "Het, zegt men."),
        ("{a:gestegen}Kom.", "Kom."),
    ],
)
def test_sentences_around_a_rule_stay_apart(written: str, read: str) -> None:
    assert without_claims(written) == read


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("{niets:gestegen}", "Dit cijfer kennen we niet: ‘niets’. Kies het met ‘Cijfer of gebied invoegen’."),
        ("{cijfer:onzin}", "Dit cijfer kennen we niet: ‘cijfer’."),
        ("{X:verdubbeld}", "kies een regel"),
        ("{X:minstens}", "schrijf er een getal bij"),
        ("{X:gestegen=4}", "zonder getal"),
        ("{X@stadsdeel/nergens:hoger}", "het gebied stadsdeel/nergens bestaat niet"),
        ("{X#1999:gestegen}", "van dit cijfer is er geen meting 1999"),
        ("{X:minstens=100}", r"^\['‘minstens 100’ bij [^{]* \(Zwolle\) klopt niet: Het cijfer ligt aan de andere kant"),
    ],
)
def test_an_editor_cannot_save_a_claim_that_does_not_hold(release: Release, claim: str, told: str) -> None:
    code = next(item.code for item in release.indicators if item.kind == IndicatorKind.SHARE)
    block = TextBlock()
    with pytest.raises(ValidationError, match=told):
        block.clean(block.normalize(f"<p>Een zin {claim.replace('X', code)}.</p>"))


def test_a_figure_that_is_gone_keeps_its_name(release: Release, tmp_path: Path) -> None:
    kept = tuple(item for item in release.indicators if item.code != "lonely")
    smaller = contents_of(
        release,
        indicators=kept,
        figures=tuple(item for item in release.figures(group=None) if item.indicator != "lonely"),
        comparisons=tuple(item for item in release.comparisons() if item.indicator != "lonely"),
    )
    adopt_release(write_release(tmp_path / "smaller", smaller), role="Onderzoeker")
    after = current_release()
    assert after is not None and not after.has_indicator("lonely")
    title = release.indicator("lonely").title
    (claim,) = claims_in("{lonely@stadsdeel/noord:gestegen}")
    assert check_claim(claim, after).name == f"‘gestegen’ bij {title} (Noord)"
    for written in ("{lonely@stadsdeel/noord:gestegen}", "{lonely@stadsdeel/noord}"):
        (said,) = unknown_references(written)
        assert f"‘{title}’" in said and "lonely" not in said


def test_nothing_that_changes_reaches_a_reader_unread(
    release: Release, told: tuple[StoryPage, Comparison], tmp_path: Path
) -> None:
    story, comparison = told
    later = write_release(tmp_path / "later", turned(release, comparison))
    adopt_release(later, role="Onderzoeker", count_changes=count_changes)
    held = HeldRelease.objects.get()
    before, after = current_release(), waiting_release()
    assert before is not None and after is not None
    assert before.releases == (release,), "the site keeps its figures"
    assert after.releases[0].name == f"{release.name}-later"
    changes = changed_sentences(before, after)
    assert held.sentences == len(changes) >= 1
    assert held.broken == 1
    first = changes[0]
    assert first.sentence.page.pk == story.pk
    assert first.before != first.after
    assert first.before.startswith("Daar is het gestegen naar")
    assert "gedaald" in first.broken[0].proposal

    client = signed_in("Communicatie")
    assert "Nieuwe cijfers wachten op u" in client.get("/beheer/").content.decode()
    page = client.get("/beheer/zinnen/").content.decode()
    assert first.after in page and "disabled" in page
    assert f"({first.broken[0].name})" in page and "‘gestegen’ bij" in page
    client.post("/beheer/zinnen/")
    assert waiting_release() is not None, "refused while a claim is broken"
    assert signed_in("Partner").get("/beheer/zinnen/").status_code in {302, 403}

    story.body[-1].value.source = story.body[-1].value.source.replace(":gestegen", ":gedaald")
    story.save_revision().publish()
    Edition.objects.all().delete()
    client.post("/beheer/zinnen/")
    assert waiting_release() is None
    assert current_release().releases[0].name == f"{release.name}-later"
    assert Edition.objects.exists(), "a new edition is asked for"


def test_a_release_that_changes_no_sentence_is_used_at_once(release: Release, tmp_path: Path) -> None:
    same = write_release(tmp_path / "same", contents_of(release))
    adopt_release(same, role="Onderzoeker", count_changes=count_changes)
    assert not HeldRelease.objects.exists()
    assert current_release().releases[0].name == f"{release.name}-later"


def test_every_sentence_of_the_example_is_found() -> None:
    story = StoryPage.objects.live().first()
    found = list(sentences_of(story))
    assert found
    assert all("{" in item.text and "<" not in item.text for item in found)
    assert count_changes(current_release(), current_release()) == (0, 0)


def test_a_comparison_without_a_rule_gets_the_rule_that_says_the_same(release: Release) -> None:
    changes = [one for one in release.comparisons() if one.reference == Reference.PREVIOUS_WAVE and one.verdict.sign]
    for one in changes[:40]:
        area = release.geography[one.area]
        number = f"{{{one.indicator}@{area.level}/{area.slug}#{one.period}}}"
        rose = untied(f"Het is nu {number} en dat steeg.", "", release)
        fell = untied("Dat is gedaald.", f"Het is nu {number}.", release)
        assert rose is not None and fell is not None and rose.check is not None and fell.check is not None
        assert (rose.check.holds, fell.check.holds) == (one.verdict.sign > 0, one.verdict.sign < 0)
        assert claims_in(rose.check.claim.written) == [rose.check.claim], "it can be put behind the sentence"
        assert rose.check.holds or rose.check.proposal


@pytest.mark.parametrize(
    "sentence",
    ["{0} is niet gestegen.", "Als {0} daalt, vieren we dat.", "{0} moet nog gedaald zijn.", "Sinds 2016 steeg {0}."],
)
def test_of_what_is_not_said_to_be_so_nothing_is_tested(release: Release, sentence: str) -> None:
    found = untied(sentence.format(f"{{{release.indicators[0].code}}}"), "", release)
    assert found is not None and found.check is None


def test_what_is_better_is_more_or_less_by_the_figure_and_a_difference_is_one_with_the_municipality(
    release: Release,
) -> None:
    rules = {}
    for indicator in release.indicators:
        found = untied(f"Het is {{{indicator.code}@stadsdeel/noord}} en is verbeterd.", "", release)
        assert found is not None
        rules.setdefault(indicator.direction, set()).add(found.check and found.check.claim.rule)
    assert rules[Direction.HIGHER] == {ClaimRule.ROSE} and rules[Direction.LOWER] == {ClaimRule.FELL}
    assert rules.get(Direction.NONE, {None}) == {None}
    noord, code = f"{{{release.indicators[0].code}@stadsdeel/noord}}", release.indicators[0].code
    for after, rule in {
        "in de hele stad": "hoger",
        "in Oost": None,
        f"in {release.geography.gemeente.name}": "hoger",
    }.items():
        found = untied(f"Met {noord} is het hoger dan {after}.", "", release)
        assert found is not None and (found.check and found.check.claim.rule) == rule
    two = untied(f"Met {noord} is het hoger dan de {{{code}}} van de stad.", "", release)
    assert two is not None and two.check is None, "which of both is meant is for the editor to say"


def test_checks_say_which_rule_belongs_behind_a_sentence_and_what_is_not_true(release: Release) -> None:
    one = next(
        item for item in release.comparisons()
        if item.reference == Reference.PREVIOUS_WAVE and item.verdict.sign > 0
    )  # fmt: skip
    area = release.geography[one.area]
    number = f"{one.indicator}@{area.level}/{area.slug}#{one.period}"
    story = StoryPage(title="Proef", lead=f"Het is {{{number}}}: gestegen. Maar met {{{number}}} is het gedaald.")
    said = [check.advice for check in checks_of(story) if "geen regel" in check.advice]
    assert f"Zet {{{number}:gestegen}} achter de zin" in said[0]
    assert "nu klopt het niet" in said[1] and "Voorstel: " in said[1]
