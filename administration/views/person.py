"""The page of a person, and what can be done there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import accounts, roles, service
from administration.access import person_of, school_of
from administration.locked import may_change
from administration.people_forms import PersonForm, RolesForm
from administration.person import Page
from people import addresses
from people.views import drafts


def person(request, pk):
    page = Page(request.user, person_of(request.user, pk))
    return render(request, "administration/person.html", {"page": page, "person": page.person})


@require_POST
def person_roles(request, pk):
    """Of one team. Becoming a lead is asked first, with what follows from it (422, nothing is done yet)."""
    somebody = person_of(request.user, pk)
    form = RolesForm(request.POST, teams=school_of(request.user).teams.open())
    if form.is_valid() and not form.asks and is_done(request, somebody, form):
        return redirect("person", pk)
    page = Page(request.user, somebody, form)
    return render(
        request, "administration/person.html", {"page": page, "person": somebody, "form": form}, status=422
    )


def is_done(request, somebody, form):
    team, name = form.cleaned_data["team"], somebody.short_name
    try:
        roles.change_roles(by=request.user, person=somebody, team=team, give=form.give, end=form.end)
    except ValidationError as refused:
        form.add_error("roles", refused)
        return False
    messages.success(
        request, _("Saved. From today these are the roles of {name} in {team}.").format(name=name, team=team)
    )
    return True


def person_change(request, pk):
    """Name, language, and another address."""
    somebody = person_of(request.user, pk)
    if not may_change(request.user, somebody):
        raise Http404
    form = PersonForm(drafts.posted(request), person=somebody, by=request.user)
    if drafts.is_sent(request, form):
        keep(request, somebody, form)
        drafts.saved(request)
        messages.success(request, _("Saved."))
        return redirect("person", pk)
    return drafts.page(request, "administration/person_change.html", form, person=somebody)


def keep(request, somebody, form):
    """Letters go after the transaction: while a mail server takes its time others save, and none tells of
    what was not kept."""
    facts, email = {"by": request.user, "person": somebody}, form.new_address
    accounts.change_name(**facts, name=form.cleaned_data["name"], language=form.cleaned_data["language"])
    now = None if email is None else accounts.let_wait(**facts, email=email)
    if now and now.waiting_email:
        addresses.tell_waiting(now)


@require_POST
def person_task(request, pk):
    """Looking after people and teams, or no longer."""
    somebody, administers = person_of(request.user, pk), "administers" in request.POST
    try:
        roles.change_task(by=request.user, person=somebody, administers=administers)
    except ValidationError as refused:
        messages.warning(request, " ".join(refused.messages))
        return redirect("person", pk)
    messages.success(request, _("Saved."))
    return redirect("person", pk)


@require_POST
def person_edits(request, pk):
    """Making the checklists of the school, or no longer."""
    somebody, edits = person_of(request.user, pk), "edits" in request.POST
    roles.change_editing(by=request.user, person=somebody, edits=edits)
    messages.success(request, _("Saved."))
    return redirect("person", pk)


@require_POST
def person_pause(request, pk):
    somebody = person_of(request.user, pk)
    accounts.pause(by=request.user, person=somebody)
    words = _("{name} is on pause: no signing in and no letters. Nothing was erased.")
    messages.success(request, words.format(name=somebody.short_name))
    return redirect("person", pk)


@require_POST
def person_resume(request, pk):
    somebody = person_of(request.user, pk)
    accounts.end_pause(by=request.user, person=somebody)
    messages.success(request, _("{name} may sign in again.").format(name=somebody.short_name))
    return redirect("person", pk)


@require_POST
def person_sign_out(request, pk):
    somebody = person_of(request.user, pk)
    accounts.sign_out_everywhere(by=request.user, person=somebody)
    words = _("{name} is signed out on every device.")
    messages.success(request, words.format(name=somebody.short_name))
    return redirect("person", pk)


@require_POST
def person_part(request, pk):
    """From the account at school, where it is the wrong one, or the school gave another."""
    somebody = person_of(request.user, pk)
    if service.part(by=request.user, person=somebody):
        addresses.letter("account_parted", somebody, somebody.email)
    words = _("The school account of {name} is no longer linked, and {name} is signed out on every device.")
    messages.success(request, words.format(name=somebody.short_name))
    return redirect("person", pk)


@require_POST
def person_step_remove(request, pk):
    """Of who has lost the phone or the key."""
    somebody = person_of(request.user, pk)
    if service.remove_steps(by=request.user, person=somebody):
        addresses.letter("step_removed", somebody, somebody.email)
    words = _(
        "The second step and the passkeys of {name} are gone. {name} can add new ones after signing in."
    )
    messages.success(request, words.format(name=somebody.short_name))
    return redirect("person", pk)
