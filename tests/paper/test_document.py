"""A document that can be edited: real styles, pictures with their text, and the same bytes every time."""

import io
import zipfile
from datetime import date
from typing import Any

import pytest
from odfdo import Document, Element
from PIL import Image

from vergezicht.paper import document
from vergezicht.paper.document import MEDIA_TYPE, as_odt
from vergezicht.paper.printing import as_picture, jpeg_in, photograph

DAY = date(2026, 5, 4)


def run(text: str, **marks: Any) -> dict[str, Any]:
    return {"text": text, **marks}


def image(kind: str, width: int = 400, height: int = 200) -> bytes:
    packed = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(packed, kind)
    return packed.getvalue()


def picture(name: str, **values: Any) -> dict[str, Any]:
    return {"kind": "picture", "name": name, "alt": "Een kaart <&> meer", "title": "", "wide": True, **values}


def made(*parts: dict[str, Any], pictures: dict[str, bytes] | None = None, day: date = DAY, **data: Any) -> bytes:
    given = {
        "lang": "nl", "title": "Een <titel> & meer", "publisher": "Gemeente", "header": "Gemeente · Een titel",
        "footer": "stand op 4 mei 2026", "numbered": "Beeld", "parts": parts, **data,
    }  # fmt: skip
    return as_odt(given, day=day, pictures=pictures or {})


def opened(content: bytes) -> Document:
    return Document(io.BytesIO(content))


def said(element: Element) -> str:
    return element.text_recursive.removesuffix("\n")


def body(*parts: dict[str, Any], **given: Any) -> Element:
    return opened(made(*parts, **given)).body


