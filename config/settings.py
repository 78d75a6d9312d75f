"""One settings file. What differs per host comes from the environment; docs/deployment.md lists the names."""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from config.database import postgresql
from config.log_places import logging

os.umask(0o077)  # whoever starts the app: what it writes is for its own user (tests/served/own_files.py)
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(os.environ.get("VAR_DIR", BASE_DIR / "var"))  # everything that changes while running
VAR_DIR.mkdir(parents=True, exist_ok=True)


def env_bool(name, default):
    """True for 1, False for 0; anything else stops the start, because a guess here could open a door."""
    value = os.environ.get(name, "1" if default else "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1, not {value!r}")
    return value == "1"


def env_count(name, default, most):
    value = os.environ.get(name, str(default))
    if not re.fullmatch(r"\d{1,3}", value, re.ASCII) or int(value) > most:
        raise ImproperlyConfigured(f"{name} must be a number from 0 to {most}, not {value!r}")
    return int(value)


def env_list(name, default=""):
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def env_secret(name):
    """The value of NAME, or the contents of the file that NAME_FILE names."""
    path = os.environ.get(f"{name}_FILE")
    return Path(path).read_text().strip() if path else os.environ.get(name, "")


def proxies(https):
    """How many proxies of ours stand in front, and which header tells a visitor's address, if it is another
    one than X-Forwarded-For.

    Without either, everybody behind a proxy seems to come from one address, and whoever guesses passwords
    closes the sign-in of all; with one too many, a visitor chooses the address. So who says that there is a
    proxy says how it tells the address.
    """
    count, header = env_count("TRUSTED_PROXIES", 0, 9), os.environ.get("CLIENT_IP_HEADER") or None
    if header and (not re.fullmatch(r"[A-Za-z][A-Za-z0-9-]*", header) or header.lower() == "x-forwarded-for"):
        raise ImproperlyConfigured(
            f"CLIENT_IP_HEADER must name a header such as X-Real-IP, not {header!r}; for X-Forwarded-For set TRUSTED_PROXIES"
        )
    if header and count:
        raise ImproperlyConfigured("Set TRUSTED_PROXIES or CLIENT_IP_HEADER, not both: the header would win")
    if https and not (header or count):
        raise ImproperlyConfigured(
            "HTTPS=1 means a proxy in front: set TRUSTED_PROXIES=1, or CLIENT_IP_HEADER"
        )
    return count, header


def site_url(sends_letters):
    """Where the links of letters lead. A letter is written where nobody asks for a page, so it has to be
    known.

    Without a mail server they stay here, so `script/run` will do.
    """
    given = os.environ.get("SITE_URL", "").rstrip("/")
    if not given and sends_letters:
        raise ImproperlyConfigured(
            "EMAIL_HOST sends letters: set SITE_URL, such as https://meekijken.example"
        )
    if given and not re.fullmatch(r"https?://[^/\s]+(/[^\s?#]*)?", given):
        raise ImproperlyConfigured(
            f"SITE_URL must be an address such as https://meekijken.example, not {given!r}"
        )
    return given or f"http://localhost:{os.environ.get('PORT', '8000')}"


def demo_service(site):
    """Another name than the usual one of this machine, as the service of a school has another host; "" where
    the site is served to others."""
    parts = urlsplit(site)
    is_here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return f"http://127.0.0.1:{parts.port or 80}/demo/school" if is_here else ""


def shared_cache(url):
    """Rows of our own database, or Redis; every process counts together."""
    if not url:
        options = {
            "MAX_ENTRIES": 50_000
        }  # beyond it counts that still hold would go; `manage.py hourly` takes the rest
        backend = "django.core.cache.backends.db.DatabaseCache"
        return {"BACKEND": backend, "LOCATION": "people_count", "OPTIONS": options}
    if not url.startswith(("redis://", "rediss://", "unix://")):  # not shown: it may hold a password
        raise ImproperlyConfigured("CACHE_URL must begin with redis://, rediss:// or unix://")
    backend = "django.core.cache.backends.redis.RedisCache"
    return {"BACKEND": backend, "LOCATION": url, "KEY_PREFIX": "meekijken"}


def dsn(url):
    """Not shown where it is no such address: it holds a key."""
    parts = urlsplit(url)
    is_one = parts.scheme in ("http", "https") and parts.username and parts.path.strip("/").isdecimal()
    if url and not is_one:
        raise ImproperlyConfigured("ERROR_REPORTS_DSN must be like https://KEY@reports.example/1")
    return url


