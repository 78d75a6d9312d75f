"""The timetable of the demo, as a school's own system would give it; nobody real is in it."""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import etag, require_safe

from home.demo import timetable


def name_of_copy(request):
    return f'"{sha256(timetable.feed()).hexdigest()}"'


@login_not_required
@require_safe
@etag(name_of_copy)
def demo_timetable(request):
    if not settings.DEMO_TIMETABLE:
        raise Http404
    return HttpResponse(timetable.feed(), content_type="text/calendar; charset=utf-8")
