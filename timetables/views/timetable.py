"""The own timetable: linking it, saying whether these are the own lessons, fetching it again, and all of it
away. Nothing here is written in the log of a school, or told to anybody."""

from functools import partial

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from people.days import times
from timetables import access, keeping
from timetables.forms import AddressForm, FileForm
from timetables.shown import Shown
from timetables.words import WORDS


@sensitive_post_parameters("address")
def timetable(request):
    access.check(request.user)
    form = sent(request)
    if form is not None and form.is_valid():
        return redirect("timetable")
    return page(request, form)


def sent(request):
    """The one of the two forms that was sent, or None."""
    if request.method != "POST":
        return None
    own = {
        "teacher": request.user,
        "may_try": partial(ratelimit.consume, request, action="timetable", user=request.user),
    }
    if "by_file" in request.POST:
        return FileForm(request.POST, request.FILES, **own)
    return AddressForm(request.POST, **own)


def page(request, form):
    person = request.user
    mine, trial = keeping.own(person), keeping.on_trial(person)
    context = {
        "form": form,
        "address": form if isinstance(form, AddressForm) else AddressForm(teacher=person),
        "file": form if isinstance(form, FileForm) else FileForm(teacher=person),
        "mine": mine,
        "trial": trial,
        "found": Shown.of((trial or mine).lessons.all()) if trial or mine else None,
        "why": WORDS.get(mine.why) if mine else None,
        "again_at": keeping.may_again_at(mine) if mine else None,
    }
    return render(request, "timetables/timetable.html", context, status=422 if form else 200)


@require_POST
def timetable_yes(request):
    access.check(request.user)
    if keeping.yes(request.user):
        messages.success(
            request, _("Your timetable is linked. When you plan a visit you choose a lesson from it.")
        )
    else:
        messages.warning(request, _("There is nothing to keep any more. Give the address once more."))
    return redirect("timetable")


@require_POST
def timetable_no(request):
    access.check(request.user)
    keeping.no(request.user)
    messages.success(request, _("It is gone. Nothing of it is kept."))
    return redirect("timetable")


@require_POST
def timetable_again(request):
    access.check(request.user)
    if not keeping.again(request.user):
        messages.warning(request, not_now(keeping.own(request.user)))
    elif keeping.own(request.user).why:
        messages.warning(
            request, _("Your timetable could not be fetched. You keep the lessons that you had.")
        )
    else:
        messages.success(request, _("This is your timetable of now."))
    return redirect("timetable")


def not_now(mine):
    if mine is None or not mine.sealed_address:
        return _("There is no address to fetch it from.")
    return _("It was fetched just now. From {clock} on you can do it again.").format(
        clock=times(timezone.localtime(keeping.may_again_at(mine)).time())
    )


@require_POST
def timetable_unlink(request):
    access.check(request.user)
    keeping.unlink(request.user)
    messages.success(request, _("Your timetable is unlinked. The address and all lessons from it are gone."))
    return redirect("timetable")
