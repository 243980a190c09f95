"""Is it well? For the administrator's monitoring: edition, release and database, no personal data."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from vergezicht.challenges.ground import current_adoptions
from vergezicht.mailing.delivery import waiting_mail
from vergezicht.publication.models import Edition, EditionState


def health(request: HttpRequest) -> JsonResponse:
    """200 with what is online; 503 when nothing is published yet or the last bake failed."""
    latest = Edition.objects.exclude(state__in=[EditionState.REQUESTED, EditionState.BAKING]).first()
    online = Edition.online()
    well = online is not None and (latest is None or latest.state != EditionState.FAILED)
    waiting, failed = waiting_mail()
    answer = {
        "goed": well,
        "editie": online.number if online else None,
        "laatste_bak": latest.state if latest else None,
        "releases": [adopted.folder for adopted in current_adoptions()],
        "mail_wacht": waiting,
        "mail_mislukt_deze_week": failed,
    }
    return JsonResponse(answer, status=200 if well else 503)
