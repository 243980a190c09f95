from django.apps import AppConfig


class StoriesConfig(AppConfig):
    name = "vergezicht.stories"
    label = "stories"
    verbose_name = "Verhalen"
