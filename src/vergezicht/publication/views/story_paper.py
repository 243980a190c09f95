"""A story on paper, at each depth: what its page says with the same maps and charts, as a tagged PDF and as an ODT."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from PIL import Image

from vergezicht.challenges.ground import current_release, municipality
from vergezicht.languages import say, spoken
from vergezicht.languages.marks import kept
from vergezicht.paper.codes import qr
from vergezicht.paper.printing import as_pdf, photograph
from vergezicht.publication.pages.depths import Depth
from vergezicht.publication.pages.reading_order import Reading, read_in_order
from vergezicht.publication.papers import PAPERS
from vergezicht.publication.papers.editable import MEDIA_TYPE, editable, paragraph, table
from vergezicht.publication.papers.prints import UNDATED, content_of, written
from vergezicht.publication.papers.reprints import printed_once
from vergezicht.publication.views.stories import read, story_path
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import StoryPage
from vergezicht.stories.translating.translation import in_spoken_language


def paper_path(page: StoryPage, depth: Depth) -> str:
    """/verhaal/verhaal.pdf, /verhaal/kern/kern.pdf, /verhaal/cijfers/cijfers.pdf."""
    name = page.slug if depth == Depth.STORY else depth.value
    return f"{depth.path(story_path(page))}{name}.pdf"


def document_path(page: StoryPage, depth: Depth) -> str:
    """/verhaal/verhaal.odt, /verhaal/kern/kern.odt, /verhaal/cijfers/cijfers.odt."""
    return f"{paper_path(page, depth).removesuffix('.pdf')}.odt"


@dataclass(frozen=True)
class _Told:
    """What a story says at one depth, for paper."""

    above: str
    title: str
    lead: str
    publisher: str
    name: str
    state: str
    address: str
    reading: Reading
    tables: list[dict[str, Any]]
    day: date


def paper(request: HttpRequest, page: StoryPage, depth: Depth) -> HttpResponse:
    """What the page says at this depth; the tables only where all figures were asked for."""
    told = _read(request, page, depth)
    data = {
        "above": told.above,
        "title": told.title,
        "lead": told.lead,
        "footer": f"{told.publisher} · {told.name} · {told.state}",
        "example": _example() if municipality().example else [],
        "address": told.address,
        "words": _words(),
        "parts": told.reading.parts,
        "tables": told.tables,
    }
    pictures = tuple(sorted(told.reading.pictures.items()))
    return HttpResponse(_printed(content_of(data), pictures, told.day), content_type="application/pdf")


def document(request: HttpRequest, page: StoryPage, depth: Depth) -> HttpResponse:
    """The same as a document that can be edited, for a paper of the council."""
    told, words = _read(request, page, depth), _words()
    parts = [
        paragraph(told.above, kind="above"),
        paragraph(told.title, kind="title"),
        paragraph(told.lead, kind="subtitle"),
    ]
    if municipality().example:
        parts.append(paragraph(" ".join(_example()), strong=True))
    link = {"text": told.address, "link": told.address}
    parts.append({"kind": "paragraph", "runs": [{"text": f"{words['read']} "}, link], "quiet": True})
    parts += told.reading.parts
    if told.tables:
        parts.append(paragraph(words["tables"], kind="heading", level=1))
    for item in told.tables:
        parts.append(paragraph(item["caption"], kind="heading", level=2))
        parts.append(table(item["headings"], item["rows"]))
    made = editable(told.title, parts, footer=told.state, day=told.day, pictures=told.reading.pictures)
    return HttpResponse(made, content_type=MEDIA_TYPE)


def _read(request: HttpRequest, page: StoryPage, depth: Depth) -> _Told:
    html = read(request, page, depth).content.decode()
    if not spoken().is_source:
        html = request.lead(html)  # type: ignore[attr-defined]  # its links are those of the page
    address = f"{settings.SITE_URL}{spoken().root}{depth.path(story_path(page))}"
    reading = read_in_order(html, of="article.story", base=address, photos=_photos(html))
    release = current_release()
    day = timezone.localdate(page.last_published_at) if page.last_published_at else UNDATED
    page = in_spoken_language(page)
    state = say("stand op {day}", day=written(day)) + (f" · {release.title}" if release else "")
    return _Told(
        above=kept(page.cycle.name) if page.cycle else municipality().name,
        title=page.title if depth != Depth.CORE else say("{title}: de kern", title=page.title),
        lead=fill_in_words(page.lead),
        publisher=municipality().publisher,
        name=page.title,
        state=state,
        address=address,
        reading=reading,
        tables=reading.tables if depth == Depth.FIGURES else [],
        day=day,
    )


def _example() -> list[str]:
    return [say("Voorbeeldinhoud"), say("– geen besluit van de gemeente. De antwoorden en cijfers zijn gesimuleerd.")]


def _words() -> dict[str, str]:
    """What the paper says of itself."""
    return {
        "read": say("Lees dit verhaal op een scherm, met kaarten die meebewegen:"),
        "contents": say("Inhoud"),
        "picture": say("Beeld"),
        "pictures": say("Beelden"),
        "tables": say("De cijfers bij de beelden"),
    }


@printed_once
def _printed(content: str, pictures: Iterable[tuple[str, bytes]], day: date) -> bytes:
    data = json.loads(content)
    files = dict(pictures) | {"code.svg": qr(data["address"]).encode()}
    return as_pdf(PAPERS / "story.typ", data=data, day=day, pictures=files)


def _photos(html: str) -> dict[str, bytes]:
    """The images of the page by their address, ready for paper."""
    found = {}
    for address in set(re.findall(r'<img [^>]*?src="([^"]+)"', html)):
        path = Path(settings.MEDIA_ROOT) / address.removeprefix(settings.MEDIA_URL)
        if address.startswith(settings.MEDIA_URL) and path.is_file():
            image, packed = Image.open(path).convert("RGB"), io.BytesIO()
            image.save(packed, "JPEG", quality=82)
            found[address] = photograph(packed.getvalue(), width=image.width, height=image.height)
    return found
