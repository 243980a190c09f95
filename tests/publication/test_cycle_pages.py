"""The chain in public: from a challenge to its figures, conversations and actions and back; and what it was before."""

from __future__ import annotations

import io
import re
import zipfile
from base64 import b64decode
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.challenges.judging.course_checks import record_check
from vergezicht.challenges.judging.evidence import gather_evidence
from vergezicht.challenges.judging.targets import TargetSignal
from vergezicht.challenges.models import (
    Action,
    CarryOver,
    Challenge,
    ChallengeState,
    ChallengeVersion,
    Conversation,
    Course,
    CourseSignal,
    HarvestItem,
)
from vergezicht.challenges.queries import all_challenges
from vergezicht.challenges.versions.history import record_unseen_changes, sitting, with_content
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.paths import challenge_path

pytestmark = pytest.mark.django_db

_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=="
)  # the smallest PNG
SECRET = "kanariezin-die-niemand-mag-lezen"


def page(path: str) -> str:
    address = next(item for item in public_addresses() if item.path == path)
    return render_address(address).decode()


def links(text: str) -> set[str]:
    main = text[text.index("<main") : text.index("</main>")]
    return set(re.findall(r'href="([^"#]+)(?:#[^"]*)?"', main))


def path_of(code: str) -> str:
    return f"/opgaven/{Challenge.objects.get(code=code).slug}/"


def test_a_challenge_is_told_in_turn_the_curve_order() -> None:
    text = page(path_of("M2"))
    places = [text.index(f'id="{name}"') for name in ("stand", "waarom", "partners", "acties", "koers", "weg")]
    assert places == sorted(places)
    assert text.index("Het doel") < places[0]


def test_from_a_challenge_both_ways_to_figures_and_conversations() -> None:
    challenge = path_of("M2")
    found = links(page(challenge))
    figures = {path for path in found if path.startswith("/cijfers/")}
    conversations = {path for path in found if path.startswith("/gesprekken/")}
    assert len(figures) >= 4 and len(conversations) == 2
    for path in (*figures, *conversations):
        assert challenge in links(page(path)), f"{path} does not lead back"
    assert {"/partners/", "/cycli/2020-2022/", f"{challenge}versies/", "/wijken/assendorp/"} <= found


def test_targets_are_shown_with_margin_signal_and_steps() -> None:
    text = page(path_of("M2"))
    challenge = with_content().select_related("cycle").get(code="M2")
    for item in gather_evidence(challenge).targets:
        assert item.current_margin in text
        assert item.judgement.signal.label in text
        for step in item.judgement.steps:
            assert step in text


def test_a_challenge_has_one_owner_and_says_whom_to_call() -> None:
    """A partner that leads, leads an action."""
    challenge = next(item for item in all_challenges() if item.involvements.filter(role="trekker"))
    shown = BeautifulSoup(page(challenge_path(challenge)), "html.parser")
    said = " ".join(shown.select_one("section:has(> #partners)").get_text().split())
    assert f"Trekker van de hele opgave: {challenge.owner_role}. Vragen? Bel " in said
    assert "trekt een actie" in said
    assert "trekt een actie" in page("/partners/")


def test_by_which_rule_several_targets_give_one_signal_is_said() -> None:
    checked = [item for item in all_challenges() if item.checks.exists()]
    for several in (True, False):
        challenge = next(item for item in checked if (item.targets.count() > 1) == several)
        shown = BeautifulSoup(page(challenge_path(challenge)), "html.parser")
        said = shown.select_one("section:has(> #koers)").get_text()
        assert ("Er is meer dan één streefdoel." in said) == several


def test_a_check_shows_its_evidence_its_adjustments_and_their_answers() -> None:
    text = page(path_of("M2"))
    assert "Vorige keer spraken we af:" in text
    assert "Deels gedaan" in text
    assert "De volgende koerscheck zegt wat ervan is gekomen." in text
    check = Challenge.objects.get(code="M2").latest_check
    assert check.release_checksum in text


