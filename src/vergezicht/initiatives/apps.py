from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "vergezicht.initiatives"
    label = "initiatives"
    verbose_name = "Initiatieven"
