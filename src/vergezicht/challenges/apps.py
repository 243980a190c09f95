from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "vergezicht.challenges"
    label = "challenges"
    verbose_name = "Wijkopgaven"

    def ready(self) -> None:
        from wagtail.permissions import register_permission_policy

        from vergezicht.challenges.models import AdoptedRelease
        from vergezicht.challenges.permissions import ReadOnly

        register_permission_policy(AdoptedRelease, ReadOnly(AdoptedRelease))
