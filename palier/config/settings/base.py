"""What every way of running Palier shares. Each value that may differ comes from palier/config/environment.py."""

from csp.constants import NONCE, NONE, SELF

from palier.config import environment
from palier.config.databases import database_settings

DATA_DIR = environment.data_dir()
PACKAGE_DIR = environment.PACKAGE_DIR
GUIDE_DIR = environment.CHECKOUT_DIR / "docs" / "guide" if environment.is_checkout() else PACKAGE_DIR / "guide"

SECRET_KEY = environment.secret_key(DATA_DIR)
# They open names sealed before the secret changed, and nothing else: they sign nothing any more.
FORMER_SECRET_KEYS = environment.read("PALIER_FORMER_SECRET_KEYS")
DEBUG = environment.read("PALIER_DEBUG")
ALLOWED_HOSTS = environment.read("PALIER_ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
BASE_URL = environment.read("PALIER_BASE_URL")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL else []
SOURCE_URL = environment.read("PALIER_SOURCE_URL")
UPLOAD_MAX_BYTES = environment.read("PALIER_UPLOAD_MAX_MB") * 1024 * 1024
TILES_URL = environment.read("PALIER_TILES_URL")
TILES_ATTRIBUTION = environment.read("PALIER_TILES_ATTRIBUTION")
RETURN_GRACE_MINUTES = environment.read("PALIER_RETURN_GRACE_MINUTES")
SEMANTIC_SEARCH = environment.read("PALIER_SEMANTIC")
GALLERY = False
# Only settings/demo.py says otherwise: the page of the second step then shows its code.
DEMO = False

INSTALLED_APPS = [
    "palier.core",
    "palier.search",
    "palier.documents",
    "palier.audit",
    "palier.accounts",
    "palier.structures",
    "palier.territory",
    "palier.agenda",
    "palier.fieldlog",
    "palier.residents",
    "palier.voices",
    "palier.library",
    "palier.noticeboard",
    "palier.dashboard",
    "palier.mobile",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    # Before what only pages need: on a first visit, the headers of sixty small files weigh as much as a third of them.
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "palier.core.middleware.PermissionsPolicyMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "palier.core.middleware.BusyDatabaseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "palier.structures.middleware.CurrentStructureMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "palier.config.urls"
WSGI_APPLICATION = "palier.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "palier.dashboard.context.navigation",
            ],
            "builtins": ["palier.core.templatetags.components", "template_partials.templatetags.partials"],
        },
    }
]

DATABASES = {"default": database_settings(environment.read("PALIER_DATABASE_URL"), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["palier.accounts.backend.AccountBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "palier.accounts.passwords.GuessworkValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# A link to choose a new password lives a day at most (CNIL, délibération n° 2022-100).
PASSWORD_RESET_TIMEOUT = 24 * 3600
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "palier.structures.adapter.AuditedAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = None
# Ours, in the database, count instead: allauth's are kept in each process's memory (palier/accounts/limits.py).
ACCOUNT_RATE_LIMITS = False
ACCOUNT_FORMS = {
    "change_password": "palier.accounts.forms.PasswordChangeForm",
    "reset_password": "palier.accounts.forms.ResetRequestForm",
}
MFA_ADAPTER = "palier.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Palier"
MFA_TOTP_TOLERANCE = 1
# Addresses are written by the structure, which knows its people: none is verified here.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_RATE_LIMITS = False
MFA_FORMS = {
    "authenticate": "palier.accounts.forms.CodeForm",
    "reauthenticate": "palier.accounts.forms.ConfirmCodeForm",
    "activate_totp": "palier.accounts.forms.AppForm",
    "authenticate_webauthn": "palier.accounts.forms.StepPasskeyForm",
    "login_webauthn": "palier.accounts.forms.PasskeyLoginForm",
    "reauthenticate_webauthn": "palier.accounts.forms.ConfirmPasskeyForm",
    "add_webauthn": "palier.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "palier.accounts.forms.RenamePasskeyForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:today"
LOGOUT_REDIRECT_URL = "library:sheet-list"

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
USE_TZ = True
LANGUAGES = [("fr", "Français")]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [PACKAGE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "palier.core.uploads.SizeLimitUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# A page loads only from this instance and runs only scripts that carry the page's nonce.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", *environment.tiles_origin()],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_ENGINE = "palier.accounts.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "palier.core.errors.csrf_failure"

EMAIL_CONFIG = environment.email_settings()
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = environment.read("PALIER_EMAIL_FROM")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "palier.core.discreet_logs.DiscreetFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.read("PALIER_LOG_LEVEL")},
    "loggers": {
        # Anyone can send a thousand parameters: a refusal, not a fault of ours.
        "django.security.TooManyFieldsSent": {"level": "CRITICAL"},
        "django.request": {"level": "ERROR"},
        "django_tasks": {"level": "WARNING"},
        # It writes the identifier of each passkey.
        "fido2": {"level": "WARNING"},
    },
}

# Only this instance's own pages use them.
WHITENOISE_ALLOW_ALL_ORIGINS = False
# Hashed and compressed at start-up (palier serve collects them): a phone downloads each once, and small.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
