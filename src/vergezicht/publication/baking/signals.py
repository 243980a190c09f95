"""What makes a new edition necessary: a page, a challenge, a release or the words of the search that changed."""

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
    CouncilItem,
    CouncilStep,
    CourseCheck,
    Cycle,
    Evaluation,
    HarvestItem,
    Involvement,
    LiftedHold,
    Milestone,
    Partner,
    ProgressUpdate,
    Target,
)
from vergezicht.initiatives.models import (
    Activity,
    Campaign,
    FundingScheme,
    Initiative,
    Letter,
    MeetingPlace,
    OfficialResponse,
    StateChange,
)
from vergezicht.initiatives.states import PUBLIC_STATES
from vergezicht.languages import noted
from vergezicht.publication.baking.editions import request_edition
from vergezicht.publication.models import PAGE_ONLINE, SynonymGroup

# What a reader may know of, and the words for it on the page of editions.
_PUBLIC = {
    Action: noted("Actie gewijzigd"),
    Adjustment: noted("Bijsturing gewijzigd"),
    AdjustmentAnswer: noted("Antwoord op een bijsturing gewijzigd"),
    AdoptedRelease: noted("Vastgestelde release gewijzigd"),
    CarryOver: noted("Overdracht gewijzigd"),
    Challenge: noted("Wijkopgave gewijzigd"),
    Conversation: noted("Gesprek gewijzigd"),
    CouncilItem: noted("Motie of toezegging gewijzigd"),
    CouncilStep: noted("Stap van een motie of toezegging gewijzigd"),
    CourseCheck: noted("Koerscheck gewijzigd"),
    Cycle: noted("Cyclus gewijzigd"),
    Evaluation: noted("Evaluatie gewijzigd"),
    HarvestItem: noted("Oogst gewijzigd"),
    Involvement: noted("Deelname van een partner gewijzigd"),
    LiftedHold: noted("Vrijgave van een release gewijzigd"),
    Milestone: noted("Mijlpaal gewijzigd"),
    Partner: noted("Partner gewijzigd"),
    ProgressUpdate: noted("Voortgangsbericht gewijzigd"),
    Target: noted("Streefdoel gewijzigd"),
}


@receiver(page_published)
def on_published(sender: type, instance: Page, **kwargs: Any) -> None:
    request_edition(f"{PAGE_ONLINE}: {instance.title}")


@receiver(page_unpublished)
def on_unpublished(sender: type, instance: Page, **kwargs: Any) -> None:
    request_edition(f"{noted('Pagina teruggetrokken')}: {instance.title}")


@receiver(post_page_move)
def on_moved(sender: type, instance: Page, **kwargs: Any) -> None:
    """Only what readers see: a page that is online, or pages under it."""
    if not instance.live and not instance.get_descendants().live().exists():
        return
    request_edition(f"{noted('Pagina verplaatst')}: {instance.title}")


@receiver([post_save, post_delete])
def on_challenge_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    """The reason stands on a public page: it names only what a reader may know of."""
    if kwargs.get("raw") or sender not in _PUBLIC:
        return
    words = _PUBLIC[sender]
    owner = _owner(instance)
    if isinstance(owner, Challenge) and not owner.is_public:
        return
    named = not isinstance(owner, Conversation | CouncilItem) or owner.is_public
    request_edition(f"{words}: {owner}"[:250] if named else words)


def _owner(instance: Any) -> Any:
    """The challenge or conversation that a change belongs to, else what was changed itself."""
    if isinstance(instance, Milestone | ProgressUpdate):
        return instance.action.challenge
    if isinstance(instance, Adjustment):
        return instance.caused_by.challenge
    if isinstance(instance, AdjustmentAnswer):
        return instance.answered_by.challenge
    if isinstance(instance, HarvestItem):
        return instance.conversation
    if isinstance(instance, CouncilStep):
        return instance.item
    return getattr(instance, "challenge", instance)


@receiver([post_save, post_delete])
def on_residents_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    """Only what readers see; the reason stands on a public page, so it holds no words of a submitter."""
    if kwargs.get("raw") or sender not in {
        Activity,
        Campaign,
        FundingScheme,
        Initiative,
        Letter,
        MeetingPlace,
        OfficialResponse,
        StateChange,
    }:
        return
    if sender in {Activity, Campaign} and not getattr(instance, "campaign", instance).is_public:
        return
    if sender is Letter and not instance.public_text:
        return
    if sender is Initiative and instance.published_at is None:
        return
    if sender is StateChange and not {instance.source, instance.target} & set(PUBLIC_STATES):
        return
    if sender is OfficialResponse and not instance.initiative.is_public:
        return
    request_edition(noted("Initiatieven en plekken bijgewerkt"))


@receiver([post_save, post_delete], sender=SynonymGroup)
def on_synonyms_changed(sender: type, **kwargs: Any) -> None:
    if not kwargs.get("raw"):
        request_edition(noted("Zoekwoorden gewijzigd"))
