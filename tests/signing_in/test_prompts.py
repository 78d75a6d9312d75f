"""What a service is told where somebody signed out on this device."""

import pytest
from django.urls import reverse

from signing_in import models
from tests.signing_in.there import claims, come_back, start


@pytest.mark.parametrize(
    ("knows_login", "prompt"), [(True, "prompt=login"), (False, "prompt=select_account")]
)
def test_a_service_is_asked_in_a_word_that_it_knows(
    client, service, teacher, monkeypatch, knows_login, prompt
):
    """Google refuses the other one with a page of its own, from which nobody comes back."""
    monkeypatch.setattr(models, "WITHOUT_LOGIN", set() if knows_login else {service.issuer})
    come_back(client, service, claims(teacher.email))
    client.post(reverse("account_logout"))
    assert prompt in start(client, service).split("&")


def test_google_is_one_of_those_that_do_not():
    assert not models.OpenIDProvider(issuer="https://accounts.google.com").asks_anew
    assert models.OpenIDProvider(issuer="https://connect.surfconext.nl").asks_anew