def test_it_is_an_opendocument_text_with_a_title_a_day_and_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = made({"kind": "title", "runs": "Een <titel> & meer"})
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        first = packed.infolist()[0]
        assert (first.filename, first.compress_type, packed.read(first)) == ("mimetype", 0, MEDIA_TYPE.encode())
        assert {item.date_time for item in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    text = opened(content)
    assert text.get_type() == "text"
    assert (text.meta.title, text.meta.creator) == ("Een <titel> & meer", "Gemeente")
    assert text.meta.creation_date.date() == text.meta.date.date() == DAY
    assert text.manifest.root.get_attribute("manifest:version") == "1.4"
    assert {name for name, _ in text.manifest.get_path_medias()} == {"/", *text.parts} - {
        "mimetype", "META-INF/manifest.xml"
    }  # fmt: skip
    monkeypatch.setattr(zipfile.time, "time", lambda: 2_000_000_000.0)
    assert made({"kind": "title", "runs": "Een <titel> & meer"}) == content
    assert made({"kind": "title", "runs": "Een <titel> & meer"}, day=date(2026, 5, 5)) != content


@pytest.mark.parametrize(("code", "country"), [("nl", "NL"), ("en", "GB"), ("uk", "none")])
def test_a_word_processor_knows_its_language(code: str, country: str) -> None:
    text = opened(made(lang=code))
    (properties,) = text.styles.root.get_elements("//style:default-style/style:text-properties[@fo:language]")
    assert properties.get_attribute("fo:language") == code == text.meta.language
    assert properties.get_attribute("fo:country") == country


def test_every_kind_has_the_style_of_a_word_processor_and_each_style_is_there() -> None:
    listed = {"kind": "list", "items": [[run("een")], [run("twee")]]}
    text = opened(made(
        *({"kind": kind, "runs": kind} for kind in ("above", "title", "subtitle", "paragraph", "quote")),
        {"kind": "paragraph", "runs": "bron", "quiet": True},
        *({"kind": "heading", "level": level, "runs": f"kop {level}"} for level in range(1, 7)),
        {**listed, "ordered": False}, {**listed, "ordered": True},
        picture("a.png", title="Kaart"), picture("a.png", wide=False),
        {"kind": "legend", "items": [{"colour": "#da9665", "sign": "3: ", "label": "veel"}]},
        {"kind": "table", "headings": ["a", "b"], "rows": [["1", "2"]]},
        pictures={"a.png": image("PNG")},
    ))  # fmt: skip
    paragraphs = {said(item): item.style for item in text.body.get_elements("text:p")}
    assert paragraphs == {
        "above": "Eyebrow", "title": "Title", "subtitle": "Subtitle", "paragraph": "Text_20_body",
        "quote": "Quotations", "bron": "Source", "Beeld 1. Kaart": "Caption",
        "(Pictures/001.png)KaartEen kaart <&> meer": "Captioned_20_picture",
        "(Pictures/001.png)Een kaart <&> meer": "Picture",
        "\u2003\u00a03: veel\u2003": "Legend",
    }  # fmt: skip
    headings = [(int(item.level), item.style, said(item)) for item in text.body.headers]
    assert headings == [(min(n, 5), f"Heading_20_{min(n, 5)}", f"kop {n}") for n in range(1, 7)]
    assert [item.style for item in text.body.lists] == ["List_20_1", "Numbering_20_123"]
    known = {
        item.get_attribute("style:name") for part in (text.content, text.styles)
        for item in part.root.get_elements("//*[@style:name]")
    }  # fmt: skip
    used = text.content.root.xpath("//@text:style-name | //@table:style-name | //@draw:style-name")
    assert {str(name) for name in used} <= known


def test_a_run_says_what_it_is_and_keeps_every_sign() -> None:
    (line,) = body(
        {"kind": "paragraph", "runs": [
            run("Een "), run("vet", strong=True, emphasis=True, lang="en"), run(" en  "), run("<link>", link="https://a.nl/?b=1&c=2"),
            run(".", lang="nl"),
        ]}
    ).get_elements("text:p")  # fmt: skip
    assert said(line) == "Een vet en  [<link>](https://a.nl/?b=1&c=2)."
    assert [item.style for item in line.get_elements(".//text:span")] == [
        "Strong_20_Emphasis", "Emphasis", "Language_en"
    ]  # fmt: skip
    (link,) = line.get_elements(".//text:a")
    assert link.get_attribute("xlink:href") == "https://a.nl/?b=1&c=2"


def test_a_picture_carries_its_text_and_its_printed_size() -> None:
    content = made(
        picture("a.png", title=[run("Kaart")]), picture("b.jpg", wide=False), picture("c.png"),
        picture("a.png", title="Nog een"),
        pictures={"a.png": image("PNG"), "b.jpg": image("JPEG"), "c.png": image("PNG", 100, 400)},
    )  # fmt: skip
    text = opened(content)
    frames = text.body.get_elements("//draw:frame")
    assert [frame.size for frame in frames] == [
        ("166.0mm", "83.0mm"), ("103.0mm", "51.5mm"), ("56.2mm", "225.0mm"), ("166.0mm", "83.0mm")
    ]  # fmt: skip
    assert [frame.svg_title for frame in frames] == ["Kaart", None, None, "Nog een"]
    assert {frame.svg_description for frame in frames} == {"Een kaart <&> meer"}
    kept = {name: kind for name, kind in text.manifest.get_path_medias() if name.startswith("Pictures/")}
    assert kept == {
        "Pictures/001.png": "image/png", "Pictures/002.jpeg": "image/jpeg", "Pictures/003.png": "image/png"
    }  # fmt: skip
    assert text.get_part("Pictures/002.jpeg") == image("JPEG")
    captions = [said(item) for item in text.body.get_elements("text:p") if item.style == "Caption"]
    assert captions == ["Beeld 1. Kaart", "Beeld 2. Nog een"]
    with pytest.raises(KeyError, match="weg"):
        made(picture("weg.png"))


def test_the_headings_of_a_table_come_back_on_every_page_and_a_lone_cell_runs_over_all_of_it() -> None:
    long = "geen aantoonbaar verschil"
    table = {
        "kind": "table",
        "headings": ["a", [run("Safe", lang="en")]],
        "rows": [["1", long], ["Noord"], ["2", long]],
    }
    text = opened(made(table))
    (head,) = text.body.get_elements("//table:table-header-rows/table:table-row")
    assert [said(cell) for cell in head.children] == ["a", "Safe"]
    assert head.get_elements(".//text:span")[0].style == "Language_en"
    rows = text.body.get_elements("//table:table/table:table-row")
    assert [[said(cell) for cell in row.children] for row in rows] == [["1", long], ["Noord", ""], ["2", long]]
    assert rows[1].children[0].get_attribute("table:number-columns-spanned") == "2"
    widths = [item.get_attribute("style:column-width")
              for item in text.content.root.get_elements("//style:table-column-properties")]  # fmt: skip
    narrow, wide = (float(width.removesuffix("mm")) for width in widths)
    assert narrow < wide / 3 and narrow + wide == pytest.approx(document.WIDE, abs=0.2)


def test_every_page_says_who_tells_what_and_which_page_it_is() -> None:
    text = opened(made())
    (header,), (footer,) = (text.styles.root.get_elements(f"//style:{place}/text:p") for place in ("header", "footer"))
    assert said(header) == "Gemeente · Een titel"
    assert said(footer).startswith("stand op 4 mei 2026")
    assert [item.tag for item in footer.children] == ["text:span", "text:tab", "text:page-number"]


def test_what_it_does_not_know_is_an_error() -> None:
    with pytest.raises(KeyError, match="poem"):
        made({"kind": "poem", "runs": "x"})


def test_a_drawing_becomes_a_png_at_its_printed_width_and_a_photograph_stays_a_jpeg() -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="560" height="280"><rect width="9" height="9"/></svg>'
    png = as_picture(drawing, width=document.WIDE)
    assert Image.open(io.BytesIO(png)).size == (1307, 654)  # 166 mm at 200 dots per inch
    assert as_picture(drawing, width=document.WIDE) == png
    jpeg = image("JPEG")
    assert jpeg_in(photograph(jpeg, width=400, height=200)) == jpeg
    assert jpeg_in(drawing) is None
