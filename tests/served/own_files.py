"""Whatever the app writes is for its own user: the process began with the umask that most machines have."""

import stat

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests import factories
from tests.administration.test_school import picture


def run():
    """Names of what others could read, change or open, and which kinds of files were looked at."""
    write_everything()
    found = {str(path.relative_to(settings.VAR_DIR)): path for path in settings.VAR_DIR.rglob("*")}
    opened = [name for name, path in found.items() if stat.S_IMODE(path.lstat().st_mode) & 0o077]
    expected = {"mail", "static/css"}
    expected |= (
        {"secret_key", "meekijken.sqlite3", "meekijken.sqlite3-wal"}
        if connection.vendor == "sqlite"
        else set()
    )
    return {
        "open to others": sorted(opened),
        "not there": sorted(expected - set(found)),
        "letters": sum(name.startswith("mail/") for name in found),
    }


def write_everything():
    """Collected files, a letter with a working link; rows are there already."""
    school = factories.make_school()
    admin = factories.make_person("Ada Beheer", school=school, is_administrator=True)
    client = Client(HTTP_HOST="localhost")
    assert client.post("/account/password/reset/", {"email": admin.email}).status_code == 302
    client.force_login(admin)
    assert client.post("/school/", {"name": "Fictief", "accent": "", "picture": picture()}).status_code == 302
    call_command("collectstatic", verbosity=0, interactive=False)  # `prepare` would close what is open
