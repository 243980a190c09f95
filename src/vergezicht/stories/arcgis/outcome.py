"""What became of every part of a StoryMap, in the words of who made it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# What ArcGIS calls a part, in the words of who made the StoryMap.
_CALLED = {
    "story": "verhaal", "storycover": "omslag", "text": "tekst", "image": "beeld", "gallery": "galerij",
    "immersive": "sidecar", "immersive-slide": "dia van een sidecar",
    "immersive-narrative-panel": "tekst van een sidecar",
    "swipe": "schuifvergelijking", "timeline": "tijdlijn", "tour": "rondleiding", "button": "knop",
    "action-button": "knop", "embed": "insluiting", "video": "film", "audio": "geluid", "credits": "bronnen",
    "table": "tabel", "webmap": "kaart", "map": "kaart", "webscene": "kaart in 3D", "expressmap": "snelkaart",
    "navigation": "inhoudsopgave", "separator": "scheidingslijn",
}  # fmt: skip


class Outcome(StrEnum):
    KEPT = "behouden"
    CHANGED = "aangepast"
    LEFT = "niet overgenomen"


@dataclass(frozen=True)
class Line:
    """What became of one node."""

    node: str
    kind: str
    outcome: Outcome
    what: str

    @property
    def called(self) -> str:
        """The kind in words; what we do not know keeps the name that ArcGIS gives it."""
        return _CALLED.get(self.kind, f"onderdeel {self.kind}".strip())

    @property
    def told(self) -> str:
        """What became of which part, without its name twice."""
        return self.what if self.what.startswith(self.called) else f"{self.called}: {self.what}"
