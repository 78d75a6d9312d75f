"""Coming in with a code by mail: where it goes, and the code (signing_in/codes.py)."""

from http import HTTPStatus

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from people.forms import CodeForm
from people.views import drafts
from signing_in import codes
from signing_in.forms import AddressForm


@login_not_required
@never_cache
def ask(request):
    if request.user.is_authenticated:
        return already_in(request)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if not drafts.is_sent(request, form):
        return page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK)
    drafts.carry(request)
    return sent(request, form, form.cleaned_data["login"])


def already_in(request):
    """In another tab meanwhile."""
    asked = request.session.pop(codes.WAITING, None) or {}
    wanted = get_next_redirect_url(request) or asked.get("next")
    return HttpResponseRedirect(drafts.put_back(request) or wanted or reverse("home"))


def sent(request, form, email):
    """Asked for once more on the page of the code, there is one more letter."""
    is_again = codes.waiting(request.session)
    if not ratelimit.consume(request, action="request_login_code", key=email.lower()):
        form.add_error("login", _("That was often in a short time. Wait a few minutes and try once more."))
        return page(request, form, HTTPStatus.TOO_MANY_REQUESTS)
    if not codes.send(request.session, email, get_next_redirect_url(request) or ""):
        form.add_error("login", _("The letter could not be sent. Try once more in a few minutes."))
        return page(request, form, HTTPStatus.SERVICE_UNAVAILABLE)
    if is_again:
        messages.success(request, _("There is a new code. The earlier one no longer works."))
    return redirect("account_confirm_login_code")


def page(request, form, status, *, why="", next_url=""):
    context = {
        "form": form,
        "why": why,
        "next": next_url or get_next_redirect_url(request),
        "kept": drafts.brought(request),
        "kept_name": drafts.KEPT,
    }
    return render(request, "account/code.html", context, status=status)


@login_not_required
@never_cache
def enter(request):
    if request.user.is_authenticated:
        return already_in(request)
    asked, form = codes.waiting(request.session), CodeForm(request.POST if request.method == "POST" else None)
    if asked and form.is_valid():
        person = codes.person_of(request.session, form.cleaned_data["code"])
        if person:
            return come_in(request, person, asked["next"])
        asked = codes.waiting(request.session)
        form.add_error("code", tries_left(asked["left"] if asked else 0))
    if not asked:
        return no_more(request)
    return drafts.page(request, "account/code_enter.html", form, asked=asked)


def tries_left(left):
    wrong = _("This is not the code in the newest letter.")
    words = ngettext("You can try once more.", "You can try %(left)d more times.", left) % {"left": left}
    return f"{wrong} {words}"


def come_in(request, person, next_url):
    record_authentication(request, person, method="code", email=person.email)
    return perform_login(request, Login(user=person, redirect_url=next_url or None, email=person.email))


def no_more(request):
    """Nothing was asked for, it took too long, or there were too many tries: the address stands there
    again."""
    asked = request.session.pop(codes.WAITING, None)
    if asked is None:
        return redirect("account_request_login_code")
    form = AddressForm(initial={"login": asked["email"]})
    why = "late" if asked["left"] else "tries"
    return page(request, form, HTTPStatus.GONE, why=why, next_url=asked["next"])
