"""Button: one way on, to a page of this site or elsewhere."""

from __future__ import annotations

import re
from typing import Any

from wagtail import blocks

from vergezicht.stories.story_block import StoryBlock, refusal, searched

_ADDRESS = re.compile(r"/[a-z0-9/_.#-]*|https://[^\s]+", re.IGNORECASE)
_VAGUE = {"klik hier", "lees meer", "meer", "hier", "verder", "link"}


class ButtonBlock(StoryBlock):
    """Its text says where it leads, also when it is all that somebody hears."""

    text = blocks.CharBlock(label="tekst", max_length=60, help_text="Waar kom ik? “Bekijk de wijkopgaven”.")
    page = blocks.PageChooserBlock(label="pagina", required=False)
    address = blocks.CharBlock(
        label="of adres", required=False, max_length=300, help_text="Op deze site (/opgaven/) of elders (https://…)."
    )

    class Meta:
        icon = "link"
        label = "Knop"
        group = "Opbouw"
        form_attrs = searched("link verwijzing doorklikken")
        description = "Een knop naar een pagina van deze site of naar een andere site. In ArcGIS: button."
        template = "stories/blocks/button.html"

    def require(self, cleaned: Any) -> None:
        super().require(cleaned)
        address = (cleaned["address"] or "").strip()
        if bool(cleaned["page"]) == bool(address):
            raise refusal(address=["Kies een pagina of geef een adres, een van beide."])
        if address and not _ADDRESS.fullmatch(address):
            raise refusal(address=["Een adres begint met / (op deze site) of met https://."])
        if cleaned["text"].strip().lower().rstrip(".!") in _VAGUE:
            raise refusal(text=["Zeg waar de knop heen gaat: wie alleen de knop hoort, weet dat anders niet."])
