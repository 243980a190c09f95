"""Production, for the editions that a journey waits for: they are packed at once rather than as small as can be."""

from vergezicht.website.settings.production import *  # noqa: F403  # settings are layered by importing

BROTLI_QUALITY = 1
