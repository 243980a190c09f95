"""Node by node from a StoryMap to our blocks. Maps become blocks that wait for an indicator: a map of ArcGIS lives on
another server, and our figures have their own."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from vergezicht.initiatives.open_forms.photos import reencode
from vergezicht.stories.arcgis.item import Item, Node
from vergezicht.stories.arcgis.outcome import Line, Outcome
from vergezicht.stories.arcgis.tables import filled, rows_of
from vergezicht.stories.arcgis.words import as_html, paragraph, plain, rich
from vergezicht.stories.embeds import provider_of

Block = dict[str, Any]
MAPS = {"webmap", "expressmap", "map", "webscene"}
MOST_STEPS, MOST_DEEP = 12, 40
_SILENT = {"story", "immersive-narrative-panel", "immersive-slide"}
_NOT_HERE = {
    "navigation": "inhoudsopgave: die volgt hier uit de hoofdstukken",
    "separator": "scheidingslijn: hoofdstukken scheiden hier zelf",
}


class Telling:
    """Goes through the nodes once each; ``blocks``, ``images`` and ``lines`` are what comes of it."""

    def __init__(self, item: Item) -> None:
        self.item = item
        self.blocks: list[Block] = []
        self.lines: list[Line] = []
        self.images: dict[str, bytes] = {}
        self.title, self.lead, self.cover, self.cover_alt, self.cover_credit = "", "", "", "", ""
        self._seen: set[str] = set()
        self._images: dict[str, str] = {}
        self._beside: list[Node] = []
        self._tellers: dict[str, Callable[[Node], None]] = {
            "storycover": self._cover, "text": self._text, "image": self._image, "gallery": self._gallery,
            "immersive": self._sidecar, "swipe": self._swipe, "timeline": self._timeline, "tour": self._tour,
            "button": self._button, "action-button": self._button, "embed": self._elsewhere,
            "video": self._recording, "audio": self._recording, "credits": self._credits, "table": self._table,
        }  # fmt: skip

    def tell(self) -> None:
        root = self.item.nodes[self.item.root]
        if root.text("storyTheme") or root.text("storyLogoResource"):
            self._say(root, Outcome.LEFT, "thema en logo: hier gelden die van uw gemeente")
        self._inside(root, 0)
        for key in self.item.nodes.keys() - self._seen:
            node = self.item.nodes[key]
            if node.kind != "storycover" and node.kind not in _NOT_HERE:
                self._say(node, Outcome.LEFT, "hangt nergens aan: het stond ook in de StoryMap niet in beeld")

    def _inside(self, node: Node, depth: int) -> None:
        self._seen.add(node.key)
        for key in node.children:
            self._one(key, depth + 1)

    def _one(self, key: str, depth: int) -> None:
        node = self.item.nodes.get(key)
        if node is None:
            self.lines.append(Line(plain(key, 40), "", Outcome.LEFT, "dit onderdeel ontbreekt in de StoryMap"))
            return
        if node.key in self._seen or depth > MOST_DEEP:
            self._say(node, Outcome.LEFT, "verwijst in een kring of zit te diep")
            return
        self._seen.add(node.key)
        if node.kind in MAPS:
            self._map(node)
        elif node.kind in self._tellers:
            self._tellers[node.kind](node)
        else:
            self._unknown(node, depth)

    def _say(self, node: Node, outcome: Outcome, what: str) -> None:
        self.lines.append(Line(plain(node.key, 40), plain(node.kind, 40), outcome, what))

    def _add(self, kind: str, value: Any) -> None:
        self.blocks.append({"type": kind, "value": value, "id": str(uuid.uuid4())})

    def _write(self, html: str) -> None:
        """Paragraphs; those after each other are one block."""
        if not html:
            return
        if self.blocks and self.blocks[-1]["type"] == "text":
            self.blocks[-1]["value"] += html
        else:
            self._add("text", html)

    def _take(self, keys: Iterable[str]) -> Iterator[Node]:
        """The nodes behind keys that were not told yet."""
        for key in keys:
            node = self.item.nodes.get(key) if isinstance(key, str) else None
            if node is not None and node.key not in self._seen:
                self._seen.add(node.key)
                yield node

    def _cover(self, node: Node) -> None:
        self.title, self.lead = plain(node.text("title"), 255), plain(node.text("summary"))
        byline = plain(node.text("byline"))
        if byline:
            self._say(node, Outcome.LEFT, f"de naam op de omslag ({byline}): zet die zelf bij de bronnen als dat mag")
        for child in self._take([*node.children, *_keys(node.data.get("image"))]):
            if child.kind == "image" and not self.cover:
                self.cover, self.cover_alt = self._picture(child) or "", plain(child.text("alt"), 250)
                self.cover_credit = _credit(child)
            else:
                self._say(child, Outcome.LEFT, "op de omslag kan alleen een beeld")
        kept = "titel, inleiding en beeld van de omslag" if self.cover else "titel en inleiding van de omslag"
        self._say(node, Outcome.KEPT, kept)

    def _text(self, node: Node) -> None:
        kind, words = node.text("type"), rich(node.text("text"))
        if not plain(words):
            return
        if kind == "h2":
            title = plain(words, 80)
            self._add("chapter", {"title": title, "theme": "", "kern": ""})
            self._say(node, Outcome.CHANGED, f"hoofdstuk ‘{title}’: schrijf de kern")
        elif kind == "quote":
            self._add("quote", {"text": plain(words), "who": "", "consent": False, "invented": False})
            self._say(node, Outcome.CHANGED, "citaat: zeg wie het zei en waar de toestemming ligt")
        else:
            self._write(as_html(kind, words))
            self._say(node, Outcome.KEPT, "tekst")

    def _picture(self, node: Node) -> str | None:
        """The name of an image of this node in the archive, encoded anew; None after saying why not."""
        key = node.data.get("image")
        facts = self.item.resources.get(key, {}) if isinstance(key, str) else {}
        name = facts.get("resourceId") if isinstance(facts.get("resourceId"), str) else ""
        name = str(name).rpartition("/")[2]
        if name in self._images:
            return self._images[name]
        if name not in self.item.files:
            where = "staat op een andere site" if facts.get("provider") == "uri" or facts.get("src") else "ontbreekt"
            self._say(node, Outcome.LEFT, f"het beeld {plain(name, 60) or '(zonder naam)'} {where}")
            return None
        try:
            photo = reencode(SimpleUploadedFile("beeld", self.item.files[name]))
        except ValidationError as error:
            self._say(node, Outcome.LEFT, f"het beeld {plain(name, 60)}: {' '.join(error.messages)}")
            return None
        path = f"images/{len(self.images) + 1}/beeld-{len(self.images) + 1}.webp"
        self.images[path] = photo.file.read()
        self._images[name] = path
        return path

    def _captioned(self, node: Node) -> dict[str, Any] | None:
        """The value of an image; None when the image is not there, with its caption left to whoever asked."""
        if (path := self._picture(node)) is None:
            return None
        alt = plain(node.text("alt"), 250)
        what = "beeld" if alt else "beeld zonder tekstalternatief: beschrijf wat er te zien is"
        self._say(node, Outcome.KEPT if alt else Outcome.CHANGED, what)
        return {
            "image": path, "alt": alt, "decorative": False, "caption": plain(node.text("caption"), 200),
            "credit": _credit(node),
        }  # fmt: skip

    def _image(self, node: Node) -> None:
        if value := self._captioned(node):
            self._add("image", value)
        else:
            self._write(_caption(node))

    def _gallery(self, node: Node) -> None:
        found = []
        for child in self._take(node.children):
            if value := self._captioned(child):
                found.append(value)
            else:
                self._write(_caption(child))
        for start in range(0, len(found), 12):
            part = found[start : start + 12]
            if len(part) == 1:
                self._add("image", part[0])
            else:
                self._add("gallery", {"title": "", "images": _items(part)})

    def _map(self, node: Node) -> None:
        said = plain(node.text("caption") or node.text("alt"))
        if node.kind == "expressmap":
            self._add("quick_map", {"title": plain(said, 80) or "Snelkaart", "drawing": "", "within": "", "text": ""})
            self._say(node, Outcome.CHANGED, "snelkaart zonder tekening: teken de punten, lijnen en vlakken")
            return
        value = {"indicator": "", "kind": "kaart", "level": "buurt", "areas": [], "period": "", "interpretation": said}
        self._add("figure", value)
        self._say(node, Outcome.CHANGED, "kaart zonder cijfer: kies een indicator")

    def _sidecar(self, node: Node) -> None:
        """Slides with a map become steps of a side panel; one with another medium becomes text with that medium."""
        layout = "zwevend" if "floating" in node.text("subtype") else "vast"
        steps: list[dict[str, Any]] = []
        for number, slide in enumerate(self._take(node.children), start=1):
            inside = list(self._take(slide.children))
            panels = [one for one in inside if one.kind == "immersive-narrative-panel"]
            media = [one for one in inside if one not in panels]
            written = [one for panel in panels for one in self._take(panel.children)]
            if any(one.kind in MAPS for one in media):
                steps.append(self._step(number, written))
                for one in media:
                    self._say(one, Outcome.CHANGED, f"kaart van stap {number}: kies een indicator")
            else:
                self._panel(steps, layout)
                for one in [*media, *written]:
                    self._seen.discard(one.key)
                    self._one(one.key, 2)
                self._say(slide, Outcome.CHANGED, "stap zonder kaart: het beeld staat boven de tekst")
        self._panel(steps, layout)

    def _panel(self, steps: list[dict[str, Any]], layout: str) -> None:
        while steps:
            part = [steps.pop(0) for _ in range(min(MOST_STEPS, len(steps)))]
            self._add("side_panel", {"title": "", "layout": layout, "steps": _items(part)})
        while self._beside:
            self._image(self._beside.pop(0))

    def _step(self, number: int, written: list[Node]) -> dict[str, Any]:
        """A step with the first of its images; the others come after the panel."""
        title, text = "", ""
        shown: dict[str, Any] | None = None
        for one in written:
            words = rich(one.text("text")) if one.kind == "text" else ""
            if one.kind == "image" and shown:
                self._beside.append(one)
                self._say(one, Outcome.CHANGED, f"nog een beeld van stap {number}: staat na het zijpaneel")
            elif one.kind == "image":
                shown = self._captioned(one)
                text += "" if shown else _caption(one)
            elif one.kind != "text":
                text += _caption(one)
                self._say(one, Outcome.LEFT, f"in stap {number} kunnen tekst en een beeld")
            elif one.text("type") in {"h2", "h3", "h4"} and not title:
                title = plain(words, 80)
            else:
                text += as_html(one.text("type").replace("h", "x"), words)
        for one in written:
            if one.kind == "text":
                self._say(one, Outcome.KEPT, f"tekst van stap {number}")
        return {
            "title": title or f"Stap {number}", "text": text.replace("<ol>", "<ul>").replace("</ol>", "</ul>"),
            "indicator": "", "level": "buurt", "period": "", "within": "", "focus": [],
            **(shown or {}),
        }  # fmt: skip

    def _swipe(self, node: Node) -> None:
        contents = node.data.get("contents")
        sides = list(self._take([*_keys(contents), *node.children]))[:2]
        if len(sides) == 2 and all(side.kind == "image" for side in sides):
            names = [self._picture(side) for side in sides]
            if all(names):
                value = {"title": plain(node.text("caption"), 80), "indicator": "", "level": "wijk"}
                for prefix, side, name in zip(("", "other_"), sides, names, strict=True):
                    value |= {f"{prefix}image": name or "", f"{prefix}alt": plain(side.text("alt"), 250),
                              f"{prefix}caption": plain(side.text("caption"), 60),
                              f"{prefix}credit": _credit(side)}  # fmt: skip
                self._add("swipe", value)
                self._say(node, Outcome.KEPT, "schuifvergelijking van twee foto's")
                return
        self._add("swipe", {"title": plain(node.text("caption"), 80), "indicator": "", "level": "wijk"})
        self._say(node, Outcome.CHANGED, "schuifvergelijking: kies twee metingen of cijfers")

    def _timeline(self, node: Node) -> None:
        moments = []
        for event in self._take(node.children):
            inside = list(self._take(event.children))
            texts = [rich(one.text("text")) for one in inside if one.kind == "text"]
            if not texts:
                continue
            text = "".join(paragraph(words) for words in texts[1:])
            moments.append({"when": "", "title": plain(texts[0], 100), "text": text})
            for one in inside:
                if one.kind == "image":
                    self._image(one)
        if moments:
            self._add("timeline", {"title": "", "moments": _items(moments[:30])})
        self._say(node, Outcome.CHANGED, f"tijdlijn van {len(moments[:30])} momenten: vul in wanneer het was")

    def _tour(self, node: Node) -> None:
        places = node.data.get("places")
        stops = []
        for place in places if isinstance(places, list) else []:
            if not isinstance(place, dict):
                continue
            inside = list(self._take([*_keys(place.get("contents")), *_keys(place.get("media"))]))
            texts = [rich(one.text("text")) for one in inside if one.kind == "text"]
            shown = next((one for one in inside if one.kind == "image"), None)
            title = place.get("title") if isinstance(place.get("title"), str) else (texts.pop(0) if texts else "")
            stops.append({
                "title": plain(str(title), 80), "place": "", "area": "", "text": "".join(map(paragraph, texts)),
                **((self._captioned(shown) if shown else None) or {}),
            })  # fmt: skip
        for start in range(0, len(stops), 20):
            value = {"title": plain(node.text("title"), 80) or "Wandeling", "stops": _items(stops[start : start + 20])}
            self._add("tour", value | {"layout": "verkenner" if "explorer" in node.text("type") else "wandeling"})
        self._say(node, Outcome.CHANGED, f"wandeling van {len(stops)} plekken: kies van elke plek het gebied")

    def _button(self, node: Node) -> None:
        address, text = node.text("link") or node.text("href"), plain(node.text("text"), 60)
        if address.startswith("https://") and len(address) <= 300 and text and not set(address) & set(' {}"<>'):
            self._add("button", {"text": text, "page": None, "address": plain(address)})
            self._say(node, Outcome.KEPT, "knop")
        else:
            self._write(paragraph(escape(text)))
            self._say(node, Outcome.LEFT, "knop zonder adres dat begint met https://")

    def _elsewhere(self, node: Node) -> None:
        address, title = node.text("url") or node.text("embedSrc"), plain(node.text("title") or node.text("caption"))
        about = plain(node.text("description") or node.text("alt") or node.text("caption")) or title
        try:
            allowed = provider_of(address) is not None
        except ValueError:
            allowed = False
        if allowed and len(address) <= 500:
            self._add("embed", {"title": plain(title, 100), "address": address, "text": about, "shape": "breed"})
            self._say(node, Outcome.KEPT, "insluiting")
            return
        link = rich(f'<a href="{escape(address)}">{escape(title or address)}</a>') if address else escape(title)
        self._write(paragraph(link))
        self._say(node, Outcome.CHANGED, "insluiting van een site die hier niet is toegestaan: nu een link")

    def _recording(self, node: Node) -> None:
        self._write(paragraph(escape(plain(node.text("caption") or node.text("alt")))))
        self._say(node, Outcome.LEFT, "film of geluid: zet het bestand in met ondertitels en de uitgeschreven tekst")

    def _credits(self, node: Node) -> None:
        items = []
        for one in self._take(node.children):
            parts = [rich(one.text(name)) for name in ("content", "attribution", "text")]
            if said := ": ".join(part for part in parts if part):
                items.append(paragraph(said.replace("<b>", "").replace("</b>", "")))
        if items:
            self._add("sources", {"items": _items(items)})
            self._say(node, Outcome.KEPT, f"{len(items)} bronnen")

    def _table(self, node: Node) -> None:
        rows = rows_of(node.data.get("cells"))
        wide = max((len(row) for row in rows), default=0)
        if len(rows) < 2 or wide < 2 or wide > 20 or len(rows) > 300:
            self._say(node, Outcome.LEFT, "tabel zonder kop of rijen, of te groot")
            for row in rows[:300]:
                self._write(paragraph(escape(" | ".join(row[:20]))))
            return
        heads = [{"type": "text", "heading": head or f"Kolom {n}"} for n, head in enumerate(filled(rows[0], wide), 1)]
        values = [{"values": filled(row, wide)} for row in rows[1:]]
        table = {"columns": heads, "rows": values, "caption": ""}
        self._add("table", {"caption": plain(node.text("caption"), 150), "table": table, "source": ""})
        self._say(node, Outcome.KEPT, "tabel; de eerste rij is de kop")

    def _unknown(self, node: Node, depth: int) -> None:
        kept = [plain(node.text(name)) for name in ("title", "text", "content", "caption", "description")]
        for words in filter(None, dict.fromkeys(kept)):
            self._write(paragraph(escape(words)))
        if node.kind not in _SILENT:
            unknown = "deze soort kennen we niet; de tekst erin is overgenomen"
            self._say(node, Outcome.LEFT, _NOT_HERE.get(node.kind, unknown))
        self._inside(node, depth)


def _credit(node: Node) -> str:
    return plain(node.text("attribution") or node.text("credit"), 100)


def _caption(node: Node) -> str:
    return paragraph(escape(plain(node.text("caption"))))


def _items(values: Iterable[Any]) -> list[Block]:
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def _keys(value: Any) -> list[str]:
    found = value.values() if isinstance(value, dict) else value if isinstance(value, list) else [value]
    return [one for one in found if isinstance(one, str)]
