"""Who is signed in is read anew at each request, from the rows of session, person and school
(docs/adr/0034)."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from people.models import User
from people.sessions import SessionStore, SignedIn
from tests import factories


def is_signed_in(client):
    return client.get(reverse("about")).headers.get("X-Person") is not None


@pytest.fixture
def signed_in(client, teacher):
    client.force_login(teacher)
    assert is_signed_in(client)
    return client


@pytest.fixture(params=["of now", "from before"])
def anyhow(request, signed_in):
    """A session from before has nobody beside it."""
    if request.param == "from before":
        SignedIn.objects.all().delete()
    return signed_in


@pytest.mark.parametrize(
    "change",
    [
        lambda person: Session.objects.all().delete(),
        lambda person: Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1)),
        lambda person: User.objects.filter(pk=person.pk).update(is_active=False),
        lambda person: User.objects.filter(pk=person.pk).update(password=make_password("een-ander-woord")),
    ],
    ids=["deleted", "expired", "inactive", "another password"],
)
def test_signing_in_ends_at_the_next_request(anyhow, teacher, change):
    assert is_signed_in(anyhow)

    change(teacher)

    assert not is_signed_in(anyhow)


def test_signing_in_ends_when_its_way_is_closed(anyhow, settings):
    settings.AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.RemoteUserBackend"]

    assert not is_signed_in(anyhow)


def test_another_secret_key_signs_nobody_out_while_the_old_one_holds(anyhow, settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-one" * 5, [settings.SECRET_KEY]

    assert is_signed_in(anyhow)

    settings.SECRET_KEY_FALLBACKS = []

    assert is_signed_in(anyhow)  # written anew with the new one


def test_what_changes_of_a_person_holds_at_the_next_request(anyhow, teacher):
    User.objects.filter(pk=teacher.pk).update(language="en")

    assert anyhow.get(reverse("about")).headers["Content-Language"] == "en"


def test_what_the_session_says_counts_and_not_who_stands_beside_it(signed_in, teacher, coach):
    SignedIn.objects.update(person=coach)

    assert signed_in.get(reverse("about")).headers["X-Person"] == str(teacher.pk)


def test_whose_session_it_was_goes_with_it(signed_in, teacher, coach):
    signed_in.post(reverse("account_logout"))
    assert not SignedIn.objects.exists()

    signed_in.force_login(coach)
    assert SignedIn.objects.get().person == coach

    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    call_command("clearsessions")
    assert not SignedIn.objects.exists()


def test_a_session_of_nobody_has_nobody_beside_it(db):
    store = SessionStore()
    store["searched"] = ["rekenen"]
    store.save()

    assert SessionStore(store.session_key)["searched"] == ["rekenen"]
    assert not SignedIn.objects.exists()


def test_a_session_from_before_still_holds(client, teacher):
    """Django's own store wrote it; the name of ours is part of what it is signed with."""
    client.force_login(teacher)
    store = db.SessionStore(client.session.session_key)
    store["searched"] = ["rekenen"]
    store.save()

    assert SessionStore(store.session_key)["searched"] == ["rekenen"]
    assert is_signed_in(client)


def test_an_unknown_key_is_never_taken_over(db):
    store = SessionStore("a" * 32)

    assert store.load() == {}
    assert store.session_key is None


def test_session_and_person_are_one_query(signed_in, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert is_signed_in(signed_in)


def test_who_has_no_session_is_not_looked_up(client, db, django_assert_num_queries):
    """Who asks is asked at once, at every address (WhoMiddleware)."""
    with django_assert_num_queries(0):
        assert not is_signed_in(client)


def test_people_of_one_school_are_no_people_of_another(teacher):
    """The manager of related people asks narrower than the one that sessions ask."""
    other = factories.make_school("Andere School")

    assert teacher.school.people.get(pk=teacher.pk) == teacher
    with pytest.raises(User.DoesNotExist):
        other.people.get(pk=teacher.pk)
    with pytest.raises(User.DoesNotExist):
        User.objects.get(pk=other.people.model().pk)
