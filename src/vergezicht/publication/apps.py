from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "vergezicht.publication"
    label = "publication"
    verbose_name = "Publicatie"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from vergezicht.challenges.permissions import ReadOnly
        from vergezicht.publication.baking import signals  # noqa: F401  # connects to Wagtail's publish signals
        from vergezicht.publication.models import Edition

        register_permission_policy(Edition, ReadOnly(Edition))
