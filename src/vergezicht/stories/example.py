"""Example content: home, story and text pages from a municipality's folder, as live Wagtail pages."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from django.core.files.images import ImageFile
from django.db import transaction
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Cycle
from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.models import HomePage, StoryPage, TextPage

BLOCK_TYPES = [name for name, _ in STORY_BLOCKS]


@transaction.atomic
def load_story(path: Path) -> bool:
    """Load ``content/story.toml`` when the site has no home page yet; returns whether it did.

    Raises ``BadInput`` with every problem in the file, and then loads nothing.
    """
    if HomePage.objects.exists():
        return False
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    home_facts, story_facts = root.table("home"), root.table("story")
    body = [_block(section, path.parent / "images") for section in root.tables("block", required=True)]
    pages = root.tables("page")
    home = HomePage(
        title=home_facts.text("title"),
        slug="home",
        lead=home_facts.text("lead"),
        key_indicators=list(home_facts.texts("key_indicators", ())),
    )
    story = StoryPage(
        title=story_facts.text("title"),
        slug=story_facts.text("slug"),
        lead=story_facts.text("lead"),
        cycle=Cycle.objects.filter(slug=story_facts.text("cycle", "")).first(),
        panorama_indicator=story_facts.text("panorama_indicator", ""),
        is_example=True,
        body=body,
    )
    texts = [
        TextPage(
            title=item.text("title"),
            slug=item.text("slug"),
            lead=item.text("lead", ""),
            body=[{"type": "text", "value": item.text("text"), "id": str(uuid.uuid4())}],
            is_example=True,
            show_in_menus=True,
        )
        for item in pages
    ]
    for section in (home_facts, story_facts, *pages, root):
        section.finish()
    problems.raise_if_any()
    _publish(home, [story, *texts])
    return True


def _publish(home: HomePage, children: list[Page]) -> None:
    Locale.objects.get_or_create(language_code="nl")
    root = Page.get_first_root_node()
    for placeholder in root.get_children():
        placeholder.delete()
    root.refresh_from_db()
    root.add_child(instance=home)
    home.save_revision().publish()
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "root_page": home, "site_name": municipality().site_title},
    )
    for child in children:
        home.add_child(instance=child)
        child.save_revision().publish()


def _block(section: Section, images: Path) -> dict[str, Any]:
    kind = section.choice("type", BLOCK_TYPES)
    section.where = f"{section.where}{kind} "
    if kind == "text":
        value: Any = section.text("text").strip()
    elif kind == "sources":
        value = {"items": list(section.texts("items"))}
    elif kind == "side_panel":
        steps = [_step(step) for step in section.tables("step", required=True)]
        value = {
            "title": section.text("title", ""),
            "steps": [{"type": "item", "value": step, "id": str(uuid.uuid4())} for step in steps],
        }
    else:
        value = _READERS[kind](section)
        if kind == "image":
            value["image"] = _image(images / value["image"], value["alt"], section)
    section.finish()
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _step(section: Section) -> dict[str, Any]:
    step = {name: section.text(name) for name in ("title", "text", "indicator", "level")}
    step |= {"period": section.text("period", ""), "within": section.text("within", "")}
    step["focus"] = list(section.texts("focus", ()))
    section.finish()
    return step


_READERS: dict[str, Any] = {
    "chapter": lambda s: {"title": s.text("title"), "theme": s.text("theme", ""), "kern": s.text("kern").strip()},
    "callout": lambda s: {"title": s.text("title"), "text": s.text("text")},
    "quote": lambda s: {"text": s.text("text"), "who": s.text("who"), "consent": False, "invented": True},
    "headline": lambda s: {"indicators": list(s.texts("indicators")), "area": s.text("area", "")},
    "challenges": lambda s: {
        "title": s.text("title", ""),
        "theme": s.text("theme", ""),
        "area": s.text("area", ""),
        "chosen": list(s.texts("chosen", ())),
    },
    "figure": lambda s: {
        "indicator": s.text("indicator"),
        "kind": s.choice("kind", ("kaart", "vergelijking", "verloop", "antwoorden")),
        "level": s.text("level", "buurt"),
        "areas": list(s.texts("areas", ())),
        "period": s.text("period", ""),
        "interpretation": s.text("interpretation", ""),
    },
    "image": lambda s: {
        "image": s.text("image"),
        "alt": s.text("alt", ""),
        "decorative": s.boolean("decorative", False),
        "caption": s.text("caption", ""),
        "credit": s.text("credit", ""),
    },
}


def _image(path: Path, title: str, section: Section) -> int | None:
    if not path.is_file():
        section.problems.add("beeld niet gevonden", file=section.file, got=path.name)
        return None
    model = get_image_model()
    with path.open("rb") as stream:
        image = model(title=title[:120] or path.stem, file=ImageFile(stream, name=path.name))
        image.save()
    return int(image.pk)
