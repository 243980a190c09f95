"""Addresses of partners with a personal link, under /meedoen/partner/."""

from __future__ import annotations

from django.urls import path

from vergezicht.challenges.screens import partners

urlpatterns = [
    path("<str:token>/", partners.link_actions),
    path("<str:token>/<int:number>/", partners.link_report),
]
