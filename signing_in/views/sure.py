"""Who one is, once more, before something changes by which one signs in (people/views/sure.py). For
everybody there is a way: the password, a passkey, the school's account, and always a mailed code."""

import time
from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, resume_request
from allauth.account.utils import get_next_redirect_url
from allauth.core import ratelimit
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from people import codes
from people.addresses import letter
from people.forms import CodeForm
from people.views.sure import is_sure
from signing_in import steps
from signing_in.forms import SurePasskeyForm
from signing_in.models import OpenIDProvider
from signing_in.views.school import on_the_way

WAITING = "waiting_sure"  # in the session (people/codes.py)
LED, JUST_NOW = "led", 60  # in the session: to where what was sent before led; seconds


@sensitive_post_parameters("password")
def who(request):
    if is_sure(request):
        return go_on(request)
    form = ReauthenticateForm(request.POST if "password" in request.POST else None, user=request.user)
    if form.is_bound and not ratelimit.consume(request, action="reauthenticate", user=request.user):
        form.add_error("password", get_adapter().validation_error("too_many_login_attempts"))
    if not form.is_valid():
        return asks(request, form)
    return said(request, "password")


def asks(request, form, passkey_form=None):
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound or passkey_form else HTTPStatus.OK
    context = {
        "form": form, "passkey_form": passkey_form, "next": next_of(request), "service": service_of(request.user),
        "passkeys": steps.of(request.user).filter(type=steps.Kind.WEBAUTHN).exists(),
    }  # fmt: skip
    return render(request, "account/reauthenticate.html", context, status=status)


def next_of(request):
    return get_next_redirect_url(request, "next") or reverse("ways")


def said(request, method):
    record_authentication(request, request.user, method, reauthenticated=True)
    return go_on(request)


def go_on(request):
    """What was sent before is done now, also where somebody comes back from the school. Said twice, it was
    done just before, and one goes to where that led: the address of a button has no page."""
    waits, led, asked = STATE_SESSION_KEY in request.session, request.session.get(LED, {}), next_of(request)
    if not waits and asked == led.get("from") and time.time() - led["at"] < JUST_NOW:
        return redirect(led["to"])
    response = resume_request(request) or redirect("ways")  # the request is the one from before by now
    if waits:
        to = getattr(response, "url", "") or reverse("ways")
        request.session[LED] = {"from": asked, "to": to, "at": time.time()}
    return response


def service_of(person):
    """Of the school whose account this person has, where it is open and can be made to ask."""
    open_ones = OpenIDProvider.objects.select_related("school").filter(school=person.school_id, is_open=True)
    can_ask = (service for service in open_ones if service.asks_anew)
    return next((service for service in can_ask if service.accounts.filter(user=person).exists()), None)


@require_POST
def sure_school(request):
    service = get_object_or_404(OpenIDProvider, pk=getattr(service_of(request.user), "pk", None))
    here = reverse("account_reauthenticate", query={"next": next_of(request)})
    return on_the_way(request, service, why="sure", next_url=here, asks_again=True)


def sure_passkey(request):
    if request.method != "POST":
        return (
            JsonResponse(dict(begin_authentication(request.user)))
            if get_adapter().is_ajax(request)
            else redirect(again(request, "account_reauthenticate"))
        )
    form = SurePasskeyForm(request.POST, user=request.user)
    if not form.is_valid():
        return asks(request, ReauthenticateForm(user=request.user), form)
    form.save()
    return go_on(request)


def again(request, name):
    return reverse(name, query={"next": next_of(request)})


def sure_code(request):
    """A letter is sent when a button asks for it, and never by coming here."""
    if "send" in request.POST:
        return send(request)
    waits = codes.waiting(request.session, WAITING)
    if waits is None:
        return no_code(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and codes.is_right(request.session, WAITING, form.cleaned_data["code"]):
        request.session.pop(WAITING)
        return said(request, "code")
    if form.is_valid():
        return wrong(request, form)
    return code_page(request, form)


def wrong(request, form):
    waits = codes.waiting(request.session, WAITING)
    if waits is None:
        return no_code(request)
    form.add_error("code", _("This is not the code in the newest letter. It has eight letters."))
    return code_page(request, form, left=waits["left"])


def code_page(request, form, **context):
    context |= {"form": form, "next": next_of(request), "minutes": codes.LASTS // 60}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "signing_in/sure_code.html", context, status=status)


def no_code(request):
    if request.method == "POST":
        messages.warning(request, _("This code no longer works. Ask for a new one."))
    return redirect(again(request, "account_reauthenticate"))


def send(request):
    person, code = request.user, get_adapter().generate_email_verification_code()
    if not ratelimit.consume(request, action="sure_code", user=person):
        messages.warning(request, _("That was often in a short time. Wait an hour and try once more."))
        return redirect(again(request, "account_reauthenticate"))
    if not letter("sure_code", person, person.email, code=code):
        messages.warning(request, _("The letter could not be sent. Try once more in a few minutes."))
        return redirect(again(request, "account_reauthenticate"))
    codes.remember(request.session, WAITING, code)
    return redirect(again(request, "sure_code"))
