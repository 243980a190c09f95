from django.apps import AppConfig


class MailingConfig(AppConfig):
    name = "vergezicht.mailing"
    label = "mailing"
    verbose_name = "Uitgaande mail"
