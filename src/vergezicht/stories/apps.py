from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "vergezicht.stories"
    label = "stories"
    verbose_name = "Verhalen"

    def ready(self) -> None:
        from vergezicht.stories import signals  # noqa: F401  # connects them
