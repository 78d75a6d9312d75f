"""What people read when something breaks before or below the pages: words that are true then, in their
language.

A full disk, a database that takes nothing or does not answer, and a folder that cannot be written to are one
case: nothing was saved. Django hands every error that no page caught to these two.
"""

import errno
import logging
import sys

from django.conf import settings
from django.http import HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.views import defaults

from home.health import can_write
from home.places import trouble
from people.away import SOON, is_away

logger = logging.getLogger("django.request")
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
FULL = {"53100", "SQLITE_FULL"}  # a disk, as PostgreSQL and as SQLite says it
# seconds until it may be better, for a script (static/js/queue.js) or a proxy; a disk takes longer than a row
LATER = "60"


def server_error(request):
    """handler500; the error itself is logged by Django, without its words (config/logs.py)."""
    fault = sys.exception()
    if cannot_keep(fault):
        return nothing_kept(request, fault)
    if isinstance(fault, UnreadablePostError):  # the connection broke off, or took too long
        return defaults.bad_request(request, fault)
    try:
        return page(request, "500.html", 500)
    except Exception:  # what broke may be in the page or in what was sent: then the same without it
        return defaults.server_error(request)


def bad_request(request, exception):
    """handler400; a session that could not be saved comes in as one of these."""
    if cannot_keep(exception):
        logger.error("Service Unavailable: %s", request.path, extra={"request": request})
        return nothing_kept(request, exception)
    return defaults.bad_request(request, exception)


def too_many(request):
    """allauth's handler429: a count that could not be kept refuses too, and then that is what people should
    read."""
    if not can_write():
        logger.error("Service Unavailable: %s", request.path, extra={"request": request})
        return nothing_kept(request)
    return render(request, "429.html", status=429)


def cannot_keep(fault):
    """Whether this error, or what led to it, says that nothing can be written or read now."""
    return any(is_away(each) or is_full(each) for each in chain(fault))


def chain(fault):
    while fault:
        yield fault
        fault = fault.__cause__ or fault.__context__


def is_full(fault):
    told = getattr(fault, "sqlstate", None) or getattr(fault, "sqlite_errorname", None)
    return getattr(fault, "errno", None) in NO_ROOM or told in FULL


def nothing_kept(request, fault=None):
    """Busy, absent or full: what was sent is not known to be kept, and may be sent again."""
    if fault:
        trouble.note()
    headers = {"Retry-After": LATER if any(map(is_full, chain(fault))) else SOON}
    if request.content_type == "application/json":  # static/js/send.js keeps its words, and tries again
        return JsonResponse({}, status=503, headers=headers)
    return page(request, "nothing_kept.html", 503, headers)


def page(request, template, status, headers=None):
    """Without asking the database anything."""
    with translation.override(language_of(request)):
        return HttpResponse(render_to_string(template, {"request": request}), status=status, headers=headers)


def language_of(request):
    """As people.middleware.LanguageMiddleware found it; where that got nowhere, by the cookie."""
    chosen = getattr(request, "LANGUAGE_CODE", None) or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    return chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
