"""The door: what is too large for any honest form is refused before a byte of it is read or written to a
disk."""

from http import HTTPStatus

from django.conf import settings
from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from home.places import guests, people, trouble
from home.views.broken import nothing_kept, page

# A whole plain form of long notes, or a logo, fits in the first (settings.py); these addresses take a few
# lines, from anybody.
LARGEST, FEW_LINES = settings.DATA_UPLOAD_MAX_MEMORY_SIZE, 50_000
SMALL = ("/p/", "/account/", "/language/")


class BodyLimitMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if self.size(request) > (FEW_LINES if request.path.startswith(SMALL) else LARGEST):
            return too_large(request)
        if request.META.get("HTTP_TRANSFER_ENCODING"):  # no browser sends a body without its length
            return page(request, "400.html", 411)
        return self.get_response(request)

    @staticmethod
    def size(request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        return int(length) if length.isdecimal() else 0  # Django reads nothing of such a body


def too_large(request):
    """In words; for the script of a page beside the field (static/js/refusals.js)."""
    if request.content_type == "application/json":
        message = _("This is more than can be saved at once. Make it shorter.")
        return JsonResponse({"errors": {"__all__": [{"message": message}]}}, status=413)
    return page(request, "413.html", 413)


# Who signs in, and students, go on while everybody else waits for rows of visits.
GUESTS = ("/p/", "/account/")


class PlacesMiddleware:
    """Saves wait in places of their own, so that threads stay free; while the database is in trouble all
    others do too. Who finds no place hears at once that it is busy."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        places = self.places_for(request)
        if not places:
            return self.get_response(request)
        if not places.take():
            return nothing_kept(request)
        try:
            return self.get_response(request)
        finally:
            places.give_back()

    @staticmethod
    def places_for(request):
        is_guest = settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(GUESTS)
        if trouble.is_on():
            return guests if is_guest else people
        return people if request.method == "POST" and not is_guest else None


class PressMiddleware:
    """The address of a button, loaded anew or asked for in the other language (after a 423, for example), has
    no page of its own: then words and the way on, instead of an empty one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.method != "GET":
            return response
        shown = render(request, "405.html", status=HTTPStatus.METHOD_NOT_ALLOWED)
        shown["Allow"] = response["Allow"]
        return shown
