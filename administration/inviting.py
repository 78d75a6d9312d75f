"""Who is invited, again, or no longer (docs/adr/0048). What the link lets in: people/invitations.py."""

from django.db import transaction
from django.utils import timezone

from observations import telling
from observations.models import News, ToTell
from people.audit import Done, note, note_each
from people.invitations import number
from people.models import User


def invite(people, *, by):
    """All of these, who were never here, at one moment; earlier links of theirs are void. To be called in the
    transaction that took them in. Says the moment."""
    now = timezone.now()
    User.objects.filter(pk__in=[person.pk for person in people]).update(invited_at=now)
    telling.write([to_tell(person, by, now) for person in people])
    note_each(Done.INVITED, people, by=by)
    return now


def to_tell(person, by, moment):
    return ToTell(kind=News.INVITED, person=person, by=by, thing=number(moment))


@transaction.atomic
def invite_again(*, person, by):
    """None where the person came in just before."""
    person = waiting(person)
    return person and invite([person], by=by)


@transaction.atomic
def withdraw(*, person, by):
    """Its letter, where it did not leave yet, is not sent any more."""
    person = waiting(person)
    if person and person.invited_at:
        person.invited_at = None
        person.save(update_fields=["invited_at"])
        ToTell.objects.untold().filter(kind=News.INVITED, person=person).delete()
        note(Done.UNINVITED, by=by, school=person.school, about=person)
    return person


@transaction.atomic
def put_right(*, person, by, email):
    """Another address of somebody who was never here (docs/adr/0016). An invitation goes there anew, and the
    link of the letter to the other address is void. Says the address of before, or None where the person came
    in just before."""
    person = waiting(person)
    if person is None:
        return None
    old, person.email = person.email, email
    person.save(update_fields=["email"])
    note(Done.ADDRESSED, by=by, school=person.school, about=person)
    ToTell.objects.untold().filter(kind=News.INVITED, person=person).delete()
    if person.invited_at:
        invite([person], by=by)
    return old


def waiting(person):
    """Locked, and only as long as nobody came in with it."""
    rows = User.objects.select_for_update(of=["self"]).select_related("school").here()
    return rows.filter(pk=person.pk, last_login=None).first()
