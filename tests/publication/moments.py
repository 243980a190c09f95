"""A moment at which pages go out, for the tests of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from vergezicht.publication.models import PublicationMoment
from vergezicht.publication.moments.planning import plan

SOON = timedelta(days=1)
SECRET = "Geheimzinnig"


def plan_moment(maker: Any, pages: list[Page], *, at: datetime | None = None) -> PublicationMoment:
    moment = PublicationMoment(title="Start van de cyclus", at=at or timezone.now() + SOON)
    plan(moment, pages, user=maker)
    return moment


def make_due(moment: PublicationMoment) -> None:
    PublicationMoment.objects.filter(pk=moment.pk).update(at=timezone.now() - timedelta(minutes=1))
