"""The invitation of one person who was never here: sent again, withdrawn, or to another address."""

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from administration import inviting
from administration.access import person_of
from administration.forms import NOT_NOW, AddressOfInvitedForm
from letters import waiting
from people import addresses, invitations
from people.views import drafts

CAME_IN = gettext_lazy("This person has come in meanwhile. Nothing was changed.")


def invitation(request, pk):
    """How it stands, with the link where no letter leaves; and the field for another address."""
    person = never_here(request, pk)
    form = AddressOfInvitedForm(drafts.posted(request), initial={"email": person.email}, person=person)
    if drafts.is_sent(request, form) and put_right(request, person, form):
        drafts.saved(request)
        return redirect("invitation", pk)
    context = {
        "person": person, "holds": invitations.holds(person), "link": link(person), "last_day": last_day(person),
        "refused": waiting.refused_for_good(person.school).get(person.pk),
    }  # fmt: skip
    return drafts.page(request, "administration/invitation.html", form, **context)


@require_POST
def invite_again(request, pk):
    person = who_can_come(request, pk)
    if inviting.invite_again(person=person, by=request.user):
        sent = _("{name} is invited again. An earlier link no longer works.")
        messages.success(request, sent.format(name=person.full_name))
    else:
        messages.warning(request, CAME_IN)
    return back(request, person)


@require_POST
def invite_withdraw(request, pk):
    person = who_can_come(request, pk)
    if inviting.withdraw(person=person, by=request.user):
        gone = _("The invitation of {name} is withdrawn: its link no longer works.")
        messages.success(request, gone.format(name=person.full_name))
    else:
        messages.warning(request, CAME_IN)
    return back(request, person)


def never_here(request, pk):
    person = who_can_come(request, pk)
    if person.last_login:
        raise Http404
    return person


def who_can_come(request, pk):
    person = person_of(request.user, pk)
    if not person.is_active or person.closed_at:
        raise Http404
    return person


def link(person):
    return invitations.link(person) if invitations.holds(person) else ""


def last_day(person):
    return person.invited_at and invitations.last_day(person)


def put_right(request, person, form):
    """Both addresses are told, once it is so (docs/adr/0016): the new one by its invitation, if any."""
    try:
        old = inviting.put_right(person=person, by=request.user, email=form.cleaned_data["email"])
    except IntegrityError:  # somebody else's since the form was looked at
        form.add_error("email", NOT_NOW)
        return False
    if old is None:
        messages.warning(request, CAME_IN)
        return True
    person.email = form.cleaned_data["email"]
    addresses.tell_put_right(person, old)
    messages.success(
        request,
        _("From now on {name} has the address {email}.").format(name=person.full_name, email=person.email),
    )
    return True


def back(request, person):
    """To where the button stood."""
    page = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure())
    return redirect(page) if is_ours and page else redirect("invitation", person.pk)
