"""Before anything comes in: whether every block, field, text, file and reference of an archive can stand here."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock
from wagtail.images.fields import WagtailImageField

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.models import Cycle
from vergezicht.challenges.naming import reference_name
from vergezicht.challenges.references import FigureReference, what_is_wrong
from vergezicht.problems import Problems
from vergezicht.stories.living import claims, living_numbers, on_map
from vergezicht.stories.models import StoryPage
from vergezicht.stories.moving.dates import is_date
from vergezicht.stories.moving.history import look_at_history
from vergezicht.stories.moving.leaving import DAYS, FLAGS, FOCUS, TEXTS
from vergezicht.stories.moving.translations import look_at
from vergezicht.stories.moving.unpacking import Archive
from vergezicht.stories.recordings import CAPTIONS, FILM, SOUND
from vergezicht.stories.stored import picks, relink, rewrite

_TAGS = {"p", "h2", "h3", "h4", "b", "strong", "i", "em", "ul", "ol", "li", "br", "hr", "a"}
_ATTRIBUTES = {"data-block-key", "href", "linktype", "id"}
_SCHEMES = {"", "http", "https", "mailto", "tel"}
# What an archive calls a field, in the words of the editor.
_NAMES = {
    "title": "titel", "lead": "inleiding", "slug": "adres", "cycle": "cyclus", "cover_image": "omslagbeeld",
    "cover_alt": "tekstalternatief van het omslagbeeld", "cover_credit": "maker van het omslagbeeld",
    "panorama_indicator": "getekende horizon",
    "story": "verhaal", "after": "plaats tussen de andere pagina's", "seo_title": "titel voor zoekmachines",
    "search_description": "beschrijving voor zoekmachines",
}  # fmt: skip
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Looking:
    """Adds a problem for everything that cannot come in; ``linked`` names what the story leans on here."""

    def __init__(self, archive: Archive, problems: Problems, page_at: Callable[[Any], int | None]) -> None:
        self.archive, self.problems, self.page_at = archive, problems, page_at
        self._linked: dict[str, None] = {}

    @property
    def linked(self) -> list[str]:
        return sorted(self._linked)

    def look(self) -> None:
        facts = self.archive.manifest["story"]
        facts.setdefault("cover_credit", "")  # older archives do not have it
        self._facts(facts)
        self._files()
        stream = StoryPage._meta.get_field("body").stream_block
        try:
            rewrite(stream, self.archive.manifest["story"].get("body"), self._leaf, self._odd)
        except RecursionError:
            self._odd("verhaal", "de blokken zitten te diep in elkaar")

    def _odd(self, where: str, what: str) -> None:
        self.problems.add(what, part=_NAMES.get(where, where) or "verhaal")

    def _facts(self, facts: dict[str, Any]) -> None:
        for name in TEXTS:
            most = StoryPage._meta.get_field(name).max_length
            if (
                not isinstance(facts.get(name), str)
                or (most and len(facts[name]) > most)
                or _CONTROL.search(facts[name])
            ):
                self._odd(name, f"hier hoort tekst te staan{f' van hoogstens {most} tekens' if most else ''}")
        for name, what in (("title", "titel"), ("lead", "inleiding")):
            if not str(facts.get(name) or "").strip():
                self._odd(name, f"het verhaal heeft geen {what}")
        for name in FLAGS:
            if not isinstance(facts.get(name), bool):
                self._odd(name, "hier hoort ja (true) of nee (false) te staan")
        for name in DAYS:
            if name not in facts or (facts[name] is not None and not is_date(facts[name], datetime)):
                self._odd(name, "dit is geen datum met tijd")
        cycle, cover = facts.get("cycle"), facts.get("cover_image")
        if cycle is not None and not (isinstance(cycle, str) and Cycle.objects.filter(slug=cycle).exists()):
            self._odd("cycle", f"de cyclus {str(cycle)[:60]} bestaat hier niet")
        if cover is not None and (not isinstance(cover, str) or cover not in self.archive.manifest["images"]):
            self._odd("cover_image", "dit beeld zit niet in het archief")
        if panorama := facts.get("panorama_indicator"):
            self._reference("panorama_indicator", FigureReference(str(panorama)))
        if "cycle" not in facts or "cover_image" not in facts:
            self._odd("story", "er staat niet bij welke cyclus en welk omslagbeeld het heeft (cycle, cover_image)")
        look_at(facts.get("translations", []), self._odd, _CONTROL.search)
        look_at_history(facts.get("changes", []), self._odd, _CONTROL.search)
        if not isinstance(facts.get("after"), str):
            self._odd("after", "hier hoort het adres van een pagina te staan, of niets")

    def _files(self) -> None:
        for name, content in self.archive.files.items():
            kind, _, file_name = name.partition("/")
            facts = self.archive.manifest[kind].get(name, {})
            title, tags = facts.get("title"), facts.get("tags")
            if not isinstance(title, str) or not 0 < len(title) <= 255 or not _texts(tags):
                self._odd(name, "de titel of de trefwoorden van dit bestand ontbreken (title, tags)")
            if kind == "images":
                if not isinstance(facts.get("description"), str) or len(facts["description"]) > 255 or not all(
                    facts.get(one, "") is None or (type(facts.get(one)) is int and 0 <= facts[one] < 100_000)
                    for one in FOCUS
                ):  # fmt: skip
                    self._odd(
                        name, "de beschrijving of het middelpunt van dit beeld klopt niet (description, focal_point)"
                    )
                try:
                    WagtailImageField().clean(SimpleUploadedFile(file_name.rpartition("/")[2], content))
                except ValidationError as error:
                    self._odd(name, " ".join(error.messages))
            elif file_name.rpartition(".")[2].lower() not in (*SOUND, *FILM, *CAPTIONS):
                self._odd(name, "dit is geen geluid, film of ondertitels")

    def _leaf(self, block: blocks.Block, value: Any, where: str) -> Any:
        if isinstance(block, (ImageChooserBlock, DocumentChooserBlock)):
            listed = self.archive.manifest["images" if isinstance(block, ImageChooserBlock) else "documents"]
            if value is not None and (not isinstance(value, str) or value not in listed):
                self._odd(where, "dit bestand zit niet in het archief")
        elif isinstance(block, blocks.PageChooserBlock):
            if value is not None:
                self._page(where, value)
        elif isinstance(block, (blocks.ChoiceBlock, blocks.MultipleChoiceBlock)):
            self._choice(block, value, where)
        elif isinstance(block, blocks.BooleanBlock):
            if not isinstance(value, bool):
                self._odd(where, "hier hoort ja (true) of nee (false) te staan")
        elif isinstance(block, blocks.IntegerBlock):
            if value is not None and type(value) is not int:
                self._odd(where, "hier hoort een geheel getal te staan")
        elif isinstance(block, blocks.DateBlock):
            if value is not None and not is_date(value, date):
                self._odd(where, "dit is geen datum")
        elif not isinstance(value, str):
            self._odd(where, "hier hoort tekst te staan")
        else:
            self._text(block, value, where)
        return value

    def _choice(self, block: blocks.Block, value: Any, where: str) -> None:
        several = isinstance(block, blocks.MultipleChoiceBlock)
        if several != isinstance(value, list) and value is not None:
            self._odd(where, "hier hoort een keuze te staan")
            return
        known = _flat(block.field.choices)
        for one in value if several else [value]:
            if one in (None, ""):
                continue
            if not isinstance(one, str) or one not in known:
                name = picks(block) or "keuze"
                self._odd(where, f"{name} {str(one)[:60]} bestaat hier niet")
            elif picks(block):
                self._linked[f"{picks(block)}: {known[one]}"] = None

    def _text(self, block: blocks.Block, value: str, where: str) -> None:
        most = getattr(getattr(block, "field", None), "max_length", None)
        if most and len(value) > most:
            self._odd(where, f"deze tekst is te lang: hoogstens {most} tekens")
        if _CONTROL.search(value):
            self._odd(where, "in deze tekst staan tekens die geen tekst zijn")
        if isinstance(block, blocks.RichTextBlock):
            for what in _foreign(value):
                self._odd(where, f"dit mag niet in een tekst staan: {what}")
            relink(value, lambda path: self._page(where, path) or path)
        for pattern in (living_numbers.PATTERN, claims.PATTERN):
            for found in pattern.finditer(value):
                self._reference(where, FigureReference(found[1], found[2] or "", found[3] or ""))
        for wrong in on_map.wrong_areas(value):
            self._odd(where, wrong)

    def _page(self, where: str, path: Any) -> None:
        if self.page_at(path) is None:
            self._odd(where, f"de pagina {str(path)[:100]} bestaat hier niet")

    def _reference(self, where: str, reference: FigureReference) -> None:
        release = current_release()
        wrong = what_is_wrong(reference, release) if release else "er zijn nog geen vastgestelde cijfers"
        if wrong:
            self._odd(where, f"{reference_name(reference, release)}: {wrong}" if release else wrong)
        else:
            self._linked[f"cijfer: {reference}"] = None


class _Foreign(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS:
            self.found.append(f"<{tag[:20]}>")
        for name, value in attrs:
            if name not in _ATTRIBUTES or (name == "linktype" and value != "page"):
                self.found.append(f"{name[:20]} in <{tag[:20]}>")
            elif name == "href" and not may_link(value or ""):
                self.found.append(f"een link naar {(value or '')[:40]}")

    def handle_comment(self, data: str) -> None:
        self.found.append("commentaar")

    def handle_decl(self, decl: str) -> None:
        self.found.append("een declaratie")

    unknown_decl = handle_decl
    handle_pi = handle_decl


def _foreign(html: str) -> list[str]:
    parser = _Foreign()
    parser.feed(html)
    parser.close()
    return parser.found


def may_link(address: str) -> bool:
    """Whether a link in a text may lead there."""
    try:
        return urlsplit(re.sub(r"[\s\x00-\x1f]", "", address)).scheme.lower() in _SCHEMES
    except ValueError:
        return False


def _texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) and len(item) <= 100 for item in value)


def _flat(choices: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, (list, tuple)):
            found |= {str(one): str(name) for one, name in label}
        else:
            found[str(value)] = str(label)
    return found
