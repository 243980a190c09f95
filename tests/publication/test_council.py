"""For the council: motions and promises with their state, and papers of one or two pages that are tagged and dated."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from lxml import html
from odfdo import Document
from tests.initiatives.invented import brought_to

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import (
    Action,
    Challenge,
    Conversation,
    CouncilItem,
    CouncilStep,
    Cycle,
    ProgressUpdate,
)
from vergezicht.challenges.queries import all_challenges
from vergezicht.challenges.versions.text_history import record_text, record_unseen_texts, text_at
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.states import InitiativeState
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.publication.papers import sheets

pytestmark = pytest.mark.django_db

SECRET = "kanariezin-die-niemand-mag-lezen"


def _bytes(path: str) -> bytes:
    return render_address(next(item for item in public_addresses() if item.path == path))


def _page(path: str) -> str:
    return _bytes(path).decode()


def _pages(pdf: bytes) -> int:
    """How many pages a PDF has, also when its objects are compressed."""
    found = len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf))
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            found += len(re.findall(rb"/Type\s*/Page\b(?!s)", zlib.decompress(stream)))
        except zlib.error:
            continue
    return found


def test_a_motion_is_told_with_its_state_its_steps_and_its_challenges() -> None:
    text = _page("/raad/")
    item = CouncilItem.objects.get(code="M13")
    assert "In uitvoering" in text
    for step in item.steps.all():
        assert step.text in text
    challenge = item.challenges.first()
    assert challenge is not None
    assert f'href="/opgaven/{challenge.slug}/"' in text
    assert f'href="/raad/#{item.slug}"' in _page(f"/opgaven/{challenge.slug}/"), "and back"
    CouncilStep.objects.create(item=item, date=date(2022, 6, 1), state="afgedaan", text="Beantwoord.", role="Bestuur")
    assert "Afgedaan" in _page("/raad/")


def test_each_area_lists_its_challenges_with_how_they_stand() -> None:
    listed = html.fromstring(_page("/raad/")).xpath("//section[@aria-labelledby='opgaven']")[0]
    told = {
        link.get("href"): (link.getparent().xpath("string(.//*[contains(@class, 'state--')])").strip())
        for link in listed.xpath(".//li/a")
    }
    assert told == {f"/opgaven/{item.slug}/": item.course.label for item in all_challenges()}
    Challenge.objects.filter(code="M2").update(areas=[municipality().geography.gemeente.code])
    assert "opgaven-overig" in _page("/raad/"), "also what is about the whole municipality"


def test_plans_of_residents_are_counted_the_same_everywhere() -> None:
    geography = municipality().geography
    one, other = geography.at(AreaLevel.STADSDEEL)[:2]
    brought_to(InitiativeState.PUBLISHED, "Een plan voor twee", areas=[one.code, other.code])
    brought_to(InitiativeState.PUBLISHED, "Een plan voor een wijk", areas=[geography.at(AreaLevel.WIJK)[0].code])
    council, residents = _table("/raad/", 3), _table("/raad/initiatieven/", 1)
    assert residents.pop("Samen") == str(public_initiatives().count())
    assert council == {name: count for name, count in residents.items() if name in council}
    listed = html.fromstring(_page("/initiatieven/")).xpath("//section[@aria-labelledby='gebied']//li")
    assert {item.text_content() for item in listed} == {f"{name} ({n})" for name, n in council.items() if n != "0"}


def _table(path: str, column: int) -> dict[str, str]:
    """What a table per area says in one column."""
    rows = html.fromstring(_page(path)).xpath("//section[@aria-labelledby='gebieden']//tbody/tr")
    return {row.xpath("string(th)"): row.xpath(f"string(td[{column}])") for row in rows}


def test_what_is_not_public_is_on_no_page_and_no_paper() -> None:
    item = CouncilItem.objects.create(
        kind="motie", code="M99", slug="m99", title=SECRET, text=SECRET, date=date(2022, 1, 1), owner_role="x"
    )
    concept = Challenge.objects.create(
        cycle=Cycle.objects.get(slug="2020-2022"), code="X1", slug="x1", title=SECRET, kind="kans", areas=["SD1"],
        themes=["groen"], reason=SECRET, goal=SECRET,
    )  # fmt: skip
    public = CouncilItem.objects.get(code="M13")
    public.challenges.add(concept)
    public.save()
    told = str([sheets._told(challenge) for challenge in sheets._complete(Challenge.objects.all())])
    assert SECRET not in told
    assert SECRET not in _page("/raad/")
    assert str(item) not in _page("/raad/")


def test_every_stadsdeel_and_the_council_have_a_tagged_paper_of_one_or_two_pages() -> None:
    districts = [area for area in municipality().geography if area.level == AreaLevel.STADSDEEL]
    assert len(districts) == 5
    for path in [*(sheets.sheet_path(area) for area in districts), sheets.COUNCIL_NOTE]:
        made = _bytes(path)
        assert made.startswith(b"%PDF") and b"pdfuaid" in made, path
        assert 1 <= _pages(made) <= 2, path
    assert f'href="{sheets.sheet_path(districts[0])}"' in _page(f"/stadsdelen/{districts[0].slug}/")
    assert f'href="{sheets.sheet_path(districts[0])}"' in _page("/raad/")


def test_the_paper_of_a_stadsdeel_can_be_edited_and_says_the_same() -> None:
    area = municipality().geography["SD1"]
    content = _bytes(sheets.document_path(area))
    assert _bytes(sheets.document_path(area)) == content
    made = Document(io.BytesIO(content))
    data, day = sheets._of_area(area)
    told = " ".join(
        "".join(map(str, item.xpath(".//text()"))) for item in made.body.get_elements("//text:p | //text:h")
    )
    assert data["challenges"] and made.meta.title == data["title"] and made.meta.creation_date.date() == day
    for text in _texts(data):
        assert text in told or text in {data["footer"], data["address"], *data["list"]["headings"]}, text
    assert [header.text_recursive.strip() for header in made.body.headers] == [
        item["title"] for item in data["challenges"]
    ]
    rows = [len(table.get_elements("table:table-row")) for table in made.body.tables]
    assert rows == [len(item["actions"]["rows"]) for item in data["challenges"] if item["actions"]["rows"]]
    for page in (f"/stadsdelen/{area.slug}/", "/raad/"):
        assert f'href="{sheets.document_path(area)}"' in _page(page)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    else:
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def test_a_paper_is_of_the_day_of_its_last_change_and_the_same_until_then() -> None:
    area = municipality().geography["SD1"]
    first = sheets.area_sheet(area)
    assert sheets.area_sheet(area) == first
    action = Action.objects.get(title="Regenton-actie")
    ProgressUpdate.objects.create(action=action, date=date(2031, 1, 2), status="op-koers", text="x", role="x")
    assert sheets.last_change([action.challenge]) == date(2031, 1, 2)
    assert sheets.area_sheet(area) != first


def test_with_many_challenges_a_paper_is_a_table_and_still_two_pages() -> None:
    example = Challenge.objects.get(code="M2")
    Challenge.objects.bulk_create(
        Challenge(cycle=example.cycle, code=f"G{number}", slug=f"g-{number}", title=f"Een opgave met nummer {number}",
                  kind="kans", state="lopend", areas=example.areas, themes=["groen"], reason="x", goal="x")
        for number in range(30)
    )  # fmt: skip
    assert _pages(sheets.area_sheet(municipality().geography["SD1"])) <= 2
    (table,) = Document(io.BytesIO(sheets.area_document(municipality().geography["SD1"]))).body.tables
    rows = ["".join(map(str, row.children[0].xpath(".//text()"))) for row in table.get_elements("table:table-row")]
    assert {f"G{number}" for number in range(30)} < set(rows)


def test_the_text_of_a_cycle_and_a_conversation_can_be_read_as_it_was(django_assert_max_num_queries: Any) -> None:
    conversation = Conversation.objects.get(slug="met-de-bus-door-noord")
    old = conversation.summary
    Conversation.objects.filter(pk=conversation.pk).update(summary="We reden langs drie plekken.")
    assert record_unseen_texts() == 1
    with django_assert_max_num_queries(12):
        assert record_unseen_texts() == 0
    text = _page("/gesprekken/met-de-bus-door-noord/versies/")
    assert old in text and "We reden langs drie plekken." in text and "buiten de schermen om" in text
    assert 'href="/gesprekken/met-de-bus-door-noord/versies/"' in _page("/gesprekken/met-de-bus-door-noord/")
    assert "Zoals op" in _page("/cycli/2020-2022/versies/")
    first = text_at(conversation, text_at(conversation, conversation_moment(conversation)).recorded_at)
    assert first is not None and first.content["summary"] == old
    hidden = Conversation.objects.filter(pk=conversation.pk)
    hidden.update(is_public=False)
    assert "/gesprekken/met-de-bus-door-noord/versies/" not in {item.path for item in public_addresses()}
    assert record_text(hidden.get(), role="x") is None


def test_the_text_of_a_motion_can_be_read_as_it_was() -> None:
    item = CouncilItem.objects.get(code="M13")
    old = item.text
    CouncilItem.objects.filter(pk=item.pk).update(text="Nodig bewoners en partners uit.")
    assert record_unseen_texts() == 1
    text = _page(f"/raad/{item.slug}/versies/")
    assert old in text and "Nodig bewoners en partners uit." in text
    assert f'href="/raad/{item.slug}/versies/"' in _page("/raad/")
    assert f'href="/raad/#{item.slug}"' in text
    CouncilItem.objects.filter(pk=item.pk).update(is_public=False)
    assert f"/raad/{item.slug}/versies/" not in {one.path for one in public_addresses()}


def conversation_moment(conversation: Conversation) -> Any:
    from datetime import datetime, time

    from django.utils import timezone

    return timezone.make_aware(datetime.combine(conversation.date, time(13)))
