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


def operates(user):
    """Who looks after the installation, with all its schools; of these the own one alone is open."""
    if not user.is_superuser:
        raise Http404
    school_of(user)


def people_of(user):
    """Everybody of the own school who is not gone."""
    return User.objects.filter(school=school_of(user), left_at=None)


def person_of(user, pk):
    return get_object_or_404(people_of(user), pk=pk)


def team_of(user, pk):
    return get_object_or_404(school_of(user).teams, pk=pk)


def period_of(user, pk):
    return get_object_or_404(school_of(user).periods, pk=pk)


def holiday_of(user, pk):
    return get_object_or_404(school_of(user).holidays, pk=pk)


def asked_of(user, pk):
    return get_object_or_404(school_of(user).asked_for_place, pk=pk)


def word_of(user, pk):
    return get_object_or_404(school_of(user).judging_words, pk=pk)
