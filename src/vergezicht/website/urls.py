"""Addresses that Django itself answers: the editor's and the open forms'.

Readers get files of an edition (publication/serving/files.py).
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from vergezicht.publication.readers.receiving import count_read
from vergezicht.publication.views.my_area import MY_AREA, my_area
from vergezicht.publication.views.previews import no_preview, preview, preview_media
from vergezicht.website.health import health
from vergezicht.website.signed_in import signed_in, signed_in_again

urlpatterns = [
    path("beheer/gezondheid/", health),
    re_path(
        r"^beheer/media/(?P<path>.*)$", login_required(serve), {"document_root": settings.MEDIA_ROOT}
    ),  # an editor's draft picture is not public: readers get the copy in the edition
    path("meedoen/partner/", include("vergezicht.challenges.urls")),
    path(MY_AREA.lstrip("/"), my_area),
    path("meedoen/geteld/", count_read),
    path("meedoen/voorproef/", preview),
    path("meedoen/voorproef/beeld/<str:sealed_file>/", preview_media),
    path("meedoen/voorproef/<path:unknown>/", no_preview),
    path("meedoen/", include("vergezicht.initiatives.urls")),
    path("beheer/aanmelden/stand/", signed_in, name="signed_in"),
    path("beheer/aanmelden/weer/", signed_in_again, name="signed_in_again"),
    path("beheer/aanmelden/", include("allauth.urls")),
    path("beheer/login/", RedirectView.as_view(url=settings.LOGIN_URL, query_string=True)),  # the only way in
    path("beheer/documenten/", include(wagtaildocs_urls)),
    path("beheer/", include(wagtailadmin_urls)),
    path("", include(wagtail_urls)),
]
