"""The files of several servers: their own programs read them, and they say what the page that leads through
them says (docs/several-servers.md). script/failover runs them."""

import os
import shutil
import subprocess

import pytest
import yaml
from django.conf import settings

from tests.failover.many import certificate
from tests.failover.places import SERVERS, Places
from tests.failover.service import variables
from tests.patience import SECONDS

MANY = settings.BASE_DIR / "deploy" / "many"
PAGE = (settings.BASE_DIR / "docs" / "several-servers.md").read_text("utf-8")
NAMES = (settings.BASE_DIR / "docs" / "deployment.md").read_text("utf-8")
FOLDERS = f"{os.environ['PATH']}:/usr/sbin"
needs = lambda program: pytest.mark.skipif(  # noqa: E731 -- a mark
    not shutil.which(program, path=FOLDERS), reason=f"this machine has no {program}"
)


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path, with_disks=False)


def said_by(*command):
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=SECONDS,
        env=os.environ | {"PATH": FOLDERS},
    )
    return done.returncode, done.stdout + done.stderr


@needs("haproxy")
def test_haproxy_takes_its_file(places):
    (places.of("front") / "meekijken.pem").write_bytes(certificate())
    places.filled("many/resting.http", "front")

    returned, said = said_by("haproxy", "-c", "-f", str(places.filled("many/haproxy.cfg", "front")))

    assert (returned, "ALERT" in said) == (0, False), said


@needs("patroni")
def test_patroni_takes_its_file(places):
    _returned, said = said_by("patroni", "--validate-config", str(places.filled("many/patroni.yml", "db1")))

    assert "Traceback" not in said
    assert "is not a" not in said  # a value of another kind than it wants


def test_what_was_acknowledged_stands_on_both_databases():
    asked = yaml.safe_load((MANY / "patroni.yml").read_text())["bootstrap"]["dcs"]

    assert (asked["synchronous_mode"], asked["synchronous_mode_strict"]) == (True, False)
    assert (
        asked["postgresql"]["parameters"] | {"synchronous_commit": "on", "fsync": "on"}
        == asked["postgresql"]["parameters"]
    )
    assert asked["ttl"] >= asked["loop_wait"] + 2 * asked["retry_timeout"]  # or Patroni gives up too early


def test_the_proxy_sends_nothing_again_that_the_app_refused():
    line = next(
        each
        for each in (MANY / "haproxy.cfg").read_text().splitlines()
        if "retry-on" in each and "#" not in each
    )

    assert line.split()[1:] == ["conn-failure", "empty-response", "junk-response"]


def test_etcd_is_of_three_servers(places):
    found = variables(MANY / "etcd.env")["ETCD_INITIAL_CLUSTER"]

    assert [part.split("=")[0] for part in found.split(",")] == ["front", "app1", "app2"]
    assert variables(places.filled("many/etcd.env", "app2"))["ETCD_NAME"] == places.address["app2"]


@pytest.mark.parametrize("file", ["env", "pooler.env"])
def test_all_names_are_names_that_the_app_knows(file):
    unknown = [name for name in variables(MANY / file) if f"`{name}`" not in NAMES]

    assert unknown == []


def test_the_page_leads_past_every_file():
    assert [path.name for path in MANY.iterdir() if f"{path.name}" not in PAGE] == []
    assert all(f"`{name}`" in PAGE for name in SERVERS)
