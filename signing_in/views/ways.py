"""How one signs in: each way, with what can be done about it; and where one is signed in now."""

from allauth.account.views import PasswordSetView
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.views.sure import sure
from signing_in import joining, steps
from signing_in.models import OpenIDProvider
from signing_in.places import places, sign_out_elsewhere, sign_out_there
from signing_in.views.school import on_the_way


def ways(request):
    context = {
        "places": places(request.user, request.session.session_key), **steps.all_of(request.user),
        **at_the_school(request.user),
    }  # fmt: skip
    return render(request, "signing_in/ways.html", context)


def at_the_school(person):
    service = OpenIDProvider.objects.select_related("school").filter(school=person.school_id).first()
    account = service and service.accounts.filter(user=person).first()
    return {"service": service if service and (account or service.is_open) else None, "account": account}


@sure
def password_set(request):
    """For who has none. Who has one is led to where it changes."""
    had_one = request.user.has_usable_password()
    response = PasswordSetView.as_view()(request)
    if not had_one and request.user.has_usable_password():
        steps.added_password(request.user)
    return response


@require_POST
@sure
def school_join(request):
    """One's own account at the school, whatever its address."""
    services = OpenIDProvider.objects.select_related("school")
    service = services.filter(school=request.user.school_id, is_open=True).first()
    if service is None:
        raise Http404
    return on_the_way(request, service, why="join", asks_again=True)


@require_POST
@sure
def school_part(request):
    if joining.part(request.user, by=request.user):
        steps.tell_removed(request.user, "school")
        messages.success(request, _("Your school account is no longer linked."))
    return redirect("ways")


@require_POST
def end_place(request, number):
    sign_out_there(request.user, number)
    messages.success(request, _("Nobody is signed in as you there any more."))
    return redirect("ways")


@require_POST
def end_others(request):
    sign_out_elsewhere(request.user, request.session.session_key)
    messages.success(request, _("You are signed in here only."))
    return redirect("ways")
