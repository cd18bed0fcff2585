"""Online: HTTPS, named hosts."""

from django.core.exceptions import ImproperlyConfigured

from palier.config import environment
from palier.config.settings.base import *  # noqa: F403
from palier.config.settings.base import BASE_URL, DEBUG

GALLERY = environment.read("PALIER_GALLERY")
HTTPS = environment.read("PALIER_HTTPS") if environment.is_set("PALIER_HTTPS") else True

if not environment.read("PALIER_ALLOWED_HOSTS"):
    raise ImproperlyConfigured("PALIER_ALLOWED_HOSTS : à remplir en production, par exemple palier.exemple.fr.")
if HTTPS and not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("PALIER_BASE_URL : à remplir en production, par exemple https://palier.exemple.fr.")
if DEBUG:
    raise ImproperlyConfigured("PALIER_DEBUG : interdit en production, les pages d'erreur montreraient des données.")

SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if HTTPS else 0
if environment.read("PALIER_TRUSTED_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # Otherwise all visitors would share the proxy's address, and its limit of failed logins.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
