"""How reports of the own school look, and how it wants things to go."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from administration.access import school_of
from administration.school_forms import RulesForm, SchoolForm
from administration.views.saving import saved
from people.audit import Done
from people.views import drafts


def school(request):
    """Name, logo and colour."""
    form = SchoolForm(drafts.posted(request), request.FILES or None, instance=school_of(request.user))
    if saved(request, form, Done.SCHOOL):
        messages.success(request, _("Saved. New reports look like this."))
        return redirect("school")
    return drafts.page(request, "administration/school.html", form)


def school_rules(request):
    """The clock, and whether leads look along."""
    form = RulesForm(drafts.posted(request), instance=school_of(request.user))
    if saved(request, form, Done.SCHOOL):
        messages.success(request, _("Saved."))
        return redirect("school_rules")
    return drafts.page(request, "administration/rules.html", form)
