"""The page of who operates the installation: which schools there are, and one more."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import inviting
from administration import schools as ours
from administration.access import operates
from administration.first_forms import SchoolForm
from people import invitations
from people.models import User
from people.views import drafts


def schools(request):
    operates(request.user)
    form = SchoolForm(drafts.posted(request))
    if drafts.is_sent(request, form):
        add(request, form.cleaned_data)
        drafts.saved(request)
        return redirect("schools")
    return drafts.page(request, "administration/schools.html", form, schools=listed())


def listed():
    """Each with its administrators, and the link of who was invited and never came in."""
    found = list(ours.schools())
    for person in (each for school in found for each in school.administrators):
        person.link = invitations.link(person) if invitations.holds(person) else ""
    return found


def add(request, said):
    if ours.is_same(**said):
        return
    person = ours.add(by=request.user, **said)
    done = _("{school} is there, and {name} is invited.")
    messages.success(request, done.format(school=person.school.name, name=person.full_name))


@require_POST
def school_again(request, pk):
    """Who administers a school and never came in is invited once more: nobody there can do it."""
    operates(request.user)
    person = get_object_or_404(User.objects.here(), pk=pk, is_administrator=True)
    if inviting.invite_again(person=person, by=request.user) is None:
        raise Http404
    done = _("{name} is invited again. An earlier link no longer works.")
    messages.success(request, done.format(name=person.full_name))
    return redirect("schools")
