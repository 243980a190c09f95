from django.apps import AppConfig
from wagtail.users.apps import WagtailUsersAppConfig


class WebsiteConfig(AppConfig):
    default = True
    name = "vergezicht.website"
    label = "website"
    verbose_name = "Website"


class UsersConfig(WagtailUsersAppConfig):
    user_viewset = "vergezicht.website.users.UserViewSet"
