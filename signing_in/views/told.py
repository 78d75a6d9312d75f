"""The pages on which signing in at a school's service can end, each with words and a way on.

What a service did wrong stands in the log under the reference that is on the page: its kind, and never what
came along.
"""

import logging
import time
from http import HTTPStatus

from allauth.socialaccount.providers.base.constants import AuthError
from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from people.views import drafts
from signing_in import asking, trial
from signing_in.claims import Claims
from signing_in.discovery import Unusable, Why, way_out
from signing_in.joining import Refused, is_of_school
from signing_in.models import OpenIDProvider
from signing_in.views.again import ask_again

NEXT = "school_next"  # in the session, also when the start of a sign-in is forgotten
KNOCKED = "knocked"  # in the session: who signed in at a school and is not known here
AN_HOUR = 60 * 60  # seconds; after that somebody else may sit here
TRIED = "tried"  # in the session of an administrator: what came of the trial
SILENCE = {"server_error", "temporarily_unavailable"}  # RFC 6749, section 4.1.2.1
REFUSALS = {Why.STATUS, Why.CLIENT, Why.GRANT}  # with the status
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # that are not taken for one another

logger = logging.getLogger("signing_in")


def went_wrong(request, provider, error, exception, context):
    """For everything that allauth calls an error."""
    service = OpenIDProvider.objects.select_related("school").get(provider_id=provider.sub_id)
    state = (context or {}).get("state")
    if state is None:
        return too_late(request, service)
    why = (state.get("data") or {}).get("why")
    if why == "try":
        return trial_failed(request, service, error, exception)
    if error == AuthError.CANCELLED:
        return cancelled(request, why, state.get("next"))
    tell = silent if is_silence(request, exception) else odd
    return tell(request, service, exception)


def is_silence(request, exception):
    """Nothing came, or a fault over there; a plain refusal, or what nobody can read, is something else."""
    if not isinstance(exception, Unusable):
        return request.GET.get("error") in SILENCE
    is_refused = exception.why in REFUSALS and exception.detail.startswith("4")
    return not is_refused and exception.why != Why.FORM


def page(request, name, service, status, **context):
    next_url, kept = request.session.get(NEXT, ""), drafts.brought(request)
    context |= {"service": service, "school": service.school, "next": next_url}
    context |= {"kept_name": drafts.KEPT, "kept": kept, "sign_in": sign_in(request)}
    response = render(request, f"signing_in/{name}.html", context, status=status)
    response["Cache-Control"] = "no-store"  # it may name somebody, and carries their words
    return response


def sign_in(request):
    """The sign-in page, which leads on to where one was going."""
    next_url = request.session.get(NEXT)
    return reverse("account_login", query={"next": next_url} if next_url else None)


def silent(request, service, fault):
    """The service does not answer."""
    facts = {"now": timezone.now(), "reference": logged(request, service, fault)}
    return page(request, "silent", service, HTTPStatus.SERVICE_UNAVAILABLE, **facts)


def odd(request, service, fault):
    """It answered, and not with who that is."""
    facts = {"now": timezone.now(), "reference": logged(request, service, fault)}
    return page(request, "odd", service, HTTPStatus.FORBIDDEN, **facts)


def logged(request, service, fault):
    number = get_random_string(5, LETTERS)
    reference = f"{number[:3]}-{number[3:]}"
    logger.error("school sign-in %s at %s: %s", reference, service.provider_id, kind_of(request, fault))
    return reference


def kind_of(request, fault):
    if isinstance(fault, Unusable):
        return f"{fault.why} {fault.detail}" if fault.why == Why.STATUS else str(fault.why)
    said = request.GET.get("error", "")
    why = getattr(fault, "__cause__", None) or fault  # such as of clocks apart
    return type(why).__name__ if fault else said if said.isidentifier() else "error"


def too_late(request, service):
    """Nothing here knows of this sign-in any more: it took too long, or it was used already."""
    if request.user.is_authenticated:
        return already(request, service)
    before = knocked(request)
    if before.get("back") == request.get_full_path():  # loaded once more, in another language for example
        return not_known(request, service, Claims("", before["email"], name=before["name"]), before["why"])
    return page(request, "too_late", service, HTTPStatus.FORBIDDEN)


def already(request, service):
    """Somebody is signed in here, and stays so."""
    return page(request, "already", service, HTTPStatus.OK)


def cancelled(request, why, again):
    """`again`: where one was asked who one is, which knows what was to come after."""
    messages.info(request, _("You stopped signing in at your school."))
    asks = again or "account_reauthenticate"
    return redirect({"join": "ways", "sure": asks}.get(why) or sign_in(request))


def not_known(request, service, claims, why):
    """Who came with an address of the school reads who looks after people there. Where anybody can have an
    account at a service, as at Google, anybody can come back from it."""
    answers = asking.who_answers(service.school) if is_of_school(service, claims) else {}
    may_ask = why == Refused.NOBODY and bool(answers["administrators"])
    request.session[KNOCKED] = {
        "provider": service.provider_id, "email": claims.email, "name": claims.name, "why": why,
        "may_ask": may_ask, "back": request.get_full_path(), "at": knocked(request).get("at", time.time()),
    }  # fmt: skip
    asked = asking.asked(service.school, claims.email) if may_ask else None
    context = {"claims": claims, "why": why, "may_ask": may_ask, "asked": asked}
    context |= answers | {"leads_out": way_out(service.issuer)}
    return ask_again(page(request, "not_known", service, HTTPStatus.FORBIDDEN, **context))


def knocked(request):
    """Who was not known here just now, or {}."""
    found = request.session.get(KNOCKED, {})
    return found if time.time() - found.get("at", 0) < AN_HOUR else {}


def somebody_else(request, service, again):
    """Asked who one is, and somebody else signed in there. `again`: where that was asked."""
    if not request.user.is_authenticated:
        return too_late(request, service)
    return page(request, "somebody_else", service, HTTPStatus.FORBIDDEN, again=again)


def not_asked(request, again):
    messages.warning(
        request, _("Your school let you through without asking who you are. Choose another way here.")
    )
    return redirect(again or "account_reauthenticate")


def joined(request, email):
    """With the address that came along, which is kept nowhere: a colleague's, linked by mistake, is seen."""
    said = _("From now on you can sign in with your school's account %(email)s.") % {"email": email}
    messages.success(request, said if email else _("From now on you can sign in with your school's account."))
    return redirect("ways")


def not_joined(request):
    messages.warning(
        request,
        _(
            "That school account was not linked: it belongs to somebody here already, or you have another one."
        ),
    )
    return redirect("ways")


def tried(request, service, claims):
    request.session[TRIED] = trial.came_back(claims)
    OpenIDProvider.objects.filter(pk=service.pk).update(tried_at=timezone.now())
    return redirect("school_sign_in")


def trial_failed(request, service, error, exception):
    request.session[TRIED] = trial.failed(error, exception, request.GET.get("error", ""))
    return redirect("school_sign_in")
