from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def put_back_guards(using: str, **kwargs: Any) -> None:
    from vergezicht.initiatives.guards import install_guards

    install_guards(connections[using])


class InitiativesConfig(AppConfig):
    name = "vergezicht.initiatives"
    label = "initiatives"
    verbose_name = "Initiatieven"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from vergezicht.initiatives.models import OfficialResponse
        from vergezicht.initiatives.permissions import AddOnly

        post_migrate.connect(put_back_guards, sender=self)
        register_permission_policy(OfficialResponse, AddOnly(OfficialResponse))
