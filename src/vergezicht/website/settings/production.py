"""Production: strict by default. What differs per server comes from the environment (docs/howto/install.md)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from csp.constants import NONE, SELF

ROOT = Path(__file__).resolve().parents[4]
VAR = Path(os.environ.get("VERGEZICHT_VAR", ROOT / "var")).resolve()


def _municipality_folder() -> Path:
    """The folder named in the environment, or the first one in the repository."""
    if given := os.environ.get("VERGEZICHT_MUNICIPALITY"):
        return Path(given).resolve()
    found = sorted(ROOT.glob("municipalities/*/municipality.toml"))
    if not found:
        sys.exit("VERGEZICHT_MUNICIPALITY ontbreekt: de map van de gemeente (docs/municipality.md)")
    return found[0].parent


MUNICIPALITY_FOLDER = _municipality_folder()
EDITIONS_FOLDER = VAR / "editions"
RELEASES_FOLDER = VAR / "releases"
BROTLI_QUALITY = 11  # an edition is packed once and read often
BASEMAP_FILE = os.environ.get("VERGEZICHT_BASEMAP", VAR / "basemap.pmtiles")  # under "Kaart verkennen"
VENDOR_FOLDER = Path(__file__).resolve().parents[1] / "static" / "vendor"


def _secret_key() -> str:
    if key := os.environ.get("VERGEZICHT_SECRET_KEY"):
        return key
    path = VAR / "secret-key"
    if not path.is_file():
        sys.exit("VERGEZICHT_SECRET_KEY ontbreekt. Zet hem in de omgeving, of maak hem met: vergezicht setup")
    return path.read_text("utf-8").strip()


SECRET_KEY = _secret_key()
DEBUG = False
SITE_URL = os.environ.get("VERGEZICHT_URL", "https://localhost").rstrip("/")
_HTTPS = SITE_URL.startswith("https://")
ALLOWED_HOSTS = os.environ.get("VERGEZICHT_HOSTS", SITE_URL.split("://")[1].split(":")[0]).split(",")
CSRF_TRUSTED_ORIGINS = [SITE_URL]

INSTALLED_APPS = [
    "vergezicht.website",
    "vergezicht.publication",
    "vergezicht.stories",
    "vergezicht.initiatives",
    "vergezicht.challenges",
    "vergezicht.mailing",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "vergezicht.website.apps.UsersConfig",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django.contrib.humanize",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "vergezicht.website.held_still.HeldStillMiddleware",
    "vergezicht.website.open_pages.OpenPagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "vergezicht.website.without_role.WithoutRoleMiddleware",
    "vergezicht.website.sign_in.SecondFactorMiddleware",
    "vergezicht.website.organisation.ProviderOriginMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "vergezicht.website.urls"
WSGI_APPLICATION = "vergezicht.website.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [("django.template.loaders.cached.Loader", ["vergezicht.website.layout.Loader"])],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "vergezicht.publication.context.site",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "vergezicht.stories.templatetags.vergezicht",
                "vergezicht.publication.templatetags.site",
            ],
        },
    }
]

# Measured with eight writers at once: no "database is locked" (shared guide, pitfall 4).
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": VAR / "vergezicht.sqlite3",
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 10,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;PRAGMA foreign_keys=ON;",
        },
    }
}
if _postgres := os.environ.get("VERGEZICHT_POSTGRES"):
    _host, _, _name = _postgres.rpartition("/")
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _name,
            "HOST": _host,
            "USER": os.environ.get("VERGEZICHT_POSTGRES_USER", "vergezicht"),
            "PASSWORD": os.environ.get("VERGEZICHT_POSTGRES_PASSWORD", ""),
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "nl"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("nl", "Nederlands")]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
TIME_ZONE = "Europe/Amsterdam"
USE_TZ = True
USE_I18N = True
FORMAT_MODULE_PATH = "vergezicht.website.formats"
LOCALE_PATHS = [  # what readers read in other languages, and what Wagtail says to editors in ours
    Path(__file__).resolve().parents[2] / "languages" / folder for folder in ("catalogues", "editor")
]

STATIC_URL = "/beheer/static/"
STATIC_ROOT = VAR / "static"
# Unhashed names: MapLibre fetches its worker from beside itself (pitfall 11).
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MEDIA_URL = "/beheer/media/"
MEDIA_ROOT = VAR / "media"
FILE_UPLOAD_PERMISSIONS = 0o644
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a story with many blocks is one large form

WAGTAIL_SITE_NAME = "Vergezicht"
WAGTAIL_DATE_FORMAT = "%d-%m-%Y"
WAGTAIL_DATETIME_FORMAT = "%d-%m-%Y %H:%M"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request leaves the municipality's own host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_WORKFLOW_ENABLED = False  # ours would send a page to a group in which nobody is; see publication/moments
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILDOCS_EXTENSIONS = [  # what a reader may open, play or take along; nothing that runs
    "csv", "docx", "geojson", "gpx", "json", "m4a", "mp3", "mp4", "odp", "ods", "odt", "ogg", "pdf", "pptx", "txt",
    "vtt", "wav", "webm", "xlsx", "zip",
]  # fmt: skip
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"webp": "webp", "avif": "avif"}
WAGTAILIMAGES_AVIF_QUALITY = 55
WAGTAILIMAGES_WEBP_QUALITY = 76
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "vergezicht.stories.picking.in_text.StoryTextArea"}}
WAGTAIL_AUTO_UPDATE_PREVIEW = True
WAGTAIL_SLIM_SIDEBAR = True
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "/beheer/aanmelden/login/"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
# Without a mail server mail is put in a folder: never on the console, which is a log, and an address is personal.
_BACKEND = "smtp" if os.environ.get("VERGEZICHT_SMTP") else "filebased"
EMAIL_BACKEND = os.environ.get("VERGEZICHT_EMAIL_BACKEND", f"django.core.mail.backends.{_BACKEND}.EmailBackend")
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST, _, _port = os.environ.get("VERGEZICHT_SMTP", "localhost:25").partition(":")
EMAIL_PORT = int(_port or 25)
EMAIL_HOST_USER = os.environ.get("VERGEZICHT_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("VERGEZICHT_SMTP_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = os.environ.get("VERGEZICHT_MAIL_FROM", f"noreply@{ALLOWED_HOSTS[0]}")

# Signing in (website/sign_in.py): password and second factor, or the organisation's OpenID Connect.
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTHENTICATION_BACKENDS += ["allauth.account.auth_backends.AuthenticationBackend"]
SECOND_FACTOR_REQUIRED = os.environ.get("VERGEZICHT_SECOND_FACTOR", "verplicht") != "vrijwillig"
ACCOUNT_ADAPTER = "vergezicht.website.sign_in.AccountAdapter"
ACCOUNT_FORMS = {"login": "vergezicht.website.sign_in.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
MFA_ADAPTER = "vergezicht.website.sign_in.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "vergezicht.website.sign_in.CodeForm",
    "reauthenticate": "vergezicht.website.sign_in.CodeAgainForm",
    "activate_totp": "vergezicht.website.sign_in.FirstCodeForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account needs no mail address
SOCIALACCOUNT_ADAPTER = "vergezicht.website.sign_in.OrganisationAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False  # an address is no proof of being that account
SOCIALACCOUNT_STORE_TOKENS = False
OIDC_GROUPS_CLAIM = os.environ.get("VERGEZICHT_OIDC_GROUPS_CLAIM", "groups")
OIDC_ROLES = dict(
    pair.split("=", 1) for pair in os.environ.get("VERGEZICHT_OIDC_ROLES", "").split(";") if "=" in pair
)  # "groep-van-de-organisatie=Wijkmanager;andere-groep=Bestuur"
OIDC_URL = os.environ.get("VERGEZICHT_OIDC_URL", "")
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "SCOPE": os.environ.get("VERGEZICHT_OIDC_SCOPE", "openid profile").split(),
        "APPS": [
            {
                "provider_id": "organisatie",
                "name": os.environ.get("VERGEZICHT_OIDC_NAME", "uw werkaccount"),
                "client_id": os.environ.get("VERGEZICHT_OIDC_CLIENT", ""),
                "secret": os.environ.get("VERGEZICHT_OIDC_SECRET", ""),
                "settings": {"server_url": OIDC_URL},
            }
        ]
        if OIDC_URL
        else [],
    }
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
SECURE_SSL_REDIRECT = False  # the proxy redirects; a second redirect here would hide a wrong proxy
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if _HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if _HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = _HTTPS
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/beheer/"  # readers never get a cookie
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
X_FRAME_OPTIONS = "SAMEORIGIN"  # the live preview is a frame

# For the editor only; the public site's policy is in publication/serving/headers.py.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, "'unsafe-inline'"],  # Wagtail starts its choosers with inline scripts (decision 0007)
        "style-src": [SELF, "'unsafe-inline'"],  # Wagtail's own screens set inline styles
        "img-src": [SELF, "data:", "blob:"],
        "frame-ancestors": [SELF],
        "form-action": [SELF],  # and the organisation's own sign-in: website/organisation.py
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"vergezicht": {"level": "INFO"}},
}
