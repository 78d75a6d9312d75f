"""The pages on which signing in at a school's service can end, each with words and a way on."""

from http import HTTPStatus

from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from signing_in.claims import Odd
from signing_in.knocking import Unusable
from signing_in.models import OpenIDProvider

KNOCKED = "knocked"  # in the session: who signed in at a school and is not known here
TRIED = "tried"  # in the session of an administrator: what came of the trial


def went_wrong(request, provider, error, exception, context):
    """For everything that allauth calls an error."""
    service = OpenIDProvider.objects.select_related("school").get(provider_id=provider.sub_id)
    state = (context or {}).get("state")
    if (state or {}).get("data", {}).get("why") == "try":
        return trial_failed(request, service, error, exception)
    if error == AuthError.CANCELLED:
        return cancelled(request, service)
    if isinstance(exception, Unusable):
        return silent(request, service)
    if isinstance(exception, Odd):
        return page(request, "odd", service, HTTPStatus.FORBIDDEN)
    return too_late(request, service)


def page(request, name, service, status, **context):
    context |= {"service": service, "school": service.school, "next": request.session.get("school_next", "")}
    return render(request, f"signing_in/{name}.html", context, status=status)


def silent(request, service):
    """The service does not answer."""
    return page(request, "silent", service, HTTPStatus.SERVICE_UNAVAILABLE, now=timezone.now())


def too_late(request, service):
    """Nothing here knows of this sign-in any more: it took too long, or it was used already."""
    if request.user.is_authenticated:
        return redirect("home")
    return page(request, "too_late", service, HTTPStatus.FORBIDDEN)


def cancelled(request, service):
    messages.info(request, _("You stopped signing in at your school."))
    return redirect("me" if request.user.is_authenticated else "account_login")


def not_known(request, service, claims, why):
    """Only after a sign-in of that school: so it may name who looks after people there."""
    request.session[KNOCKED] = {"provider": service.provider_id, "email": claims.email, "name": claims.name}
    people = service.school.people.here().filter(is_administrator=True)
    context = {"claims": claims, "why": why, "administrators": people}
    return page(request, "not_known", service, HTTPStatus.FORBIDDEN, **context)


def somebody_else(request, service):
    """Asked who one is, and somebody else signed in there."""
    return page(request, "somebody_else", service, HTTPStatus.FORBIDDEN)


def joined(request, service):
    messages.success(request, _("From now on you can sign in with your school's account."))
    return redirect("ways")


def tried(request, service, claims):
    request.session[TRIED] = {
        "email": claims.email, "is_verified": claims.is_verified, "name": claims.name,
    }  # fmt: skip
    OpenIDProvider.objects.filter(pk=service.pk).update(tried_at=timezone.now())
    return redirect("school_sign_in")


def trial_failed(request, service, error, exception):
    why = getattr(exception, "why", "") or (exception and type(exception).__name__) or error
    request.session[TRIED] = {"fault": str(why)}
    return HttpResponseRedirect(redirect("school_sign_in").url)
