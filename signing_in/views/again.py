"""Somebody signed out on this device, or came to nothing at the school: the service still knows who that was,
so it is asked to ask who is here now (prompt=login; OpenID Connect Core 1.0, section 3.1.2.1)."""

from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings

ASK_AGAIN = "ask_again"  # cookie
LAST = "last_school"  # cookie: the number of the service by which somebody came in last, and nobody's name
REMEMBERED = 365 * 24 * 60 * 60  # seconds


def is_to_ask(request):
    return bool(request.COOKIES.get(ASK_AGAIN)) or has_ended(request)


def has_ended(request):
    """Whether this browser has the cookie of a session that is no more. Such a cookie runs out with its
    session, so somebody signed out from elsewhere, was paused, or chose another password
    (signing_in/places.py)."""
    return bool(request.COOKIES.get(settings.SESSION_COOKIE_NAME)) and not request.session.session_key


def ask_again(response):
    response.set_cookie(
        ASK_AGAIN, "1", max_age=settings.SESSION_COOKIE_AGE, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )  # fmt: skip
    return response


def came_back(request, user, response):
    """Who came in by the school is who is here now, and need not be asked again; and this device begins with
    that school."""
    records = get_authentication_records(request, user)
    last = next((record["provider"] for record in records if record["method"] == "socialaccount"), None)
    if last:
        response.delete_cookie(ASK_AGAIN, samesite="Lax")
        response.set_cookie(
            LAST, last, max_age=REMEMBERED, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response
