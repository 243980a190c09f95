"""Table: a small table of words and numbers, with a caption and real headings."""

from __future__ import annotations

from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from vergezicht.stories.picking.text import FigureTextBlock
from vergezicht.stories.story_block import StoryBlock, refusal, searched


class TableBlock(StoryBlock):
    """The first column heads its row. A number that can live, is written as a reference."""

    caption = blocks.CharBlock(label="bijschrift", max_length=150, help_text="Wat staat er in deze tabel?")
    table = TypedTableBlock(
        [
            ("text", FigureTextBlock(label="Tekst", required=False, rows=1)),
            ("number", FigureTextBlock(label="Getal (rechts)", required=False, rows=1)),
        ],
        label="tabel",
    )
    source = blocks.CharBlock(label="bron", required=False, max_length=200)

    living = ("table",)

    class Meta:
        icon = "table"
        label = "Tabel"
        group = "Tekst"
        form_attrs = searched("rijen kolommen lijst")
        description = "Een kleine tabel; een cijfer uit het onderzoek kiest u in de cel. In ArcGIS: table."
        template = "stories/blocks/table.html"

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        table = cleaned["table"]
        if len(table.columns) < 2 or not table.row_data:
            raise refusal(table=["Een tabel heeft minstens twee kolommen en een rij."])
        if any(not column["heading"].strip() for column in table.columns):
            raise refusal(table=["Geef elke kolom een kop: zonder kop weet wie luistert niet wat een getal is."])
