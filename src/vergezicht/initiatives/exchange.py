"""Initiatives out and in: CSV and JSON with the same columns, so that what one site gives another can take over.

What comes from elsewhere keeps its source and goes through the same queue; the same thing taken in twice is one thing.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.timezone import localdate

from vergezicht.areas.folder import slugify
from vergezicht.challenges.ground import municipality
from vergezicht.facts import read_csv
from vergezicht.figures.export import csv_text
from vergezicht.initiatives.lifecycle import free_slug, move
from vergezicht.initiatives.models import Initiative, InitiativeKind, Precision
from vergezicht.initiatives.open_forms.fields import clean_text, plain
from vergezicht.initiatives.points import read_point
from vergezicht.initiatives.queries import support_counts
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import InitiativeState, Party
from vergezicht.problems import Problems

NEEDED = ("kenmerk", "titel", "kort", "categorie", "gebied")
_POINT = ("breedtegraad", "lengtegraad")
COLUMNS = (*NEEDED, "uitleg", "soort", "stand", "steun", "openbaar_sinds", "bron", "adres", *_POINT)
_MOST = {"kenmerk": 160, "titel": 80, "kort": 300, "uitleg": 4000, "adres": 400}


@dataclass(frozen=True)
class TakenOver:
    """What an import did: how many are new, how many were brought up to date, how many stayed as they are."""

    new: int
    changed: int
    kept: int


def exported(initiatives: Iterable[Initiative]) -> list[dict[str, Any]]:
    """A row per initiative with ``COLUMNS``; nothing personal, nothing that is not on the site."""
    found = list(initiatives)
    counts = support_counts(found)
    titles = {item.code: item.title for item in rules().categories}
    return [
        {
            "kenmerk": item.source_key or item.slug,
            "titel": item.title,
            "kort": item.summary,
            "categorie": titles.get(item.category, item.category),
            "gebied": " ".join(item.areas),
            "uitleg": item.body,
            "soort": item.kind,
            "stand": item.state,
            "steun": sum(counts[item.pk].values()),
            "openbaar_sinds": localdate(item.published_at).isoformat() if item.published_at else "",
            "bron": item.source_name or municipality().site_title,
            "adres": item.source_url or f"{settings.SITE_URL}/initiatieven/{item.slug}/",
            "breedtegraad": item.shown_point.latitude if item.shown_point else "",
            "lengtegraad": item.shown_point.longitude if item.shown_point else "",
        }
        for item in found
    ]


def initiatives_csv(initiatives: Iterable[Initiative]) -> str:
    """As CSV; formulas are made harmless."""
    return csv_text(COLUMNS, [[row[name] for name in COLUMNS] for row in exported(initiatives)])


def initiatives_json(initiatives: Iterable[Initiative]) -> str:
    """As JSON: ``{"initiatieven": [...]}``."""
    return json.dumps({"initiatieven": exported(initiatives)}, ensure_ascii=False)


def take_over(path: Path, *, source: str) -> TakenOver:
    """Read a CSV or JSON file of the site named ``source``; raises ``BadInput`` with every problem and keeps nothing.

    A row is known by its ``kenmerk``: the second time it is brought up to date, or left alone once it has been judged.
    What this site gave out itself is refused, so that nothing is published twice.
    """
    problems = Problems(path)
    rows = _json_rows(path, problems) if path.suffix == ".json" else read_csv(path, NEEDED, problems)
    read = [_values(row, number, problems) for number, row in enumerate(rows, start=2)]
    keys = [values["source_key"] for values in read]
    for number, key in enumerate(keys, start=2):
        if key and keys.index(key) != number - 2:
            problems.add("dit kenmerk staat er al", row=number, column="kenmerk", got=key)
    if not source.strip():
        problems.add("de naam van de bron ontbreekt")
    problems.raise_if_any()
    return _keep(read, source=source.strip()[:80])


def _json_rows(path: Path, problems: Problems) -> list[dict[str, str]]:
    try:
        found = json.loads(path.read_text("utf-8"))["initiatieven"]
        return [{str(name): str(value) for name, value in row.items()} for row in found]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        problems.add("geen leesbaar JSON-bestand", expected='{"initiatieven": [{"kenmerk": "…"}]}')
        return []


def _values(row: Mapping[str, str], number: int, problems: Problems) -> dict[str, Any]:
    def wrong(column: str, what: str, expected: str | None = None) -> None:
        problems.add(what, row=number, column=column, expected=expected, got=row.get(column) or None)

    text = {name: clean_text(row.get(name, "") or "") for name in (*NEEDED, *_MOST)}
    for name in NEEDED:
        if not text[name]:
            wrong(name, "ontbreekt")
    for name, most in _MOST.items():
        if len(text[name]) > most:
            wrong(name, "te lang", f"hoogstens {most} tekens")
    for name in ("titel", "kort", "uitleg"):
        try:
            plain(text[name])
        except ValidationError as error:
            wrong(name, " ".join(error.messages))
    known = {slugify(item.title): item.code for item in rules().categories}
    category = known.get(slugify(text["categorie"]) if text["categorie"] else "")
    if text["categorie"] and category is None:
        wrong("categorie", "onbekende categorie", ", ".join(item.title for item in rules().categories))
    areas = text["gebied"].split()
    if any(code not in municipality().geography for code in areas):
        wrong("gebied", "onbekend gebied", "codes van gebieden, met een spatie ertussen")
    address = urlsplit(text["adres"])
    if text["adres"] and address.scheme not in {"http", "https"}:
        wrong("adres", "geen webadres", "https://…")
    if address.netloc and address.netloc == urlsplit(settings.SITE_URL).netloc:
        wrong("adres", "dit komt van deze site zelf")
    kind = row.get("soort", "") or InitiativeKind.ACTIVITY.value
    if kind not in InitiativeKind.values:
        wrong("soort", "onbekende soort", ", ".join(InitiativeKind.values))
    point, precision = None, Precision.WIJK
    written = " ".join(row.get(name) or "" for name in _POINT).strip()
    if written:
        try:
            point, precision = read_point(written), Precision.POINT
        except ValidationError as error:
            wrong("breedtegraad", "geen plek", " ".join(error.messages))
    return {
        "latitude": point.latitude if point else None, "longitude": point.longitude if point else None,
        "precision": precision,
        "source_key": text["kenmerk"], "title": text["titel"], "summary": text["kort"], "body": text["uitleg"],
        "category": category or "", "areas": areas, "kind": kind, "source_url": text["adres"],
    }  # fmt: skip


@transaction.atomic
def _keep(read: list[dict[str, Any]], *, source: str) -> TakenOver:
    new = changed = kept = 0
    for values in read:
        known = Initiative.objects.filter(source_name=source, source_key=values["source_key"]).first()
        if known is None:
            initiative = Initiative.objects.create(slug=free_slug(values["title"]), source_name=source, **values)
            move(initiative, InitiativeState.SUBMITTED, party=Party.MUNICIPALITY, role=f"Overgenomen van {source}")
            new += 1
        elif known.state == InitiativeState.SUBMITTED and known.erased_at is None:
            for name, value in values.items():
                setattr(known, name, value)
            known.save()
            changed += 1
        else:
            kept += 1
    return TakenOver(new, changed, kept)
