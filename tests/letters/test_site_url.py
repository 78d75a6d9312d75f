"""Where the links of letters lead is known before a letter leaves; and where letters go."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from config.settings import site_url


@pytest.mark.parametrize("given", ["https://meekijken.example", "https://school.example/meekijken/"])
def test_the_address_as_it_is_given(monkeypatch, given):
    monkeypatch.setenv("SITE_URL", given)

    assert site_url(sends_letters=True) == given.rstrip("/")


def test_letters_that_stay_here_lead_to_the_demo(monkeypatch):
    monkeypatch.delenv("SITE_URL", raising=False)
    monkeypatch.setenv("PORT", "8123")

    assert site_url(sends_letters=False) == "http://localhost:8123"


@pytest.mark.parametrize(
    "given", ["", "meekijken.example", "https://", "ftp://meekijken.example", "https://a b"]
)
def test_letters_that_would_lead_nowhere_stop_the_start(monkeypatch, given):
    monkeypatch.setenv("SITE_URL", given)
    with pytest.raises(ImproperlyConfigured, match="SITE_URL"):
        site_url(sends_letters=True)


@pytest.mark.parametrize(("demo", "backend"), [("0", "smtp"), ("1", "filebased")])
def test_nobody_lives_at_the_addresses_of_the_demo(tmp_path, demo, backend):
    """Also where a mail server is named."""
    env = {
        "VAR_DIR": str(tmp_path),
        "EMAIL_HOST": "mail.example",
        "SITE_URL": "https://a.example",
        "DEMO": demo,
    }
    asked = "from config import settings as s; print(s.MAILERS['default']['BACKEND'])"
    out = subprocess.run(
        [sys.executable, "-c", asked],
        env=os.environ | env,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )

    assert out.stdout.strip() == f"django.core.mail.backends.{backend}.EmailBackend"
