from django.apps import AppConfig


class WebsiteConfig(AppConfig):
    name = "vergezicht.website"
    label = "website"
    verbose_name = "Website"
