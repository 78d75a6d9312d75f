"""Who is signed in is read anew at each request: from the rows of the session and of the person."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from people.models import User
from people.sessions import SessionStore
from tests import factories


def is_signed_in(client):
    return client.get(reverse("about")).headers.get("X-Person") is not None


@pytest.fixture
def signed_in(client, teacher):
    client.force_login(teacher)
    assert is_signed_in(client)
    return client


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
def test_signing_in_ends_at_the_next_request(signed_in, teacher, change):
    change(teacher)

    assert not is_signed_in(signed_in)


def test_what_changes_of_a_person_holds_at_the_next_request(signed_in, teacher):
    User.objects.filter(pk=teacher.pk).update(language="en")

    assert signed_in.get(reverse("about")).headers["Content-Language"] == "en"


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


def test_session_and_person_are_two_queries(signed_in, django_assert_num_queries):
    with django_assert_num_queries(2):
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
