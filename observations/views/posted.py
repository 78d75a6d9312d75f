"""What a page's script posts: one JSON object, of who is signed in."""

import json

from django.http import JsonResponse
from django.utils.translation import gettext as _

from observations import refusals


def json_of(request):
    """The object that a page's script posted; ValueError for anything else.

    Raises OtherPerson when somebody else has signed in since the page was opened: on a shared tablet nothing
    is sent as another.
    """
    try:
        body = json.loads(request.body)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise ValueError
    if body.get("by", str(request.user.pk)) != str(request.user.pk):
        raise refusals.OtherPerson
    return body


def unreadable():
    return JsonResponse({"errors": {"__all__": [{"message": _("This could not be read.")}]}}, status=422)
