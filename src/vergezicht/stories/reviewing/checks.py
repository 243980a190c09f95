"""What to look at once more before a page goes online: words, headings, descriptions, sources, claims.

Advice beside the text. What must be right (the text alternative of a photo, a claim that holds) is refused at
publishing and stands here with "Nodig"; a draft is kept without.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import get_text_list
from wagtail.blocks import BooleanBlock

from vergezicht.challenges.ground import current_release, themes
from vergezicht.pictures.notation import number
from vergezicht.stories.living.living_numbers import fill_in_words, unknown_references
from vergezicht.stories.picking.lead import UNTITLED
from vergezicht.stories.reading import by_chapter, texts_in
from vergezicht.stories.reviewing.contrast import faint_in_theme
from vergezicht.stories.reviewing.dead_ends import dead_ends
from vergezicht.stories.reviewing.fitness import NO_TITLE, refused
from vergezicht.stories.reviewing.loose_figures import loose_in
from vergezicht.stories.reviewing.plain_language import hints_in
from vergezicht.stories.reviewing.waves import odd_waves
from vergezicht.stories.stored import Where, leaves

_FIGURES = {"indicator", "indicators"}  # the fields in which a block names a figure of a release
# What a draft that was made from figures begins with (drafting/beginning.py).
DRAFT_TITLE = "Concept: "
DRAFT_LEAD = "Een concept: lees elke zin na en vul aan."
_MOST_TEXT = 120
_MOST_TITLE = 80
# Blocks in which somebody else's figures may stand, with where they are from.
_WITH_A_SOURCE = {"table", "sources", "timeline", "embed", "button"}
# More than this hardly anybody reads to the end. Not refused: what was typed is kept.
_MOST_ROWS = {
    "side_panel": ("steps", 12, "stappen"), "gallery": ("images", 12, "beelden"), "tour": ("stops", 20, "plekken"),
    "accordion": ("folds", 20, "onderdelen"), "timeline": ("moments", 30, "momenten"),
}  # fmt: skip
_BEFORE = "Begin"  # before the first chapter
_ROW = re.compile(r", ([^,]+) (\d+), [^,]+$")  # a field in an item of a list, as stored.py writes it
_DIGIT = re.compile(r"\d")
_REFERENCE = re.compile(r"\{[^{}]*\}")
_SENTENCE = re.compile(r"\w\W+\w")  # more than one word: the code of a choice is no text


@dataclass(frozen=True)
class Check:
    """One thing to look at: where, what was written, and what about it; the block it is in, by its id.

    ``is_needed`` holds up a publication, everything else is advice.
    """

    where: str
    text: str
    advice: str
    block: str = ""
    is_needed: bool = False


def checks_of(page: Any) -> list[Check]:
    """Every check of a page with a lead and a body, in the order of the page."""
    found = [
        *_title(page),
        *_cover(page),
        *_drafted(page),
        *_retold(page),
        *_words("Inleiding", page.lead),
        *_loose("Inleiding", page.lead),
        *_headings(page.body),
        *_body(page.body),
        *_sources(page.body),
        *_long(page.body),
        *_waves(page.body),
        *_dead_ends(page),
        *_needed(page),
        *_colours(),
    ]
    return list(dict.fromkeys(found))


def _title(page: Any) -> Iterator[Check]:
    if (long := len(page.title)) > _MOST_TITLE:
        advice = (
            f"Deze titel heeft {long} tekens. Zoekmachines, kaartjes en tabbladen tonen er ongeveer {_MOST_TITLE}. "
            "Maak hem korter; de inleiding vertelt de rest."
        )
        yield Check("Titel", f"{page.title[:_MOST_TITLE]} …", advice)


def _cover(page: Any) -> Iterator[Check]:
    if getattr(page, "cover_image", None) and not page.cover_alt.strip():
        yield Check("Omslag", str(page.cover_image), "Vertel wat er op het omslagbeeld staat, voor wie het niet ziet.")


def _drafted(page: Any) -> Iterator[Check]:
    """What a draft made from figures says of itself, and readers should not read."""
    if page.title.startswith(DRAFT_TITLE):
        yield Check("Titel", page.title, "Dit is nog de titel van het conceptverhaal: geef het een eigen titel.")
    if DRAFT_LEAD in page.lead:
        yield Check("Inleiding", DRAFT_LEAD, "Deze zin is voor u, niet voor de lezer: haal hem weg.")


def _retold(page: Any) -> Iterator[Check]:
    """What still lies in the area that the template was about, and where words still name it."""
    # These need the pages, and the pages what is checked.
    from vergezicht.stories.moving.retelling import still_bound, still_named

    if page.pk and hasattr(page, "cover_image"):
        for left in still_bound(page):
            advice = "Dit is nog van het gebied van het sjabloon. Kies opnieuw, of laat het zo als het klopt."
            yield Check(left.where, left.what, advice, left.block)
        for left in still_named(page):
            yield Check(left.where, left.what, "Hier staat nog het gebied van het sjabloon: klopt dat?", left.block)


def _words(where: str, text: str, block: str = "") -> Iterator[Check]:
    """What could be plainer, in sentences as readers read them."""
    for sentence, advice in hints_in(fill_in_words(text), _asked()):
        yield Check(where, _shortened(sentence), advice, block)


def _loose(where: str, text: str, block: str = "") -> Iterator[Check]:
    """Outcomes that do not follow the figures."""
    for sentence, advice in loose_in(text, current_release()):
        yield Check(where, _shortened(fill_in_words(sentence)), advice, block)


def _shortened(sentence: str) -> str:
    return sentence if len(sentence) <= _MOST_TEXT else f"{sentence[:_MOST_TEXT]}…"


def _asked() -> list[str]:
    """How the figures and the themes are called, as the survey asked it."""
    release = current_release()
    labels = [indicator.label for indicator in release.indicators] if release else []
    return [*labels, *(theme.question for theme in themes())]


def _body(body: Any) -> Iterator[Check]:
    for where, block in by_chapter(body):
        if block.block_type == "quote":  # what somebody said is theirs
            continue
        place, number = f"{where or _BEFORE}, {str(block.block.label).lower()}", str(block.id or "")
        for text in filter(_SENTENCE.search, texts_in(block.value)):
            yield from _words(place, text, number)
            if block.block_type not in _WITH_A_SOURCE:
                yield from _loose(place, text, number)


def _long(body: Any) -> Iterator[Check]:
    """What a reader has to swipe through for too long."""
    for where, block in by_chapter(body):
        field, most, called = _MOST_ROWS.get(block.block_type, ("", 0, ""))
        if field and (count := len(block.value[field])) > most:
            advice = f"Dit zijn {count} {called}. Meer dan {most} leest bijna niemand uit: deel het op."
            yield Check(where or _BEFORE, str(block.block.label), advice, str(block.id or ""))


def _waves(body: Any) -> Iterator[Check]:
    for where, block in by_chapter(body):
        for advice in odd_waves(block):
            yield Check(where or _BEFORE, str(block.block.label), advice, str(block.id or ""))


def _headings(body: Any) -> Iterator[Check]:
    """Chapters are of level 2; a heading in a text may go one deeper than the one before it, not two."""
    level = 2
    for where, block in by_chapter(body):
        if block.block_type == "chapter":
            level = 2
            continue
        for found in re.finditer(r"<h([2-6])[^>]*>(.*?)</h\1>", " ".join(texts_in(block.value)), re.DOTALL):
            if int(found[1]) > level + 1:
                title = re.sub(r"<[^>]+>", "", found[2])
                advice = f"Deze kop slaat een niveau over: van {level} naar {found[1]}."
                yield Check(where or _BEFORE, title, advice, str(block.id or ""))
            level = int(found[1])


def _sources(body: Any) -> Iterator[Check]:
    if any(map(_shows_figures, body)) and all(block.block_type != "sources" for block in body):
        advice = "Er staan cijfers uit het onderzoek in dit verhaal, maar het blok Bronnen ontbreekt."
        yield Check("Slot", "", f"{advice} Voeg het toe: de bron van deze cijfers komt er vanzelf in.")
    for where, block in by_chapter(body):
        if block.block_type == "table" and not block.value["source"] and _has_typed_numbers(block.value["table"]):
            advice = "Zet bij de tabel waar de cijfers vandaan komen, in het veld Bron."
            yield Check(where or _BEFORE, block.value["caption"], advice, str(block.id or ""))


def _dead_ends(page: Any) -> Iterator[Check]:
    blocks = {str(item.id): where for where, item in by_chapter(page.body)}
    for item, link, nearest in dead_ends(page):
        hint = f" Bedoelt u {nearest}?" if nearest else ""
        advice = f"Deze link gaat naar een adres dat niet bestaat op deze site.{hint}"
        yield Check(blocks.get(str(item.id)) or _BEFORE, link, advice, str(item.id or ""))


def _shows_figures(item: Any) -> bool:
    """Whether a block shows figures of a release; two photos over each other, or a table that was typed, do not."""
    stored = leaves(item.block, item.block.get_prep_value(item.value))
    return any(where.path.rpartition("/")[2] in _FIGURES and value for _, value, where in stored)


def _has_typed_numbers(table: Any) -> bool:
    cells = [text for row in table.row_data for text in texts_in(row["values"][1:])]
    return any(_DIGIT.search(_REFERENCE.sub("", text)) for text in cells)


def _needed(page: Any) -> Iterator[Check]:
    """What a draft may leave open or get wrong and a published page may not."""
    if page.title == UNTITLED:
        yield Check("Titel", "", NO_TITLE, is_needed=True)
    for wrong in unknown_references(page.lead):
        yield Check("Inleiding", "", wrong, is_needed=True)
    for where, item in by_chapter(page.body):
        block = str(item.id or "")
        unfilled = _unfilled(item)
        for label, places in unfilled.items():
            advice = "Dit moet nog worden ingevuld voordat het online kan"
            rows = _rows(places)
            first = places[0].path.split("/")[-2] if rows else block
            text = f"{item.block.label}: {label}"
            yield Check(where or _BEFORE, text, f"{advice}{rows}.", first, is_needed=True)
        for wrong in refused(item):
            yield Check(where or _BEFORE, str(item.block.label), wrong, block, is_needed=True)


def _unfilled(item: Any) -> dict[str, list[Where]]:
    """The fields that are required and empty, such as the indicator of a map that was moved in, and where."""
    found: dict[str, list[Where]] = {}
    for block, value, where in leaves(item.block, item.block.get_prep_value(item.value)):
        if not isinstance(block, BooleanBlock) and block.required and value in (None, "", []):
            found.setdefault(str(block.label), []).append(where)
    return found


def _rows(places: list[Where]) -> str:
    """In which rows of a block a field stands: ": beelden 1, 2 en 4"; "" outside rows."""
    numbers: dict[str, list[str]] = {}
    for found in filter(None, map(_ROW.search, places)):
        numbers.setdefault(found[1], []).append(found[2])
    told = get_text_list([f"{name} {get_text_list(which, 'en')}" for name, which in numbers.items()], "en")
    return f": {told}" if told else ""


def _colours() -> Iterator[Check]:
    """Of the house style, since an editor chooses no colours."""
    for faint in faint_in_theme():
        yield Check(
            "Huisstijl",
            f"{faint.what}, {faint.scheme}: {faint.front} op {faint.back}",
            f"Het contrast is {number(faint.ratio, 1)}; dat moet minstens {number(faint.least, 1)} zijn. "
            "De beheerder past theme.css aan.",
        )
