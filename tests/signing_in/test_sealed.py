"""What opens a door is kept sealed; another SECRET_KEY takes nobody's second step away."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from signing_in.models import OpenIDProvider
from signing_in.sealed import opened, sealed
from signing_in.sealing import seal_anew

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture
def rows(school, teacher):
    service = OpenIDProvider(school=school, issuer="https://beek.example", client_id="a")
    service.secret = "een-geheim"
    service.save()
    TOTP.activate(teacher, SECRET)
    return service, RecoveryCodes.activate(teacher).generate_codes()


def kept(teacher):
    service, rows = OpenIDProvider.objects.get(), Authenticator.objects.filter(user=teacher)
    steps = {row.type: row for row in rows}
    codes = RecoveryCodes(steps["recovery_codes"]).generate_codes()
    return service.secret, opened(steps["totp"].data["secret"]), codes


def another_key(settings, *before):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-one" * 5, list(before)


def test_a_copy_of_the_database_alone_opens_nothing(rows, teacher):
    texts = [OpenIDProvider.objects.get().sealed_secret, str([*Authenticator.objects.values_list("data")])]

    assert not any(secret in text for secret in ("een-geheim", SECRET) for text in texts)


def test_what_a_key_of_before_sealed_is_sealed_anew_and_that_key_can_go(rows, teacher, settings):
    before = settings.SECRET_KEY
    another_key(settings, before)
    assert kept(teacher) == ("een-geheim", SECRET, rows[1])
    assert (seal_anew(), seal_anew()) == ((3, 0), (0, 0))

    another_key(settings)
    assert kept(teacher) == ("een-geheim", SECRET, rows[1])


def test_what_no_key_opens_is_counted_and_stays_as_it_is(rows, teacher, settings):
    before = settings.SECRET_KEY
    another_key(settings)
    assert seal_anew() == (0, 3)
    assert OpenIDProvider.objects.get().secret == ""

    settings.SECRET_KEY = before
    assert kept(teacher) == ("een-geheim", SECRET, rows[1])


def test_nothing_is_no_secret(db):
    assert opened(sealed("")) == ""