def test_a_corrected_check_stays_readable_beside_the_correction() -> None:
    challenge = with_content().select_related("cycle").get(code="M1")
    old = challenge.latest_check
    signal = gather_evidence(challenge).signal
    record_check(
        challenge, date=old.date, role="Wijkmanager Midden", story="Het waren er minder dan we schreven.",
        verdict=Course.ON_COURSE if signal != CourseSignal.OFF_COURSE else Course.ADJUST,
        supersedes=old, correction_reason="Een telfout.",
    )  # fmt: skip
    text = page(path_of("M1"))
    for part in (old.story, "Het waren er minder dan we schreven.", "Een telfout.", "Verbeterd op"):
        assert part in text


def test_every_version_has_its_own_address_and_keeps_saying_the_same() -> None:
    path = path_of("N1")
    first = page(f"{path}versies/1/")
    assert "De buurt is schoon en veilig." in first
    assert "Nog niet gestart" in first
    assert "Er was nog geen koerscheck gedaan." in first
    with sitting(role="Wijkmanager Noord", reason="Met bewoners afgesproken"):
        challenge = Challenge.objects.get(code="N1")
        challenge.goal = "Bewoners kennen hun buren."
        challenge.save()
    assert page(f"{path}versies/1/") == first
    number = challenge.versions.count()
    latest = page(f"{path}versies/{number}/")
    assert "Bewoners kennen hun buren." in latest
    assert "Met bewoners afgesproken" in latest
    assert "Met bewoners afgesproken" in page(f"{path}versies/")
    before = page(f"{path}versies/{number - 1}/")
    assert "Bewoners kennen hun buren." not in before
    assert "Deze tekst gold tot" in before


def test_every_version_of_every_challenge_can_be_read() -> None:
    paths = {item.path for item in public_addresses()}
    for version in ChallengeVersion.objects.select_related("challenge"):
        assert f"/opgaven/{version.challenge.slug}/versies/{version.number}/" in paths


def test_what_ended_stays_readable_with_its_reason() -> None:
    text = page(path_of("Z0"))
    assert "Deze opgave is gestopt." in text
    assert "Te duur en te weinig redactie." in text
    continued = page(path_of("M0"))
    assert path_of("M1") in links(continued)
    assert path_of("M0") in links(page(path_of("M1")))
    overview = page("/opgaven/")
    for code in ("M0", "N0", "W0", "Z0"):
        assert path_of(code) in links(overview)


def test_a_merged_challenge_leads_to_the_one_it_went_into() -> None:
    with sitting(role="Wijkmanager Zuid", reason="Twee opgaven over hetzelfde"):
        challenge = Challenge.objects.get(code="Z3")
        challenge.state = ChallengeState.MERGED
        challenge.state_reason = "Gaat samen met contact in de straat."
        challenge.merged_into = Challenge.objects.get(code="Z1")
        challenge.full_clean()
        challenge.save()
    text = page(path_of("Z3"))
    assert "samengevoegd met" in text
    assert path_of("Z1") in links(text)
    assert path_of("Z3") in links(page(path_of("Z1")))
    assert path_of("Z3") in links(page("/opgaven/"))


def test_every_question_tells_what_was_done_with_it() -> None:
    text = page("/antwoorden/")
    for indicator in current_release().indicators:
        part = text[text.index(f'id="{indicator.slug}"') :]
        part = part[: part.index('class="trail" id=') if 'class="trail" id=' in part else None]
        challenges = [
            item for item in Challenge.objects.filter(cycle__slug="2020-2022") if indicator.code in item.indicators
        ]
        for challenge in challenges:
            assert f"/opgaven/{challenge.slug}/" in part, indicator.code
            for action in challenge.actions.all():
                assert f"/opgaven/{challenge.slug}/#actie-{action.pk}" in part
        if not challenges:
            assert "geen wijkopgave begonnen" in part or "/opgaven/" in part
    assert "geen wijkopgave begonnen" in text, "the example is honest about questions that led to nothing"