def own_secret_key():
    """A key made on the first start and kept in var/, so that nobody runs with a published one. Beside a
    database that others may share none is made: two servers with two keys would sign each other's people
    out."""
    path = VAR_DIR / "secret_key"
    if not path.exists():
        if env_secret("DATABASE_URL"):
            raise ImproperlyConfigured(
                "DATABASE_URL may be shared by several servers: set the same SECRET_KEY (or SECRET_KEY_FILE) on each"
            )
        draft = path.with_suffix(f".{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        with suppress(FileExistsError):  # two processes at the first start: the first key stays
            os.link(draft, path)
        draft.unlink()
    return path.read_text().strip()


# --- host -------------------------------------------------------------------------------------
DEBUG = env_bool("DEBUG", False)
DEMO = env_bool("DEMO", False)  # shows the demo people on the sign-in page
SECRET_KEY = env_secret("SECRET_KEY") or own_secret_key()
SECRET_KEY_FALLBACKS = env_secret("SECRET_KEY_FALLBACKS").split()  # keys of before, which still open
ALLOWED_HOSTS = env_list("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = env_list("CSRF_TRUSTED_ORIGINS")
HTTPS = env_bool("HTTPS", False)  # set to 1 behind a proxy that speaks https and sends X-Forwarded-Proto
ALLAUTH_TRUSTED_PROXY_COUNT, ALLAUTH_TRUSTED_CLIENT_IP_HEADER = proxies(HTTPS)

# --- rooms ------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "hosting",
    "home",
    "studio",
    "administration",
    "letters",
    "line",
    "reports",
    "together",
    "echo",
    "pulse",
    "observations",
    "checklists",
    "timetables",
    "signing_in",
    "people",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.mfa",
    "django_tasks_db",
]
MIDDLEWARE = [
    "hosting.middleware.SeenMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "config.late_files.LateFiles",
    "django.middleware.gzip.GZipMiddleware",
    "home.middleware.PlacesMiddleware",
    "people.middleware.LateAnswerMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "people.middleware.WhoMiddleware",
    "people.middleware.LanguageMiddleware",
    "people.middleware.ClockMiddleware",
    "home.middleware.BodyLimitMiddleware",
    "people.middleware.PersonMiddleware",
    "signing_in.middleware.SignInMiddleware",
    "signing_in.middleware.OwnPasswordMiddleware",
    "administration.middleware.ClosedMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "home.middleware.PressMiddleware",
    "observations.middleware.NotNowMiddleware",
    "reports.middleware.PaperMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
FORM_RENDERER = "people.lengths.Uncut"  # no maximum at which a browser cuts
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- rows -------------------------------------------------------------------------------------
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATABASE_URL = env_secret("DATABASE_URL")
if DATABASE_URL:
    DATABASES = {"default": postgresql(DATABASE_URL, pooler=env_bool("DATABASE_POOLER", False))}
else:
    # WAL, IMMEDIATE and a kept connection: eight people saving at once get no "database is locked"
    # (tests/test_served.py holds it).
    DATABASES = {
        "default": {
            "ENGINE": "config.sqlite3",
            "NAME": VAR_DIR / "meekijken.sqlite3",
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 5,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
            },
        }
    }
CACHES = {"default": shared_cache(env_secret("CACHE_URL")) | {"KEY_FUNCTION": "people.limits.cache_key"}}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # a whole plain form of long notes fits; more is refused
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

# --- work outside the request ------------------------------------------------------------------
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # `manage.py db_worker` does it

# --- people -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
# whoever knows of somebody knows these
AUTH_PASSWORD_VALIDATORS[0]["OPTIONS"] = {"user_attributes": ("name", "email")}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "signing_in.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "signing_in.adapter.SocialAccountAdapter"
SOCIALACCOUNT_STORE_TOKENS = False  # what came along opens nothing that we need
SCHOOL_SERVICES_WITHIN = env_bool("SCHOOL_SERVICES_WITHIN", False)  # inside our own network
MFA_ADAPTER = "signing_in.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"  # whoever finds the device has no passkey
MFA_RATE_LIMITS = {"webauthn_login": "400/m/ip"}  # a whole school; nothing here can be guessed
MFA_TOTP_TOLERANCE = 1  # half a minute to either side: clocks of phones differ
MFA_TOTP_ISSUER = "Meekijken"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an address is that of its person (people/models.py), row or no row
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # sign-up itself is closed in the adapter
ACCOUNT_FORMS = {"reset_password": "people.forms.LinkForm"}
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters the address
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {  # a whole school sits behind one address; each account has a limit of its own
    "login": "120/m/ip",
    "login_failed": "30/m/ip,5/300s/key",
    "reset_password": "120/m/ip,5/m/key",
    "request_login_code": "600/m/ip,5/10m/key",  # letters with a code
    "sure_code": "10/h/user",
    "timetable": "20/h/user",  # addresses at which we knock
    "manage_email": "10/h/user,5/h/key",  # letters with a code, to addresses that somebody typed
}
SESSION_ENGINE = "people.sessions"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
MESSAGE_STORAGE = (
    "django.contrib.messages.storage.session.SessionStorage"  # a cookie would outlive the signing out
)

# --- language and time --------------------------------------------------------------------------
LANGUAGE_CODE = "nl"  # what a newcomer sees; code speaks English
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Amsterdam"  # where nobody is signed in; else the school's (people/middleware.py)
USE_TZ = True

# --- files --------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.storage.HashedStaticFiles"
    },
}
MEDIA_ROOT = VAR_DIR / "media"  # logos of before (people/logo_rows.py)
FILE_UPLOAD_PERMISSIONS = 0o600  # Django's own would be read by everybody
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- back-ups (hosting/backups.py) ----------------------------------------------------------------
BACKUP_DIR = os.environ.get("BACKUP_DIR", VAR_DIR / "backup")
BACKUP_TO = os.environ.get("BACKUP_TO", "")  # a public key of age; "": not sealed

