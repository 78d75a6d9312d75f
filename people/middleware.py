from django.conf import settings
from django.shortcuts import redirect
from django.utils import translation

COOKIE = settings.LANGUAGE_COOKIE_NAME
KNOWN = dict(settings.LANGUAGES)


class LanguageMiddleware:
    """The person's own choice, else the cookie of an earlier choice, else Dutch.

    The browser's preference is left out on purpose: a Dutch school's laptop is often set to English.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        chosen = getattr(request.user, "language", None) or request.COOKIES.get(COOKIE)
        language = chosen if chosen in KNOWN else settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


class OwnPasswordMiddleware:
    """Who signed in with a password that an administrator made chooses another one first: visits are between two people."""

    open_names = {"account_change_password", "account_logout", "account_reauthenticate", "language"}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        waits = request.user.is_authenticated and request.user.must_choose_password
        return (
            redirect("account_change_password")
            if waits and request.resolver_match.url_name not in self.open_names
            else None
        )