def test_the_account_of_a_cycle_tells_promised_done_and_not_done() -> None:
    text = page("/cycli/2018-2020/")
    for words in ("Beloofd", "Gedaan", "Niet gedaan, en waarom", "Effect in de cijfers", "Geleerd", "Niet aantoonbaar"):
        assert words in text
    assert path_of("M1") in links(text)
    assert "/cycli/2018-2020/" in links(page("/cycli/"))


def test_every_course_has_its_list() -> None:
    listed = set()
    for course in Course:
        listed |= {path for path in links(page(f"/opgaven/stand/{course.value}/")) if path.startswith("/opgaven/")}
    assert {path_of(code) for code in ("M1", "M2", "O2", "Z2", "M3")} <= listed


def _concept() -> Challenge:
    public = Challenge.objects.get(code="M1")
    concept = Challenge.objects.create(
        cycle=public.cycle, code="X1", slug=SECRET[:20], title=f"{SECRET} titel", kind="kans", areas=public.areas,
        themes=public.themes, indicators=public.indicators, figures=public.figures, reason=SECRET, goal=SECRET,
    )  # fmt: skip
    Action.objects.create(challenge=concept, title=f"{SECRET} actie").partners.set(
        [item.partner for item in public.involvements.all()]
    )
    from vergezicht.challenges.models import Involvement

    Involvement.objects.create(challenge=concept, partner=public.involvements.first().partner)
    item = HarvestItem.objects.filter(conversation__is_public=True).first()
    item.challenges.add(concept)
    item.save()
    return concept


def _where_read(monkeypatch: pytest.MonkeyPatch, *words: str) -> dict[str, list[str]]:
    """The addresses at which each of the words is read; those of a paper before it is printed, for it is packed."""
    printed: list[str] = []

    def printing(files: dict[str, bytes], **given: Any) -> bytes:
        printed.append(f"{given.get('sys_inputs', '')} {files}")
        return b"%PDF" if given["format"] == "pdf" else _PIXEL

    monkeypatch.setattr("vergezicht.paper.printing.typst.compile", printing)
    skipped = ("/buurten/", "/wijken/", "/stadsdelen/", "/open-data/")
    found: dict[str, list[str]] = {word: [] for word in words}
    for address in public_addresses():
        if address.path.startswith(skipped) and address.path != "/buurten/kamperpoort/":
            continue
        printed.clear()
        said = f"{address.path} {_unpacked(render_address(address)).decode('utf-8', 'ignore')} {printed}"
        for word in words:
            if word in said:
                found[word].append(address.path)
    return found


def _unpacked(content: bytes) -> bytes:
    """What is in a document that can be edited, which is a zip; anything else as it is."""
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return b"".join(map(packed.read, packed.namelist()))


def test_a_concept_is_nowhere_in_public(monkeypatch: pytest.MonkeyPatch) -> None:
    concept = _concept()
    hidden = Conversation.objects.create(
        cycle=concept.cycle, slug="verborgen", title=SECRET, date=date(2021, 1, 1), method="online", areas=["SD1"],
        summary=SECRET,
    )  # fmt: skip
    item = HarvestItem.objects.create(conversation=hidden, kind="wens", text=SECRET)
    item.challenges.set([Challenge.objects.get(code="M1")])
    item.save()
    public = Challenge.objects.get(code="M1").title
    read = _where_read(monkeypatch, SECRET, public)
    assert read[SECRET] == []
    assert {path.rpartition(".")[2] for path in read[public]} >= {"pdf", "png", "odt"}
    assert f"/opgaven/{concept.slug}/" not in {address.path for address in public_addresses()}


def test_the_reason_of_an_edition_never_names_what_is_not_public() -> None:
    from vergezicht.publication.models import Edition

    Edition.objects.all().delete()
    concept = _concept()
    concept.goal = f"{SECRET} anders"
    concept.save()
    hidden = Conversation.objects.create(
        cycle=concept.cycle, slug="verborgen", title=SECRET, date=date(2021, 1, 1), method="online", areas=["SD1"],
        summary=SECRET,
    )  # fmt: skip
    HarvestItem.objects.create(conversation=hidden, kind="wens", text=SECRET)
    Challenge.objects.get(code="M1").save()
    reasons = " ".join(Edition.objects.values_list("reason", flat=True))
    assert SECRET not in reasons
    assert "Kamperpoort: samen één buurt" in reasons


