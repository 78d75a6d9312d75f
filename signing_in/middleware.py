from http import HTTPStatus

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from people.views import drafts
from signing_in.views.again import ask_again, has_ended
from signing_in.views.sign_in import SignIn


class SignInMiddleware(LoginRequiredMiddleware):
    """Who is not signed in is sent to the sign-in page, with the words of a form that was sent; the script of
    a page is told 401."""

    def handle_no_permission(self, request, view_func):
        if request.content_type == "application/json":
            return HttpResponse(status=HTTPStatus.UNAUTHORIZED)
        if drafts.is_form(request) or drafts.KEPT in request.POST:
            return SignIn.with_words(request)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request, response):
        return ask_again(response) if has_ended(request) else response


# Choosing a password, and all that may be asked before it: who has to choose one meets no other page.
CHOOSING = {
    "account_change_password", "account_set_password", "account_logout",
    "account_reauthenticate", "sure_code", "sure_school", "sure_passkey", "school_back",
}  # fmt: skip


class OwnPasswordMiddleware:
    """Who signed in with a password that an administrator made chooses another one first: visits are between
    two people."""

    open_names = {"language", *CHOOSING}

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        waits = request.user.is_authenticated and request.user.must_choose_password
        if not waits or request.resolver_match.url_name in self.open_names:
            return None
        asked = request.get_full_path() if request.method == "GET" else reverse("home")
        return redirect(reverse("account_change_password", query={"next": asked}))  # and on to there
