"""Passkeys: made, used to come in, taken away. What a browser needs for it is asked for by its own script
(static/js/passkey.js) at the press, so that no page of another tab stands between."""

from http import HTTPStatus

from allauth.account.adapter import get_adapter
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.mfa.webauthn.internal.auth import begin_authentication, begin_registration
from allauth.mfa.webauthn.internal.flows import perform_passwordless_login
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from people.views import drafts
from people.views.sure import sure
from signing_in import steps
from signing_in.forms import PasskeyForm, SignInForm


@method_decorator(login_not_required, name="dispatch")
class SignInByPasskey(LoginWebAuthnView):
    form_class = SignInForm

    def get_form_class(self):
        return self.form_class

    def dispatch(self, request, *args, **kwargs):
        response = super().dispatch(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
            return self.back(get_adapter().error_messages["too_many_login_attempts"])
        return response

    def _redirect_to_pending_stage(self, request, stage):
        """As on the sign-in page: who stopped at a second step comes in with a passkey all the same."""

    def get(self, request):
        if get_adapter().is_ajax(request):
            return JsonResponse(dict(begin_authentication()))
        return redirect("account_login")

    def form_valid(self, form):
        drafts.carry(self.request)
        passkey = form.cleaned_data["credential"]
        login = Login(user=passkey.user, redirect_url=get_next_redirect_url(self.request))
        return perform_passwordless_login(self.request, passkey, login)

    def form_invalid(self, form):
        return self.back(next(iter(form.errors["credential"])))

    def back(self, words):
        """To the sign-in page, with what came along."""
        drafts.carry(self.request)
        messages.warning(self.request, words)
        asked = get_next_redirect_url(self.request)
        return redirect(reverse("account_login", query={"next": asked} if asked else {}))


@sure
def passkey_add(request):
    if request.method == "GET" and get_adapter().is_ajax(request):
        return JsonResponse(dict(begin_registration(request.user, passwordless=True)))
    if steps.of(request.user).filter(type=steps.Kind.WEBAUTHN).count() >= steps.MOST:
        messages.warning(request, _("You have ten passkeys. Take one away first."))
        return redirect("ways")
    form = PasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if drafts.is_sent(request, form):
        return added(request, form.cleaned_data)
    return drafts.page(request, "signing_in/passkey_add.html", form, has_step=steps.has_one(request.user))


def added(request, made):
    is_first = steps.codes(request.user) is None
    if steps.add_passkey(request.user, made["name"], made["credential"]):
        messages.success(request, _("Your passkey is kept. From now on you can sign in with it."))
    return redirect("recovery_codes" if is_first else "ways")


@sure
def passkey_remove(request, pk):
    step = get_object_or_404(steps.of(request.user).filter(type=steps.Kind.WEBAUTHN), pk=pk)
    if request.method == "POST":
        steps.remove(step, by=request.user)
        messages.success(request, _("This passkey no longer signs in here."))
        return redirect("ways")
    context = {"step": step, "is_last": steps.of(request.user).count() == 1}
    return render(request, "signing_in/passkey_remove.html", context)
