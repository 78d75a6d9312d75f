"""The second step: asked for at the sign-in, and what one does about it when signed in."""

from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_authentication
from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from people.files import disposition
from people.views import drafts
from people.views.sure import sure
from signing_in import steps
from signing_in.forms import AppForm, RecoveryForm, SecondPasskeyForm, SecondStepForm


class SecondStep(AuthenticateView):
    template_name = "signing_in/second.html"
    webauthn_form_class = SecondPasskeyForm

    def get(self, request, *args, **kwargs):
        if get_adapter().is_ajax(request):
            return JsonResponse(dict(begin_authentication(self.stage.login.user)))
        return super().get(request, *args, **kwargs)

    def post(self, request, *args, **kwargs):
        return self.stop() if "stop" in request.POST else super().post(request, *args, **kwargs)

    def stop(self):
        """Somebody else sits here, or another way is better: without it the sign-in page leads back here."""
        asked = self.stage.login.redirect_url
        self.stage.abort()
        return redirect(reverse("account_login", query={"next": asked} if asked else {}))

    def get_form_class(self):
        return SecondStepForm if self.has(steps.Kind.TOTP) else RecoveryForm

    def get_webauthn_form_class(self):
        return self.webauthn_form_class

    def get_context_data(self, **kwargs):
        """Without what allauth prepares for a script of its own: ours asks at the press."""
        return {
            "form": self.auth_form,
            "passkey_form": self.webauthn_form,
            "has_app": self.has(steps.Kind.TOTP),
            "has_passkey": self.has(steps.Kind.WEBAUTHN),
            "is_next": not self.has(steps.Kind.TOTP),
            "person": self.stage.login.user,
        }

    def has(self, kind):
        return steps.of(self.stage.login.user).filter(type=kind).exists()

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(), status=422)


@sure
def totp_add(request):
    if steps.of(request.user).filter(type=steps.Kind.TOTP).exists():
        return redirect("ways")
    form = AppForm(request.POST if request.method == "POST" else None, user=request.user)
    if not drafts.is_sent(request, form):
        return app_page(request, form)
    is_first = steps.codes(request.user) is None
    steps.add_app(request.user, form.secret)
    clear_totp_secret(request)
    messages.success(request, _("From now on a code of your app is asked for too."))
    return redirect("recovery_codes" if is_first else "ways")


def app_page(request, form):
    adapter = get_mfa_adapter()
    context = {
        "drawing": adapter.build_totp_svg(adapter.build_totp_url(request.user, form.secret)),
        "address": adapter.build_totp_url(request.user, form.secret),
        "secret": " ".join(form.secret[at : at + 4] for at in range(0, len(form.secret), 4)),
        "has_step": steps.has_one(request.user),
    }
    return drafts.page(request, "signing_in/totp_add.html", form, **context)


@sure
def totp_remove(request):
    step = steps.of(request.user).filter(type=steps.Kind.TOTP).first()
    if step is None:
        return redirect("ways")
    if request.method == "POST":
        steps.remove(step, by=request.user)
        messages.success(request, _("No code of an app is asked for any more."))
        return redirect("ways")
    context = {"is_last": steps.of(request.user).count() == 1}
    return render(request, "signing_in/totp_remove.html", context)


@require_safe
@sure
def recovery_codes(request):
    found = steps.codes(request.user)
    if found is None:
        return redirect("ways")
    return render(request, "signing_in/recovery_codes.html", {"codes": in_two(found)})


def in_two(found):
    """Read more easily: 1234 5678. Typed with or without the space."""
    return [f"{code[:4]} {code[4:]}" for code in RecoveryCodes(found).get_unused_codes()]


@require_POST
@sure
def recovery_codes_new(request):
    if steps.new_codes(request.user):
        messages.success(request, _("These are your new recovery codes. The ones of before no longer work."))
    return redirect("recovery_codes")


@require_safe
@sure
def recovery_codes_file(request):
    found = steps.codes(request.user)
    if found is None:
        return redirect("ways")
    head = _("Recovery codes for Meekijken. Each works once.")
    response = HttpResponse(
        "\r\n".join([head, "", *in_two(found), ""]), content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = disposition(_("Meekijken, recovery codes.txt"), "attachment")
    return response
