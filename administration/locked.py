"""What is done to the people of one school is done one after the other: two administrators at once make no
double role, and do not take the task away from each other."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from administration.access import people_of
from people.models import School, User


def locked(by, person):
    """Both as they are by now; 404 where `by` may not do this any more. To be called in a transaction."""
    School.objects.select_for_update().get(pk=by.school_id)
    by = User.objects.get(pk=by.pk)
    person = get_object_or_404(people_of(by).select_for_update(of=("self",)), pk=person.pk)
    if not may_change(by, person):
        raise Http404
    return by, person


def may_change(by, person):
    """Who keeps the installation is out of an administrator's reach, and whose account is closed is left as
    it is."""
    return (by.is_superuser or not person.is_superuser) and person.closed_at is None
