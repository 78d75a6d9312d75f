"""The door of a timetable: one's own, and there is no other way in. For who teaches, or has one from when
they did; for anybody else there is no such page (404)."""

from django.http import Http404

from timetables.models import Timetable


def check(person):
    if not (person.teaching().exists() or Timetable.objects.filter(teacher=person).exists()):
        raise Http404
