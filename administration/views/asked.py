"""Who signed in at the school and has no place here asked for one (signing_in/asking.py)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.access import asked_of

LET_GO = "let_go"  # in the session: the last one, which a second click means again


@require_POST
def place_asked_let_go(request, pk):
    try:
        asked_of(request.user, pk).delete()
    except Http404:
        if request.session.get(LET_GO) != pk:
            raise
        return redirect("people")
    request.session[LET_GO] = pk
    messages.success(request, _("The question is set aside."))
    return redirect("people")
