"""One settings file; the environment enters here and nowhere else.

EMULATION_MODE    demo (default: everything on one machine, demonstration accounts) | production
SECRET_KEY        required in production
ALLOWED_HOSTS     comma-separated, required in production
DATABASE_URL      postgres://user:password@host:port/name ; empty: SQLite in the private folder
REDIS_URL         redis://host:port/n ; empty: kombu's file transport in the private folder
EMULATION_HOME    the private folder (database, papers, uploads, queue); default .var beside manage.py
PUBLIC_URL        address printed under the QR code, https://…
SEAL_KEY          PKCS#12 file with the key of the technical seal; empty: a key made on first use in the private folder
SEAL_TOKEN        instead a PKCS#11 token: driver.so|label of the token|label of key and certificate
SEAL_PASSWORD     password of SEAL_KEY, or PIN of SEAL_TOKEN
SEAL_TSA          address of an RFC 3161 time-stamping service; empty: papers carry no time stamp
SIGNATURE_ROOTS   folder of certificates (PEM or DER) and lists of revoked ones (.crl) that digital signatures are
                  checked against; default signature-roots in the private folder
EMAIL_HOST        server that takes reminders by e-mail; empty: the demonstration writes them into files (mail in the
                  private folder), production sends none
EMAIL_PORT, EMAIL_USER, EMAIL_PASSWORD, EMAIL_FROM   default 587 (STARTTLS; 465 is TLS from the start), no sign-in
EMULATION_HOUSE   words after the name in the masthead, e.g. «tỉnh Kon Tum»
"""

import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
HOME = Path(os.environ.get("EMULATION_HOME", BASE_DIR / ".var"))
HOME.mkdir(mode=0o700, parents=True, exist_ok=True)

# --- mode and secrets ---------------------------------------------------------------------------
MODE = os.environ.get("EMULATION_MODE", "demo")
if MODE not in ("demo", "production"):
    raise ImproperlyConfigured("EMULATION_MODE phải là demo hoặc production.")
DEMO = MODE == "demo"
DEMO_SECRET = "demo-only-secret-never-used-in-production"  # noqa: S105 - production refuses it below
SECRET_KEY = os.environ.get("SECRET_KEY", DEMO_SECRET if DEMO else "")
if not DEMO and SECRET_KEY in ("", DEMO_SECRET):
    raise ImproperlyConfigured("Chế độ production cần SECRET_KEY riêng, không dùng khóa mặc định.")
DEBUG = False
ALLOWED_HOSTS = [h for h in os.environ.get("ALLOWED_HOSTS", "").split(",") if h]
if DEMO:
    ALLOWED_HOSTS += ["127.0.0.1", "localhost", "[::1]"]
PUBLIC_URL = os.environ.get("PUBLIC_URL", "http://127.0.0.1:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL.startswith("https://") else []

# --- apps: rooms from the cellar to the roof (design §2) -----------------------------------------
ROOMS = [
    "emulation.ui",
    "emulation.accounts",
    "emulation.journal",
    "emulation.law",
    "emulation.papers",
    "emulation.ballots",
    "awards.catalogue",
    "blocs.roster",
    "blocs.years",
    "blocs.pledges",
    "blocs.covenant",
    "blocs.scoring",
    "blocs.conferences",
    "awards.proposals",
    "awards.council",
    "awards.decisions",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "rules.apps.AutodiscoverRulesConfig",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    *ROOMS,
    "emulation",
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "emulation.ui.methods.MethodsMiddleware",
    "emulation.ui.sizes.SizesMiddleware",
    "emulation.ui.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "emulation.ui.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "emulation.accounts.idle.IdleMiddleware",
    "emulation.journal.clock.ClockMiddleware",
    "emulation.ui.refusals.RefusalMiddleware",
]
ROOT_URLCONF = "emulation.urls"
WSGI_APPLICATION = "emulation.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "emulation.ui.templatetags.ui"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "emulation.ui.context.page",
            ],
        },
    },
]


