"""What makes a new edition necessary: a page, a challenge or a release that changed."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished, post_page_move

from vergezicht.challenges.models import (
    Action,
    Adjustment,
    AdjustmentAnswer,
    AdoptedRelease,
    CarryOver,
    Challenge,
    Conversation,
    CourseCheck,
    Cycle,
    Evaluation,
    HarvestItem,
    Involvement,
    Milestone,
    Partner,
    ProgressUpdate,
    Target,
)
from vergezicht.initiatives.models import FundingScheme, Initiative, MeetingPlace, OfficialResponse, StateChange
from vergezicht.initiatives.states import PUBLIC_STATES
from vergezicht.publication.editions import request_edition

_PUBLIC = {
    Action, Adjustment, AdjustmentAnswer, AdoptedRelease, CarryOver, Challenge, Conversation, CourseCheck, Cycle,
    Evaluation, HarvestItem, Involvement, Milestone, Partner, ProgressUpdate, Target,
}  # fmt: skip


@receiver(page_published)
def on_published(sender: type, instance: Page, **kwargs: Any) -> None:
    request_edition(f"Pagina gepubliceerd: {instance.title}")


@receiver(page_unpublished)
def on_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    request_edition(f"Pagina teruggetrokken: {instance.title}")


@receiver(post_page_move)
def on_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    request_edition(f"Pagina verplaatst: {instance.title}")


@receiver([post_save, post_delete])
def on_challenge_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if kwargs.get("raw") or sender not in _PUBLIC:
        return
    request_edition(f"{instance._meta.verbose_name.capitalize()} gewijzigd: {instance}"[:250])


@receiver([post_save, post_delete])
def on_residents_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    """Only what readers see; the reason stands on a public page, so it holds no words of a submitter."""
    if kwargs.get("raw") or sender not in {FundingScheme, Initiative, MeetingPlace, OfficialResponse, StateChange}:
        return
    if sender is Initiative and instance.published_at is None:
        return
    if sender is StateChange and not {instance.source, instance.target} & set(PUBLIC_STATES):
        return
    if sender is OfficialResponse and not instance.initiative.is_public:
        return
    request_edition("Initiatieven en plekken bijgewerkt")
