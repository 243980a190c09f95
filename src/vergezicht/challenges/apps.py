from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "vergezicht.challenges"
    label = "challenges"
    verbose_name = "Wijkopgaven"