# --- post ---------------------------------------------------------------------------------------
# Without a mail server letters are written to var/mail: never to the log, which holds no personal content.
MAIL_HOST = "" if DEMO else os.environ.get("EMAIL_HOST", "")  # nobody lives at the addresses of the demo
POST_OFFICE = {
    "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
    "OPTIONS": {
        "host": MAIL_HOST,
        "port": int(os.environ.get("EMAIL_PORT", "25")),
        "username": os.environ.get("EMAIL_HOST_USER", ""),
        "password": env_secret("EMAIL_HOST_PASSWORD"),
        "use_tls": env_bool("EMAIL_USE_TLS", False),
        "timeout": 10,  # seconds; a mail server that says nothing holds no thread for ever
    },
}
LETTER_BOX = {
    "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
    "OPTIONS": {"file_path": VAR_DIR / "mail"},
}
# what the postman brings (letters/postman.py): no page waits for it
PATIENT = {"BACKEND": "letters.office.PostOffice", "OPTIONS": POST_OFFICE["OPTIONS"] | {"timeout": 30}}
MAILERS = {
    "default": POST_OFFICE if MAIL_HOST else LETTER_BOX,
    "letters": PATIENT if MAIL_HOST else LETTER_BOX,
}
POSTMAN = "letters.postman.deliver"  # who is called once something has to be told (observations/telling.py)
QUIET_HOURS = not DEMO  # no letter at night; the demo tells at any hour (letters/quiet.py)
WANTS_LETTER = (
    "letters.wishes.wants"  # who says whether somebody wants to be told (observations/letting_know.py)
)
SITE_URL = site_url(sends_letters=bool(MAIL_HOST))
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "Meekijken <meekijken@localhost>")
ALARM_TO = env_list("ALARM_TO")  # who looks after the server (`manage.py alarm`)

# --- a school's account, in the demo --------------------------------------------------------------
# The demo has a service of its own where it is served to this machine only (docs/adr/0056). Elsewhere there
# is no app, address, table or key of it, and nobody knocks on this machine, or anywhere without https.
DEMO_SERVICE = demo_service(SITE_URL) if DEMO and not HTTPS and "127.0.0.1" in ALLOWED_HOSTS else ""
SCHOOL_SERVICES_ON_LOOPBACK = bool(DEMO_SERVICE)
# the one address of this machine at which a timetable is fetched (timetables/knocking.py)
DEMO_TIMETABLE = f"http://{urlsplit(DEMO_SERVICE).netloc}/demo/timetable.ics" if DEMO_SERVICE else ""
if DEMO_SERVICE:
    INSTALLED_APPS.append("allauth.idp.oidc")
    IDP_OIDC_ADAPTER = "home.demo.adapter.DemoServiceAdapter"

# --- seen from outside (docs/adr/0066) ------------------------------------------------------------
LOG_JSON = env_bool("LOG_JSON", False)  # one object a line, and a line for each request
METRICS_TOKEN = env_secret("METRICS_TOKEN")  # empty: there is no /metrics
ERROR_REPORTS_DSN = dsn(env_secret("ERROR_REPORTS_DSN"))  # empty: nothing is reported to anybody
LOGGING = logging(LOG_JSON)

# --- safety -------------------------------------------------------------------------------------
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "manifest-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "base-uri": [CSP.NONE],
    "frame-ancestors": [CSP.NONE],
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
X_FRAME_OPTIONS = "DENY"
