"""What stands on the map for other programs: a file per collection, and the page that explains the service."""

from __future__ import annotations

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.languages import noted
from vergezicht.publication.features.asking import MOST, USUAL
from vergezicht.publication.features.collection import Collection
from vergezicht.publication.features.content import feature_collection
from vergezicht.publication.features.declared import CHALLENGES, collections, is_schematic
from vergezicht.publication.features.described import GEOJSON, ROOT, collection_path
from vergezicht.publication.open_data.dcat import CATALOGUE

_EXAMPLES = (
    ("?limit=10&offset=10", noted("tien tegelijk: de tweede tien")),
    ("?stand=op-koers", noted("wat nu op koers is, zoals op de site: wat is afgesloten of gestopt telt niet mee")),
    ("?datetime=2026-01-01/..", noted("wat na 1 januari 2026 nog loopt of begint")),
    (
        "?bbox=6.0,52.4,6.2,52.6",
        noted("wat in een rechthoek ligt (west, zuid, oost en noord in graden), en wat geen plek op de kaart heeft"),
    ),
)


def collection(request: HttpRequest, collection: Collection) -> HttpResponse:
    """All of a collection in one file, as any copy of the site has it."""
    content = json.dumps(feature_collection(collection), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(content, content_type=GEOJSON)


def explained(request: HttpRequest) -> HttpResponse:
    """What there is, how to ask for it, and what every property means; for people."""
    items = f"{collection_path(CHALLENGES)}/items"
    context = {
        "root": ROOT,
        "address": f"{settings.SITE_URL}{ROOT}",
        "collections": [(one, f"{collection_path(one.id)}/items") for one in collections()],
        "examples": [(f"{items}{asked}", meaning) for asked, meaning in _EXAMPLES],
        "usual": USUAL,
        "most": MOST,
        "schematic": is_schematic(),
        "catalogue": CATALOGUE,
    }
    return render(request, "publication/api.html", context)
