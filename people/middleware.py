from django.conf import settings
from django.contrib.auth.middleware import AuthenticationMiddleware, get_user
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware
from django.utils import timezone, translation

from people import presence

COOKIE = settings.LANGUAGE_COOKIE_NAME
KNOWN = dict(settings.LANGUAGES)


class LateAnswerMiddleware(SessionMiddleware):
    """Only signing out takes the session of a person out of the browser.

    An answer to a session that has expired may arrive late, after the same person signed in again in another
    tab.
    """

    def process_response(self, request, response):
        try:
            response = super().process_response(request, response)
        except SessionInterrupted:
            if request.session.exists(request.session.session_key):
                raise
            # signed out in another tab: what was sent stands, what the page would have told goes with the
            # session
            return response
        if not request.session.modified:
            response.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return response


class WhoMiddleware(AuthenticationMiddleware):
    """Every request works in the language of its person, so who that is is asked at once: Django's stand-in,
    which asks when it is looked at, made each of the thirty looks of a save dearer."""

    def process_request(self, request):
        super().process_request(request)
        request.user = request.session.who() or get_user(request)


class LanguageMiddleware:
    """The person's own choice, else the cookie of an earlier choice, else Dutch.

    The browser's preference is left out on purpose: a Dutch school's laptop is often set to English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", None) or request.COOKIES.get(COOKIE)
        request.LANGUAGE_CODE = language = chosen if chosen in KNOWN else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class ClockMiddleware:
    """Days and times are those of the person's school, from the first form to the last file
    (docs/adr/0020)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with timezone.override(request.user.school.zone if request.user.is_authenticated else None):
            return self.get_response(request)


class PersonMiddleware:
    """Says whose page this is, so that a tablet that keeps pages shows none to somebody else
    (static/js/worker.js).

    The browser itself keeps none, nor a page that says somebody's words back after the sign-in has ended:
    Back shows nothing of a visit.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.user.is_authenticated:
            presence.note(request.user)
        response = self.get_response(request)
        if request.user.is_authenticated:
            response.headers["X-Person"] = str(request.user.pk)
        if request.user.is_authenticated or request.method == "POST":
            response.headers.setdefault("Cache-Control", "no-store")
        return response
