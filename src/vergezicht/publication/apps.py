from django.apps import AppConfig


class PublicationConfig(AppConfig):
    name = "vergezicht.publication"
    label = "publication"
    verbose_name = "Publicatie"

    def ready(self) -> None:
        from vergezicht.publication import signals  # noqa: F401  # connects to Wagtail's publish signals
