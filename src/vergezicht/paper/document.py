"""What is read, as a document that can be edited (ODT); the only module that talks to odfdo."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from odfdo import Document, Element, Frame, Header, Link, List, ListItem, Paragraph, Span
from PIL import Image

LOOK = Path(__file__).with_name("house.fodt")
MEDIA_TYPE = "application/vnd.oasis.opendocument.text"
WIDE, SMALL, HIGH = 166.0, 103.0, 225.0  # mm on the page: its full width, a small picture, and the highest
_COUNTRIES = {"nl": "NL", "en": "GB"}  # whose spelling a word processor checks
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of every zip; the day of the document is in its metadata
_DEEPEST = 5

Text = str | list[dict[str, Any]]


def as_odt(data: Mapping[str, Any], *, day: date, pictures: Mapping[str, bytes]) -> bytes:
    """The ODT of ``data``, A4 in the styles of ``house.fodt``; the same input gives the same bytes.

    ``data`` holds as plain text ``lang`` (a code such as "nl"), ``title``, ``publisher``, ``header``, ``footer`` and
    ``numbered`` (the word before the number of a picture), and ``parts``: what `reading_order` reads, with as kinds
    more "title", "subtitle", "above" and "table" (``headings`` and ``rows``). A text in a part is plain or a list of
    runs: ``text`` with ``strong``, ``emphasis``, ``link`` and ``lang``. ``pictures`` are PNG or JPEG by the ``name`` of
    their part; ``day`` is the date of the document.

    Raises ``KeyError`` for a part with a picture that is not there or with a kind that is not known.
    """
    document = Document(LOOK)
    writer = _Writer(document, str(data["lang"]), str(data["numbered"]), pictures)
    for part in data["parts"]:
        writer.write(part)
    for place in ("header", "footer"):
        (line,) = document.styles.root.get_elements(f"//style:{place}/text:p")
        line.insert(Span(data[place]), position=0)
    _describe(document, data, day)
    return _packed(document)


class _Writer:
    """Puts parts at the end of a document; styles that follow from a text are made when they are first needed."""

    def __init__(self, document: Document, language: str, numbered: str, pictures: Mapping[str, bytes]) -> None:
        self.document, self.language, self.numbered, self.pictures = document, language, numbered, pictures
        self.made: set[str] = set()
        self.files: dict[str, str] = {}
        self.shown = self.captions = self.tables = 0

    def write(self, part: Mapping[str, Any]) -> None:
        {
            "title": lambda: self._paragraph("Title", part["runs"]),
            "subtitle": lambda: self._paragraph("Subtitle", part["runs"]),
            "above": lambda: self._paragraph("Eyebrow", part["runs"]),
            "heading": lambda: self._heading(part["level"], part["runs"]),
            "paragraph": lambda: self._paragraph("Source" if part.get("quiet") else "Text_20_body", part["runs"]),
            "quote": lambda: self._paragraph("Quotations", part["runs"]),
            "list": lambda: self._list(part),
            "legend": lambda: self._legend(part["items"]),
            "picture": lambda: self._picture(part),
            "table": lambda: self._table(part),
        }[part["kind"]]()

    def _paragraph(self, style: str, text: Text) -> None:
        self.document.body.append(self._filled(Paragraph(style=style), text))

    def _heading(self, level: int, text: Text) -> None:
        header = Header(level := min(level, _DEEPEST))
        header.style = f"Heading_20_{level}"
        self.document.body.append(self._filled(header, text))

    def _list(self, part: Mapping[str, Any]) -> None:
        made = List(style="Numbering_20_123" if part["ordered"] else "List_20_1")
        for item in part["items"]:
            entry = ListItem()
            entry.append(self._filled(Paragraph(style="Text_20_body"), item))
            made.append(entry)
        self.document.body.append(made)

    def _legend(self, items: Iterable[Mapping[str, Any]]) -> None:
        line = Paragraph(style="Legend")
        for item in items:
            if item["colour"]:
                line.append(Span("\u2003", style=self._swatch(item["colour"])))
                line.append("\u00a0")
            self._filled(line, item["sign"])
            self._filled(line, item["label"])
            line.append("\u2003")
        self.document.body.append(line)

    def _picture(self, part: Mapping[str, Any]) -> None:
        content, title = self.pictures[part["name"]], part["title"]
        image = Image.open(io.BytesIO(content))
        width = WIDE if part["wide"] else SMALL
        width = min(width, HIGH * image.width / image.height)
        size = (f"{width:.1f}mm", f"{width * image.height / image.width:.1f}mm")
        self.shown += 1
        path = self._file(part["name"], content, "jpeg" if image.format == "JPEG" else "png")
        frame = Frame.image_frame(path, name=f"{self.numbered} {self.shown}", style="Graphics", size=size,
                                  anchor_type="as-char")  # fmt: skip
        for tag, words in (("svg:title", _plain(title)), ("svg:desc", part["alt"])):
            if words:
                said = Element.from_tag(tag)
                said.text = words
                frame.append(said)
        line = Paragraph(style="Captioned_20_picture" if title else "Picture")
        line.append(frame)
        self.document.body.append(line)
        if title:
            self._caption(title)

    def _file(self, name: str, content: bytes, kind: str) -> str:
        """Where the picture is in the document, once however often it is shown."""
        if name not in self.files:
            self.files[name] = path = f"Pictures/{len(self.files) + 1:03}.{kind}"
            self.document.set_part(path, content)
            self.document.manifest.add_full_path(path, f"image/{kind}")
        return self.files[name]

    def _caption(self, title: Text) -> None:
        self.captions += 1
        number = Element.from_tag(
            '<text:sequence text:name="Illustration" text:formula="ooow:Illustration+1" style:num-format="1"/>'
        )
        number.text = str(self.captions)
        line = Paragraph(style="Caption")
        line.append(f"{self.numbered} ")
        line.append(number)
        line.append(". ")
        self.document.body.append(self._filled(line, title))

    def _table(self, part: Mapping[str, Any]) -> None:
        self.tables += 1
        headings, rows = part["headings"], part["rows"]
        made = _tagged("table:table", name=str(self.tables), style="Figures")
        shares = _shares([row for row in (headings, *rows) if len(row) == len(headings)])
        for share in shares:
            made.append(_tagged("table:table-column", style=self._column(round(1000 * share / sum(shares)))))
        top = Element.from_tag("table:table-header-rows")
        top.append(self._row(headings, "Head", "Table_20_Heading", len(headings)))
        made.append(top)
        for row in rows:
            made.append(self._row(row, "Cell", "Table_20_Contents", len(headings)))
        self.document.body.append(made)

    def _row(self, cells: list[Text], cell_style: str, text_style: str, width: int) -> Element:
        """A row; one with a single cell is a heading inside the table, over all its columns."""
        row = _tagged("table:table-row", style="Row")
        for cell in cells:
            made = _tagged("table:table-cell", style=cell_style)
            made.set_attribute("office:value-type", "string")
            if len(cells) == 1 < width:
                made.set_attribute("table:number-columns-spanned", str(width))
                text_style = "Table_20_Heading"
            made.append(self._filled(Paragraph(style=text_style), cell))
            row.append(made)
        for _ in range(width - len(cells) if len(cells) == 1 else 0):
            row.append(Element.from_tag("table:covered-table-cell"))
        return row

    def _filled(self, element: Any, text: Text) -> Any:
        """``element`` with the text after what is in it; each run says what it is, the innermost its language."""
        for run in [{"text": text}] if isinstance(text, str) else text:
            words = run["text"]
            if not words:
                continue
            styles = ["Strong_20_Emphasis"] if run.get("strong") else []
            styles += ["Emphasis"] if run.get("emphasis") else []
            if run.get("lang") not in (None, "", self.language):
                styles.append(self._language(run["lang"]))
            piece: Any = words
            for style in reversed(styles):
                span = Span(style=style)
                span.append(piece)
                piece = span
            if run.get("link"):
                link = Link(run["link"], style="Internet_20_link")
                link.set_attribute("xlink:type", "simple")
                link.append(piece)
                piece = link
            element.append(piece)
        return element

    def _language(self, code: str) -> str:
        country = _COUNTRIES.get(code, "none")
        return self._made(f"Language_{code}", "text", f'text-properties fo:language="{code}" fo:country="{country}"')

    def _swatch(self, colour: str) -> str:
        return self._made(f"Swatch_{colour.lstrip('#')}", "text", f'text-properties fo:background-color="{colour}"')

    def _column(self, share: int) -> str:
        """A column of ``share`` thousandths of the page."""
        sizes = f'style:column-width="{WIDE * share / 1000:.1f}mm" style:rel-column-width="{share}*"'
        return self._made(f"Column_{share}", "table-column", f"table-column-properties {sizes}")

    def _made(self, name: str, family: str, properties: str) -> str:
        if name not in self.made:
            self.made.add(name)
            style = f'<style:style style:name="{name}" style:family="{family}"><style:{properties}/></style:style>'
            (styles,) = self.document.content.root.get_elements("//office:automatic-styles")
            styles.append(Element.from_tag(style))
        return name


def _tagged(tag: str, *, style: str, name: str = "") -> Element:
    element = Element.from_tag(tag)
    element.set_attribute("table:style-name", style)
    if name:
        element.set_attribute("table:name", name)
    return element


def _shares(rows: list[list[Text]]) -> list[int]:
    """How wide columns are beside each other: as their cells on average, and enough for the longest word."""
    columns = [[_plain(cell) for cell in column] for column in zip(*rows, strict=True)]
    words = [[len(word) for cell in column for word in cell.split()] for column in columns]
    return [2 + max([sum(map(len, column)) // len(column), *lengths])
            for column, lengths in zip(columns, words, strict=True)]  # fmt: skip


def _plain(text: Text) -> str:
    return text if isinstance(text, str) else "".join(run["text"] for run in text)


def _describe(document: Document, data: Mapping[str, Any], day: date) -> None:
    """Title, publisher, day and language, where a word processor looks for them."""
    moment = datetime.combine(day, time())
    document.meta.title = data["title"]
    document.meta.initial_creator = document.meta.creator = data["publisher"]
    document.meta.creation_date = document.meta.date = moment
    document.meta.language = data["lang"]
    for properties in document.styles.root.get_elements("//style:default-style/style:text-properties[@fo:language]"):
        properties.set_attribute("fo:language", data["lang"])
        properties.set_attribute("fo:country", _COUNTRIES.get(data["lang"], "none"))
    for element in (document.manifest.root, *document.manifest.root.get_elements("//*[@manifest:full-path='/']")):
        element.set_attribute("manifest:version", "1.4")


def _packed(document: Document) -> bytes:
    """The file, with the same bytes on every day that it is made."""
    saved, packed = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as before, zipfile.ZipFile(packed, "w") as after:
        for name in before.namelist():  # its media type first and not compressed: by that a file is known
            kind = zipfile.ZIP_STORED if name == "mimetype" or name.startswith("Pictures/") else zipfile.ZIP_DEFLATED
            after.writestr(zipfile.ZipInfo(name, _FIRST_DAY), before.read(name), kind)
    return packed.getvalue()
