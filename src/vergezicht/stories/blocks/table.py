"""Table: a small table of words and numbers, with a caption and real headings."""

from __future__ import annotations

from typing import Any

from django.forms import Media
from django.utils.functional import cached_property
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock, TypedTableBlockAdapter

from vergezicht.stories.picking.text import FigureTextBlock
from vergezicht.stories.story_block import StoryBlock, refusal, searched

MOST_ROWS, MOST_COLUMNS = 100, 12


class RowsBlock(TypedTableBlock):  # type: ignore[misc]  # Wagtail has no annotations
    """Rows and columns that are also filled by a table that is pasted (pasting-table.js)."""


class RowsBlockAdapter(TypedTableBlockAdapter):  # type: ignore[misc]  # Wagtail has no annotations
    js_constructor = "vergezicht.RowsBlock"

    def js_args(self, block: RowsBlock) -> list[Any]:
        *rest, meta = super().js_args(block)
        return [*rest, {**meta, "most": {"rows": MOST_ROWS, "columns": MOST_COLUMNS}}]

    @cached_property
    def media(self) -> Media:
        return super().media + Media(js=[versioned_static("website/js/pasting-table.js")])


register(RowsBlockAdapter(), RowsBlock)


class TableBlock(StoryBlock):
    """The first column heads its row. A number that can live, is written as a reference."""

    caption = blocks.CharBlock(label="bijschrift", max_length=150, help_text="Wat staat er in deze tabel?")
    table = RowsBlock(
        [
            ("text", FigureTextBlock(label="Tekst", required=False, rows=1)),
            ("number", FigureTextBlock(label="Getal (rechts)", required=False, rows=1)),
        ],
        label="tabel",
    )
    source = blocks.CharBlock(label="bron", required=False, max_length=200)

    living = ("table",)
    titled_by = "caption"

    class Meta:
        icon = "table"
        label = "Tabel"
        group = "Tekst"
        form_attrs = searched("rijen kolommen lijst")
        description = (
            "Een kleine tabel, ook geplakt uit Word of Excel; een cijfer uit het onderzoek kiest u in de cel. "
            "In ArcGIS: table."
        )
        template = "stories/blocks/table.html"

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        table = cleaned["table"]
        if len(table.columns) < 2 or not table.row_data:
            raise refusal(table=["Een tabel heeft minstens twee kolommen en een rij."])
        if len(table.row_data) > MOST_ROWS or len(table.columns) > MOST_COLUMNS:
            found = f"{len(table.row_data)} rijen en {len(table.columns)} kolommen"
            most = f"hoogstens {MOST_ROWS} rijen en {MOST_COLUMNS} kolommen"
            raise refusal(table=[f"Deze tabel heeft {found}; in een blok Tabel passen er {most}."])
        if any(not column["heading"].strip() for column in table.columns):
            raise refusal(table=["Geef elke kolom een kop: zonder kop weet wie luistert niet wat een getal is."])
