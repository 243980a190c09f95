"""Addresses of the open forms, under /meedoen/."""

from __future__ import annotations

from django.urls import path

from vergezicht.initiatives.views import following, front, ideas, letters, support

urlpatterns = [
    path("", front.index),
    path("idee/", ideas.idea),
    path("code/", ideas.code),
    path("mijn/", ideas.own),
    path("ander-adres/", ideas.other_address),
    path("nieuwe-code/", ideas.lost_code),
    path("regelingen/", support.finder),
    path("steun/<slug:slug>/", support.support),
    path("steun/<slug:slug>/code/", support.support_code),
    path("melden/", letters.notice),
    path("vraag/<slug:slug>/", letters.question),
    path("bericht/<slug:slug>/", letters.neighbour),
    path("verbeter/<slug:slug>/", letters.correction),
    path("overnemen/", letters.handed),
    path("volgen/", following.follow),
    path("volgen/bevestig/<str:token>/", following.confirmed),
    path("volgen/stop/<str:token>/", following.stopped),
    path("<path:unknown>/", ideas.nowhere),
]
