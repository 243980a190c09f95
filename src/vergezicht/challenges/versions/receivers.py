"""What makes a version: every save of a challenge or of a part of it."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver

from vergezicht.challenges.models import Action, Challenge, Involvement, Milestone, Target
from vergezicht.challenges.versions.history import note_change


@receiver([post_save, post_delete])
def on_part_changed(sender: type, instance: Any, **kwargs: Any) -> None:
    if kwargs.get("raw") or sender not in {Action, Challenge, Involvement, Milestone, Target}:
        return
    if sender is Challenge and kwargs.get("signal") is post_delete:
        return  # only a concept can be deleted, and a concept has no versions
    challenge = _challenge_of(instance)
    if challenge is not None and Challenge.objects.filter(pk=challenge.pk).exists():
        note_change(challenge)


@receiver(m2m_changed, sender=Action.partners.through)
def on_partners_changed(sender: type, instance: Any, action: str, **kwargs: Any) -> None:
    if action.startswith("post_") and isinstance(instance, Action):
        note_change(instance.challenge)


def _challenge_of(instance: Any) -> Challenge | None:
    if isinstance(instance, Challenge):
        return instance
    owner = instance.action if isinstance(instance, Milestone) else instance
    found = owner.challenge
    return found if isinstance(found, Challenge) else None