def test_what_was_changed_by_sql_goes_online_as_a_version() -> None:
    Challenge.objects.filter(code="M1").update(goal="Langs de achterdeur.")
    assert record_unseen_changes() == 1
    number = Challenge.objects.get(code="M1").versions.count()
    text = page(f"{path_of('M1')}versies/{number}/")
    assert "Langs de achterdeur." in text
    assert "buiten de schermen om" in text


def test_silence_shows_in_public(settings: Any) -> None:
    challenge = Challenge.objects.get(code="M1")
    assert "Niet bijgewerkt sinds" not in page(path_of("M1")), "the cycle is over: nothing is due any more"
    challenge.cycle.ends = date(2999, 1, 1)
    challenge.cycle.save()
    assert "Niet bijgewerkt sinds 2 oktober 2021" in page(path_of("M1"))


@pytest.mark.parametrize("path", ["/opgaven/", "/antwoorden/", "/gesprekken/", "/cycli/2018-2020/", "/partners/"])
def test_a_list_takes_a_bounded_number_of_queries(path: str, django_assert_max_num_queries: Any) -> None:
    address = next(item for item in public_addresses() if item.path == path)
    render_address(address)
    with django_assert_max_num_queries(25):
        render_address(address)


def test_a_challenge_takes_a_bounded_number_of_queries(django_assert_max_num_queries: Any) -> None:
    address = next(item for item in public_addresses() if item.path == path_of("M2"))
    render_address(address)
    with django_assert_max_num_queries(45):
        render_address(address)


def test_the_cards_of_the_overview_have_the_numbers_of_the_map_after_them() -> None:
    text = page("/opgaven/")
    districts = [
        text.index(f'id="d-{area.code}"') for area in municipality().geography if f'id="d-{area.code}"' in text
    ]
    assert districts and max(districts) < text.index('id="kaart"')
    read = BeautifulSoup(text, "html.parser")
    numbers = [int(item.get_text()) for item in read.select(".card__number")]
    assert len(numbers) >= 5
    assert numbers == list(range(1, len(numbers) + 1))
    marked: set[int] = set()
    for mark in read.select(".vz-marked"):
        for run in mark.get_text().split(", "):
            first, _, last = run.partition("–")
            marked |= set(range(int(first), int(last or first) + 1))
    assert marked == set(numbers)
    assert "card__number" not in page("/stadsdelen/noord/")


def test_course_has_one_word_for_figures_actions_and_checks_and_is_explained() -> None:
    for name in ("ON_COURSE", "OFF_COURSE"):
        ways = TargetSignal[name], Course[name], CourseSignal[name]
        assert len({(item.value, str(item.label)) for item in ways}) == 1
    explained = 'href="/methode/#koers"'
    for path in ("/", "/opgaven/", challenge_path(next(item for item in all_challenges() if item.targets.all()))):
        assert explained in page(path)
        assert not re.search(r"\b(op|van) het pad\b", page(path), re.IGNORECASE)
    assert 'id="koers"' in page("/methode/")


@pytest.mark.parametrize(
    ("decision", "told"),
    [("doorgaan", "voortgezet"), ("aanpassen", "aangepast"), ("afronden", "afgerond"), ("stoppen", "gestopt")],
)
def test_an_earlier_challenge_says_what_came_of_it(decision: str, told: str) -> None:
    ended = Challenge.objects.get(code="M2")
    CarryOver.objects.create(challenge=ended, to_cycle=ended.cycle, decision=decision, reason="Zo.", role="x")
    earlier = page("/opgaven/").partition('id="eerder"')[2]
    assert f'{ended.title}</a> <span class="plain-list__note">{ended.cycle.name}: {told}</span>' in earlier
