from typing import Any

from django.apps import AppConfig, apps
from django.db import connections
from django.db.models.signals import post_migrate


def put_back_guards(using: str, **kwargs: Any) -> None:
    from vergezicht.challenges.guards import install_guards

    install_guards(connections[using])


def put_roles_after_migrate(**kwargs: Any) -> None:
    """Once everything that can be permitted is in the database: this app comes after the accounts."""
    from vergezicht.challenges.roles import put_roles

    put_roles()


class ChallengesConfig(AppConfig):
    name = "vergezicht.challenges"
    label = "challenges"
    verbose_name = "Wijkopgaven"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from vergezicht.challenges.models import (
            Action,
            AdoptedRelease,
            CarryOver,
            Challenge,
            ChallengeVersion,
            Conversation,
            CouncilItem,
            CourseCheck,
            Evaluation,
            Proposal,
        )
        from vergezicht.challenges.permissions import KeepsPublic, ReadOnly
        from vergezicht.challenges.versions import receivers  # noqa: F401  # connects to Django's save signals

        post_migrate.connect(put_back_guards, sender=self)
        post_migrate.connect(put_roles_after_migrate, sender=apps.get_app_config("contenttypes"))
        for model in (AdoptedRelease, CarryOver, ChallengeVersion, CourseCheck, Evaluation, Proposal):
            register_permission_policy(model, ReadOnly(model))
        for model in (Action, Challenge, Conversation, CouncilItem):
            register_permission_policy(model, KeepsPublic(model))
