"""How one signs in, and where one is signed in now."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from signing_in.places import places, sign_out_elsewhere, sign_out_there


def ways(request):
    context = {"places": places(request.user, request.session.session_key)}
    return render(request, "signing_in/ways.html", context)


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
