"""A person's name, address, language, pause and sessions, as far as an administrator may set them."""

from django.db import transaction
from django.http import Http404

from administration.locked import locked
from administration.roles import begin_to_read
from people.audit import Done, note
from people.sessions import end_sessions


def may_correct(person):
    """Address: until the first sign-in (administration/inviting.py). From then on it is the person's own, and
    another one waits until that person says yes (docs/adr/0016): otherwise an administrator could become
    somebody else and read their visits."""
    return person.last_login is None


@transaction.atomic
def change_name(*, by, person, name, language):
    by, person = locked(by, person)
    if person.name != name:
        note(Done.NAMED, by=by, school=person.school, about=person)
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])


@transaction.atomic
def let_wait(*, by, person, email):
    """Another address of who has signed in waits until that person says yes; an empty one takes it back."""
    by, person = locked(by, person)
    if person == by or may_correct(person):
        raise Http404
    person.waiting_email = email
    person.save(update_fields=["waiting_email"])
    note(Done.ADDRESSED, by=by, school=person.school, about=person)
    return person


@transaction.atomic
def pause(*, by, person):
    """May not sign in and gets no letters; nothing is erased. Nobody does it to oneself."""
    change_pause(by, person, is_active=False)


@transaction.atomic
def end_pause(*, by, person):
    change_pause(by, person, is_active=True)


def change_pause(by, person, is_active):
    by, person = locked(by, person)
    if person == by:
        raise Http404
    if person.is_active == is_active:
        return
    person.is_active = is_active
    person.save(update_fields=["is_active"])
    note(Done.RESUMED if is_active else Done.PAUSED, by=by, school=person.school, about=person)
    end_sessions(person)
    begin_to_read(person)


@transaction.atomic
def sign_out_everywhere(*, by, person):
    by, person = locked(by, person)
    if person == by:
        raise Http404
    end_sessions(person)
    note(Done.SIGNED_OUT, by=by, school=person.school, about=person)