# --- database -----------------------------------------------------------------------------------
def database(url):
    """The DATABASES entry for a postgres:// address, or SQLite when `url` is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": HOME / "emulation.sqlite3",
            "CONN_MAX_AGE": 60,  # to open the file and read its schema again costs more than most pages ask of it
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA recursive_triggers=ON;",
            },
        }
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured("DATABASE_URL phải bắt đầu bằng postgres://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": parts.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


DATABASES = {"default": database(os.environ.get("DATABASE_URL", ""))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Counters of rate limits, shared by all web processes.
REDIS_URL = os.environ.get("REDIS_URL", "")
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": HOME / "cache",
        # Over this many a third is thrown away: counters of tries must not be pushed out by many addresses.
        "OPTIONS": {"MAX_ENTRIES": 5_000},
    }
}

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "emulation.accounts.backends.PasswordBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "emulation.accounts.adapter.Adapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# A whole office may sit behind one address.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "5/5m/key,60/m/ip", "reauthenticate": "10/m/user"}
ALLAUTH_TRUSTED_PROXY_COUNT = 0 if DEMO else 1
MFA_ADAPTER = "emulation.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO
MFA_TOTP_ISSUER = "Khối thi đua"
USERSESSIONS_TRACK_ACTIVITY = False
IDLE_MINUTES = int(os.environ.get("IDLE_MINUTES", "60"))
DORMANT_DAYS = int(os.environ.get("DORMANT_DAYS", "180"))
SLIP_DAYS = int(os.environ.get("SLIP_DAYS", "14"))

# --- sessions, cookies, transport ---------------------------------------------------------------
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMO
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 31536000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMO
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if not DEMO else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "emulation.ui.refusals.csrf_failure"

# --- language, time -----------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "emulation" / "locale"]
FORMAT_MODULE_PATH = ["emulation.ui.formats"]
USE_I18N = USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = None if DEMO else HOME / "static"  # demo serves straight from the source folders, nothing to collect
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEMO
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEMO
BALLOT_KEYS = Path(os.environ.get("BALLOT_KEYS", HOME / "ballot-keys"))
SEAL_KEY, SEAL_TOKEN = os.environ.get("SEAL_KEY", ""), os.environ.get("SEAL_TOKEN", "")
SEAL_PASSWORD, SEAL_TSA = os.environ.get("SEAL_PASSWORD", ""), os.environ.get("SEAL_TSA", "")
SIGNATURE_ROOTS = Path(os.environ.get("SIGNATURE_ROOTS", HOME / "signature-roots"))
# --- e-mail: reminders only ------------------------------------------------------------------------
EMAIL_HOST = os.environ.get("EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "587"))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_USER", ""), os.environ.get("EMAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = os.environ.get("EMAIL_FROM", EMAIL_HOST_USER or "khoi-thi-dua@localhost")
SENDS_MAIL = DEMO or bool(EMAIL_HOST)
UPLOAD_LIMIT = 20 * 1024 * 1024
REQUEST_LIMIT = 2 * UPLOAD_LIMIT  # of one request: a file a little too large still gets its sentence on the form
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

# --- Celery: wakes workers, holds no truth (design §3) ------------------------------------------
CELERY_BROKER_URL = REDIS_URL or "letterbox://"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
if CELERY_BROKER_URL == "letterbox://":
    QUEUE = HOME / "queue"
    for folder in ("messages", "control"):
        (QUEUE / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "messages"),
        "data_folder_out": str(QUEUE / "messages"),
        "control_folder": str(QUEUE / "control"),
        "polling_interval": 0.2,
    }
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "beat")
CELERY_BEAT_SCHEDULE = {
    "re-wake waiting papers": {"task": "papers.sweep", "schedule": 5.0, "options": {"expires": 15}},
    "destroy ballot keys": {"task": "ballots.destroy_keys", "schedule": 300.0},
    "remind of due days": {"task": "years.remind", "schedule": 300.0},
    "anchor the journal": {"task": "journal.anchor", "schedule": crontab(hour=0, minute=10)},
}

# --- log ----------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    # The file transport has no host, and warns of that at every connection.
    # pyHanko writes a page, with the signer's name, for every certificate that leads to no trusted root.
    "loggers": {"kombu.connection": {"level": "ERROR"}, "pyhanko": {"level": "CRITICAL"}},
}
HOUSE = os.environ.get("EMULATION_HOUSE", "")
