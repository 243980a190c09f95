"""Tests: a database of its own, fast passwords, everything it writes in one temporary folder."""

import os
import tempfile
from pathlib import Path

_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")  # tests run on every core, each with a folder of its own
_VAR = os.environ.get("VERGEZICHT_VAR", "")
if not _VAR or not _VAR.endswith(_WORKER):
    _VAR = os.environ["VERGEZICHT_VAR"] = tempfile.mkdtemp(prefix="vergezicht-test-", suffix=_WORKER)
os.environ.setdefault("VERGEZICHT_SECRET_KEY", "only-for-tests")
os.environ.setdefault("VERGEZICHT_URL", "http://127.0.0.1:8000")

from vergezicht.website.settings.production import *  # noqa: E402, F403  # settings are layered by importing

ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
SECOND_FACTOR_REQUIRED = False  # the tests of signing in turn it on
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
BROTLI_QUALITY = 1  # editions by the dozen, read once
STATIC_ROOT = Path(_VAR) / "static"
Path(STATIC_ROOT).mkdir(parents=True, exist_ok=True)  # whitenoise warns when it is absent
