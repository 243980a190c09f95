"""The shared story as a municipality's folder: the same texts, steps, pictures and images, in our own blocks."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

from bench.figures import CITY, boundaries, districts, geography
from bench.material import Material
from vergezicht.areas.folder import slugify

IMAGES = ("midden", "noord", "oost", "zuid", "west")
COVER = "hero"


def write_municipality(material: Material, folder: Path) -> Path:
    """Write everything a municipality's folder holds; gives the folder."""
    texts = material.texts
    images = folder / "content" / "images"
    images.mkdir(parents=True, exist_ok=True)
    for name in (COVER, *IMAGES):
        shutil.copyfile(material.folder / "img" / f"{name}.jpg", images / f"{name}.jpg")
    place = geography(material)
    rows = [f"{a.code},{a.level.value},{a.name},{' '.join(a.part_of)}" for a in place]
    _write(folder / "areas.csv", "\n".join(["code,niveau,naam,onderdeel_van", *rows]))
    _write(folder / "boundaries.geojson", json.dumps(boundaries(material).to_geojson(place)))
    municipality = {
        "code": CITY,
        "name": "De stad",
        "site_title": texts["title"],
        "tagline": texts["subtitle"],
        "example": True,
    }
    _write(folder / "municipality.toml", _table("", municipality))
    themes = [
        _table("[[theme]]", {"code": slugify(title), "title": title, "question": f"Hoe staat het met {title.lower()}?"})
        for title in texts["themes"]
    ]
    _write(folder / "themes.toml", "\n".join(themes))
    _write(folder / "content" / "challenges.toml", _challenges(material))
    _write(folder / "content" / "story.toml", _story(material))
    return folder


def _challenges(material: Material) -> str:
    """One challenge a district, so that the rest of the site is not empty."""
    cycle = {"name": "Cyclus 2024–2026", "slug": "2024-2026"}
    parts = [_table("[cycle]", cycle) + "starts = 2024-06-01\nends = 2026-06-01\n"]
    for item, code in zip(material.texts["districts"], districts(material).values(), strict=True):
        values = {
            "code": f"{item['n'][0]}1",
            "title": f"De opgave van {item['n']}",
            "kind": "probleem",
            "areas": [code],
            "themes": [slugify(material.texts["themes"][0])],
            "reason": item["p"][0],
            "goal": item["p"][1],
        }
        parts.append(_table("[[challenge]]", values))
    return "\n".join(parts)


def _story(material: Material) -> str:
    texts = material.texts
    charts = {chart["id"]: chart for chart in texts["charts"]}
    codes = districts(material)
    indicators = [slugify(theme).replace("-", "_") for theme in texts["themes"]]
    home = {"title": texts["title"], "lead": texts["subtitle"], "key_indicators": indicators}
    story = {
        "title": texts["title"],
        "slug": "verhaal",
        "lead": texts["subtitle"],
        "cycle": "2024-2026",
        "panorama_indicator": indicators[0],
    }
    parts = [_table("[home]", home), _table("[story]", story)]
    parts.append(_block("image", image=f"{COVER}.jpg", alt="Uitzicht over de stad"))
    parts.append(_block("text", text=_paragraphs(texts["intro"])))
    parts.append(_block("side_panel", title="In acht stappen over de kaart"))
    for step in texts["steps"]:
        values = {
            "title": step["t"],
            "text": _paragraphs([step["b"]]),
            "indicator": indicators[0],
            "level": "buurt",
            "within": codes[step["d"]] if step["d"] else "",
        }
        parts.append(_table("[[block.step]]", values))
    for item, image in zip(texts["districts"], IMAGES, strict=True):
        # the first paragraph of a district is its kern: a sentence a line
        parts.append(_block("chapter", title=item["n"], kern=_lines(item["p"][0])))
        parts.append(_block("image", image=f"{image}.jpg", alt=item["alt"]))
        parts.append(_block("text", text=_paragraphs(item["p"][1:])))
    parts.append(_block("chapter", title=charts["themas"]["t"], kern=charts["themas"]["c"]))
    parts.append(_block("headline", indicators=indicators))
    parts.append(_block("chapter", title=charts["stadsdelen"]["t"], kern=charts["stadsdelen"]["c"]))
    parts.append(_figure("vergelijking", indicators[0], level="stadsdeel"))
    parts.append(_figure("vergelijking", indicators[2], level="stadsdeel"))
    parts.append(_block("chapter", title=charts["trend"]["t"], kern=charts["trend"]["c"]))
    parts.append(_figure("verloop", indicators[0], areas=list(codes.values())))
    parts.append(_block("chapter", title=charts["spreiding"]["t"], kern=charts["spreiding"]["c"]))
    parts.append(_figure("kaart", indicators[1], level="buurt"))
    parts.append(_block("chapter", title=texts["method"]["t"], kern=_lines(texts["method"]["p"][0])))
    parts.append(_block("text", text=_paragraphs(texts["method"]["p"][1:])))
    parts.append(_block("chapter", title="En nu", kern=_lines(texts["closing"][0])))
    parts.append(_block("text", text=_paragraphs(texts["closing"][1:])))
    parts.append(_block("sources", items=[texts["table"]["c"]]))
    return "\n".join(parts)


def _block(name: str, **values: Any) -> str:
    return _table("[[block]]", {"type": name, **values})


def _figure(kind: str, indicator: str, **values: Any) -> str:
    return _block("figure", kind=kind, indicator=indicator, **values)


def _paragraphs(texts: list[str]) -> str:
    return "".join(f"<p>{text}</p>" for text in texts)


def _lines(text: str) -> str:
    return re.sub(r"(?<=[.?!]) (?=[A-ZÉ])", "\n", text)


def _table(heading: str, values: dict[str, Any]) -> str:
    """A table of TOML; a JSON text or list of texts is one in TOML too."""
    lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]
    return "\n".join([heading, *lines, ""])


def _write(path: Path, text: str) -> None:
    path.write_text(text + "\n", "utf-8")
