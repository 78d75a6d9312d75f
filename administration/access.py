"""The door of the administration: an administrator comes to rows of the own school; for anybody else there is
no such page (404)."""

from django.http import Http404
from django.shortcuts import get_object_or_404

from people.models import User


def school_of(user):
    """The own school, for its administrator."""
    if not user.administers:
        raise Http404
    return user.school


def people_of(user):
    """Everybody of the own school who is not gone."""
    return User.objects.filter(school=school_of(user), left_at=None)


def person_of(user, pk):
    return get_object_or_404(people_of(user), pk=pk)


def team_of(user, pk):
    return get_object_or_404(school_of(user).teams, pk=pk)
