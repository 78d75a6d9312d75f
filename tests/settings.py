"""The same settings, with what only tests need: fast hashing, plain static names, letters kept in memory."""

from config.settings import *  # noqa: F403
from tests.patience import SECONDS

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {name: {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"} for name in MAILERS}  # noqa: F405
MAIL_HOST = "mail.example"  # pages say what is so where letters leave
QUIET_HOURS = (
    False  # tests run at any hour; those of the quiet hours say which it is (tests/letters/test_quiet.py)
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
BACKUP_DIR = None  # no back-up of a database that lives in memory (tests/hosting/test_backup.py makes them)
TASKS = {"default": {"BACKEND": "django.tasks.backends.immediate.ImmediateBackend"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 -- empty, but WhiteNoise looks for it
WHITENOISE_AUTOREFRESH = (
    True  # looks for a file when it is asked for, not at all of them for each test's client
)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}  # noqa: F405 -- as it is anyway; pytest-django asks by the engine
    DATABASES["default"]["OPTIONS"]["timeout"] = SECONDS  # noqa: F405 -- a busy machine is no fault of the app
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # noqa: F405 -- nothing here is to last
SCHOOL_SERVICES_ON_LOOPBACK = True  # there they are served (tests/signing_in/idp.py)
