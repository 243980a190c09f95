"""The texts of a cycle, a public conversation and a motion or promise: each change is a version."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.utils import timezone

from vergezicht.challenges.models import Conversation, CouncilItem, Cycle, TextVersion
from vergezicht.challenges.versions.history import UNKNOWN_ROLE, checksum_of
from vergezicht.languages import noted

# Every part of the content, with its name for readers. A test holds this list against the fields of the models.
CYCLE_PARTS = {
    "name": noted("naam"),
    "starts": noted("begin"),
    "ends": noted("einde"),
    "period": noted("meting"),
    "fieldwork": noted("veldwerk"),
    "description": noted("omschrijving"),
    "lessons": noted("geleerd"),
}
CONVERSATION_PARTS = {
    "cycle": noted("cyclus"),
    "title": noted("titel"),
    "date": noted("datum"),
    "method": noted("vorm"),
    "areas": noted("gebieden"),
    "place": noted("plek"),
    "participants": noted("deelnemers"),
    "organisers": noted("organisatie"),
    "summary": noted("waar het over ging"),
    "recognised": noted("herkent dit"),
    "partly_recognised": noted("herkent dit deels"),
    "not_recognised": noted("herkent dit niet"),
    "harvest": noted("oogst"),
}
# Without the challenges: which of them readers may know of changes by itself, and /raad/ tells it.
COUNCIL_PARTS = {
    "kind": noted("soort"),
    "code": noted("nummer"),
    "title": noted("titel"),
    "text": noted("wat is gevraagd of beloofd"),
    "date": noted("datum"),
    "owner_role": noted("wie voert dit uit"),
    "source": noted("raadsstuk"),
}
_FIRST = noted("Zoals de tekst was toen versies werden bijgehouden.")
_UNSEEN = noted("Gewijzigd buiten de schermen om; een reden is niet vastgelegd.")
Text = Cycle | Conversation | CouncilItem


def parts_of(text: Text) -> dict[str, str]:
    if isinstance(text, CouncilItem):
        return COUNCIL_PARTS
    return CYCLE_PARTS if isinstance(text, Cycle) else CONVERSATION_PARTS


def text_content(text: Text) -> dict[str, Any]:
    """The content of a version: plain values only."""
    if isinstance(text, Cycle | CouncilItem):
        values = {name: getattr(text, name) for name in parts_of(text)}
    else:
        values = {name: getattr(text, name) for name in CONVERSATION_PARTS if name not in {"cycle", "harvest"}}
        values["cycle"] = text.cycle.name
        values["harvest"] = [
            {"kind": item.get_kind_display(), "text": item.text, "figures": item.figures,
             "challenges": sorted(one.slug for one in item.challenges.all())}
            for item in text.harvest.all()
        ]  # fmt: skip
    content: dict[str, Any] = json.loads(json.dumps(values, ensure_ascii=False, default=str))
    return content


def versions_of_text(text: Text) -> QuerySet[TextVersion]:
    """Its versions, oldest first."""
    kind = ContentType.objects.get_for_model(type(text))
    return TextVersion.objects.filter(content_type=kind, object_id=text.pk).order_by("number")


def record_text(text: models.Model, *, role: str, reason: str = "", at: datetime | None = None) -> TextVersion | None:
    """A new version when what readers see differs from the last one. Reads it afresh; a hidden text has none."""
    if not isinstance(text, Text):
        return None
    fresh = _readable(type(text)).filter(pk=text.pk).first()
    if fresh is None:
        return None
    content = text_content(fresh)
    last = versions_of_text(fresh).last()
    if last is not None and last.checksum == checksum_of(content):
        return None
    return TextVersion.objects.create(
        content_type=ContentType.objects.get_for_model(type(text)),
        object_id=fresh.pk,
        number=last.number + 1 if last else 1,
        recorded_at=max(at or timezone.now(), last.recorded_at) if last else at or timezone.now(),
        role=role,
        reason=reason,
        changed=[name for name in content if last.content.get(name) != content[name]] if last else [],
        content=content,
        checksum=checksum_of(content),
    )


def record_unseen_texts() -> int:
    """A version of every readable text that was changed without one; returns how many. The bake calls it first."""
    count = 0
    for model in (Cycle, Conversation, CouncilItem):
        kind = ContentType.objects.get_for_model(model)
        rows = TextVersion.objects.filter(content_type=kind).order_by("number").values_list("object_id", "checksum")
        last = dict(rows)
        for text in _readable(model):
            if checksum_of(text_content(text)) != last.get(text.pk):
                known = text.pk in last
                count += record_text(text, role=UNKNOWN_ROLE, reason=_UNSEEN if known else _FIRST) is not None
    return count


def text_at(text: Text, moment: datetime) -> TextVersion | None:
    """The version that was public at a moment; None before the first."""
    return versions_of_text(text).filter(recorded_at__lte=moment).last()


def _readable(model: type[Text]) -> QuerySet[Any]:
    if model is Cycle:
        return Cycle.objects.all()
    if model is CouncilItem:
        return CouncilItem.objects.filter(is_public=True)
    return Conversation.objects.filter(is_public=True).select_related("cycle").prefetch_related("harvest__challenges")
