"""The page behind an invitation: choose a password, and be in. To look at it changes nothing, whoever or
whatever follows the link."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import redirect, render
from django.utils import timezone, translation

from people import invitations
from people.forms import OwnPasswordForm
from people.views import drafts
from people.views.pages import language_for


@login_not_required
def welcome(request, token):
    person = invitations.invited(token)
    if request.user.is_authenticated:
        return redirect("home") if is_own(request, token) else signed_in(request, person)
    if person is None:
        return void(request)
    with translation.override(language_for(request, person)), timezone.override(person.school.zone):
        return kept_nowhere(chosen(request, token, person))


def is_own(request, token):
    """Who pressed twice, or comes back to the letter later."""
    return token.partition("~")[0] == request.user.pk.hex


def chosen(request, token, person):
    form = OwnPasswordForm(request.POST if request.method == "POST" else None, user=person)
    if not drafts.is_sent(request, form):
        return page(request, person, form)
    person = invitations.accept(token, form.cleaned_data["password1"])
    if person is None:
        return void(request)
    get_adapter().login(request, person)
    return redirect("home")


def page(request, person, form):
    context = {
        "person": person, "by": invitations.invited_by(person), "last_day": invitations.last_day(person),
    }  # fmt: skip
    return drafts.page(request, "people/welcome.html", form, **context)


def signed_in(request, person):
    """Somebody else at this device: an invitation takes nobody's place."""
    return kept_nowhere(render(request, "people/welcome_other.html", {"person": person}))


def void(request):
    """The same words for all that do not work, or never did: they tell nobody who has an account."""
    return kept_nowhere(render(request, "people/welcome_void.html", status=HTTPStatus.GONE))


def kept_nowhere(response):
    response.headers["Content-Language"] = translation.get_language()
    response.headers["Cache-Control"] = "no-store"
    return response
