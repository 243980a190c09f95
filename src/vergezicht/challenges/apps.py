from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def put_back_guards(using: str, **kwargs: Any) -> None:
    from vergezicht.challenges.guards import install_guards

    install_guards(connections[using])


class ChallengesConfig(AppConfig):
    name = "vergezicht.challenges"
    label = "challenges"
    verbose_name = "Wijkopgaven"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from vergezicht.challenges import receivers  # noqa: F401  # connects to Django's save signals
        from vergezicht.challenges.models import (
            Action,
            AdoptedRelease,
            CarryOver,
            Challenge,
            ChallengeVersion,
            CourseCheck,
            Evaluation,
        )
        from vergezicht.challenges.permissions import KeepsPublic, ReadOnly

        post_migrate.connect(put_back_guards, sender=self)
        for model in (AdoptedRelease, CarryOver, ChallengeVersion, CourseCheck, Evaluation):
            register_permission_policy(model, ReadOnly(model))
        for model in (Action, Challenge):
            register_permission_policy(model, KeepsPublic(model))
