"""One process, two sites: /beheer/ and /meedoen/ are Django's, everything else is a file of the current edition.

/meedoen/ is there in every language of the site: /en/meedoen/.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "vergezicht.website.settings.production")

_django = get_wsgi_application()

from vergezicht.publication.serving.files import EditionServer  # noqa: E402  # needs the settings above
from vergezicht.website.open_pages import language_at  # noqa: E402

_edition = EditionServer(Path(settings.EDITIONS_FOLDER), https=settings.SITE_URL.startswith("https://"))


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """WSGI entry point."""
    path = environ.get("PATH_INFO", "/")
    if path in {"/beheer", "/meedoen"} or path.startswith("/beheer/") or language_at(path) is not None:
        response: Iterable[bytes] = _django(environ, start_response)
        return response
    return _edition(environ, start_response)
