"""The key that servers share: one server makes its own, several are told."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import settings as config


@pytest.fixture(autouse=True)
def var(monkeypatch, tmp_path):
    monkeypatch.setattr(config, "VAR_DIR", tmp_path)
    monkeypatch.delenv("DATABASE_URL_FILE", raising=False)
    return tmp_path


def test_one_server_makes_its_own_key_once(monkeypatch, var):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    made = config.own_secret_key()
    assert (len(made) > 50, config.own_secret_key(), (var / "secret_key").stat().st_mode & 0o777) == (
        True,
        made,
        0o600,
    )


def test_beside_a_database_that_others_may_share_it_does_not_start_without_one(monkeypatch, var):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/meekijken")
    with pytest.raises(ImproperlyConfigured, match="set the same SECRET_KEY"):
        config.own_secret_key()
    assert list(var.iterdir()) == []


def test_a_server_that_has_its_key_from_before_goes_on(monkeypatch, var):
    monkeypatch.setenv("DATABASE_URL", "postgresql://db.example/meekijken")
    (var / "secret_key").write_text("of before\n")
    assert config.own_secret_key() == "of before"
