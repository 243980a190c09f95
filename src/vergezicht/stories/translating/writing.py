"""Writing a translation: what it has to keep of the Dutch, and two translators who do not overwrite each other."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from wagtail.models import Page

from vergezicht.stories.living import living_numbers
from vergezicht.stories.living.claims import without_claims
from vergezicht.stories.models import TranslatedText
from vergezicht.stories.translating.notation import UnbalancedError, as_html
from vergezicht.stories.translating.translation import Part, TextState, Translation
from vergezicht.stories.translating.words import TITLE, Text, group_of, texts_of

_LINK = re.compile(r"\]\((\d+)\)")
_LONGEST_TITLE = 255


@dataclass
class Saved:
    """What came of a save: how many texts were kept, and per place what was refused with the reason in Dutch."""

    kept: int = 0
    refused: dict[str, str] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)


def version_of(part: Part) -> str:
    """Which translation somebody has before them; "" when there is none."""
    row = part.row
    return hashlib.sha256(f"{row.source}\0{row.text}".encode()).hexdigest()[:16] if row is not None else ""


def save_texts(
    page: Any, language: str, typed: Mapping[str, str], seen: Mapping[str, str], *, still: str = "", user: Any = None
) -> Saved:
    """Keeps every text in ``typed`` (by place) that differs from what there was; ``seen`` are the versions that the
    translator had. ``still`` is the place of an outdated text of which the translator says that it still holds."""
    saved = Saved()
    with transaction.atomic():
        Page.objects.select_for_update().get(pk=page.pk)  # one translator at a time
        for part in Translation(page, language, draft=True).parts:
            place = part.text.place
            if place in typed:
                given = _tidy(part.text, typed[place])
                _save(part, given, seen.get(place, ""), place == still, saved, page, language, user)
        if saved.kept:
            note_online(page)
    return saved


def note_online(page: Any) -> None:
    """Notes which Dutch texts readers have seen: those of the page as it is online now."""
    online = Page.objects.get(pk=page.pk)
    if online.live:
        now = {(text.group, text.words) for text in texts_of(online.specific)}
        rows = TranslatedText.objects.filter(page_id=page.pk, was_online=False)
        seen = [row.pk for row in rows if (group_of(row.place), row.source) in now]
        TranslatedText.objects.filter(pk__in=seen).update(was_online=True)


def _save(part: Part, given: str, seen: str, still: bool, saved: Saved, page: Any, language: str, user: Any) -> None:
    text, place = part.text, part.text.place
    standing = part.row.text if part.row is not None else ""
    confirmed = still and part.state == TextState.OUTDATED
    if given == standing and not confirmed:
        return
    wrong = what_is_wrong(text, given) if given else ""
    if not wrong and version_of(part) != seen:
        wrong = "Iemand anders heeft deze tekst intussen vertaald. Kies wat er moet staan en bewaar nog eens."
    if wrong:
        saved.refused[place], saved.typed[place] = wrong, given
        return
    rows = TranslatedText.objects.filter(page_id=page.pk, language=language, place=place)
    if not given:
        rows.delete()
    else:
        rows.filter(source=text.words).delete()
        TranslatedText.objects.create(
            page_id=page.pk, language=language, place=place, source=text.words, text=given, made_by=user
        )
    saved.kept += 1


def what_is_wrong(text: Text, given: str) -> str:
    """Why this cannot be the translation, in Dutch; "" when it can."""
    if text.place == TITLE and len(given) > _LONGEST_TITLE:
        return f"Deze titel is te lang: hoogstens {_LONGEST_TITLE} tekens."
    wanted, found = (Counter(living_numbers.shown_in(one)) for one in (text.words, given))
    if missing := wanted - found:
        return f"Dit cijfer ontbreekt: {', '.join(missing)}. Neem het precies zo over."
    if extra := found - wanted:
        return f"Dit cijfer staat niet in de Nederlandse tekst: {', '.join(extra)}."
    if not text.rich:
        return ""
    numbers = (set(_LINK.findall(one)) for one in (text.words, given))
    wanted_links, found_links = numbers
    if wanted_links != found_links:
        lost = ", ".join(f"({number})" for number in sorted(wanted_links - found_links))
        return f"Deze link ontbreekt: {lost}." if lost else "Er staat een link in die er in het Nederlands niet is."
    try:
        as_html(given, [])
    except UnbalancedError:
        return "Een sterretje of een link begint en eindigt niet. Een los sterretje schrijft u als \\*."
    return ""


def _tidy(text: Text, given: str) -> str:
    """As it is kept: the rules behind sentences stay in the Dutch, and a line of a heading is one line."""
    lines = [line.rstrip() for line in without_claims(given.replace("\r\n", "\n")).strip().split("\n")]
    if not text.rich and "\n" not in text.words and text.place != "lead":
        return " ".join(line.strip() for line in lines if line.strip())
    return "\n".join(lines)
