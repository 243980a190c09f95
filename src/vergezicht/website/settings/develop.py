"""Development: the same, with debug pages and without HTTPS."""

import os

os.environ.setdefault("VERGEZICHT_URL", "http://127.0.0.1:8000")
os.environ.setdefault("VERGEZICHT_SECRET_KEY", "only-for-development")
os.environ.setdefault("VERGEZICHT_SECOND_FACTOR", "vrijwillig")

from vergezicht.website.settings.production import *  # noqa: F403  # settings are layered by importing

DEBUG = True
