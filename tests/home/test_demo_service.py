"""The demo has a service of its own to sign in at (docs/adr/0056), on the own machine, and nowhere else."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

from tests.patience import SECONDS
from tests.served.own_process import outcome

IS_THERE = """
import django, json, sys
django.setup()
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.urls import Resolver404, resolve

def answers(path):
    try:
        return bool(resolve(path))
    except Resolver404:
        return False

print(json.dumps({
    "app": apps.is_installed("allauth.idp.oidc"),
    "tables": "allauth_idp_oidc" in MigrationLoader(connection).migrated_apps,
    "addresses": [path for path in ("authorize", "token", "userinfo") if answers(f"/demo/school/{path}")],
    "settings": [name for name in dir(settings) if name.startswith("IDP_")],
    "knocks here": settings.SCHOOL_SERVICES_ON_LOOPBACK,
    "loaded": [name for name in sys.modules if name.startswith("allauth.idp")],
    "key": "home.demo.adapter" in sys.modules,
}))
"""
NOTHING = {
    "app": False, "tables": False, "addresses": [], "settings": [], "knocks here": False, "loaded": [], "key": False,
}  # fmt: skip


def is_there(folder, **environment):
    environment |= {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": ""}
    command = [sys.executable, "-c", IS_THERE]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=os.environ | environment, capture_output=True, check=False, timeout=SECONDS
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return json.loads(done.stdout)


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment",
    [
        {"DEMO": "0"},
        {"DEMO": "1", "SITE_URL": "https://demo.example"},
        {"DEMO": "1", "ALLOWED_HOSTS": "demo.example"},
        {"DEMO": "1", "HTTPS": "1", "TRUSTED_PROXIES": "1"},
    ],
)
def test_where_others_come_nothing_of_it_is_there(tmp_path, environment):
    assert is_there(tmp_path, **environment) == NOTHING


@pytest.mark.slow
def test_in_the_demo_on_the_own_machine_it_is_there(tmp_path):
    found = is_there(tmp_path, DEMO="1")

    assert found["app"] and found["tables"] and found["knocks here"]
    assert found["addresses"] == ["authorize", "token", "userinfo"]
    assert found["settings"] == ["IDP_OIDC_ADAPTER"]  # the key is made when it is needed, and kept nowhere


@pytest.mark.slow
def test_people_of_the_demo_sign_in_there(tmp_path):
    found = outcome("demo_service", VAR_DIR=str(tmp_path), DEMO="1", DATABASE_URL="")["demo_service"]

    assert found["open"] == 2
    assert found["of one browser"] == [
        "/ 200",
        True,
        "service/authorize 200",
        "/ 200",
        "service/authorize 200",
    ]
    assert found["stranger"] == ["/account/school/…/back/ 403"] * 2
    assert found["at once"] == {"/ 200": 4}
    assert found["left"] == 0
    assert found["from elsewhere"] == ["Bad Request", "Not Found", "Not Found", "OK"]
