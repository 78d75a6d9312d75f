"""The whole school stops, and one press that undoes it: before the last day by an administrator, after it by
who was one."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration import access, school_leaving
from administration.leave_forms import SchoolLeavesForm
from administration.refusals import NotNow, why_school_may_not_leave
from administration.views.leave import begins_with, looked, page
from people.days import said
from people.views import drafts


def school_leaves(request):
    school = access.school_of(request.user)
    if why_not := why_school_may_not_leave(request.user):
        context = {"why_not": NotNow.reasons[why_not]}
        return render(request, "administration/school_stays.html", context)
    form = SchoolLeavesForm(drafts.posted(request), initial=begins_with(request, school), who=school)
    if drafts.is_sent(request, form):
        return looked(request, form) if form.is_look else let_go(request, school, form)
    return page(request, "administration/school_leaves.html", form, school=school)


def let_go(request, school, form):
    day = form.cleaned_data["last_day"]
    school_leaving.let_go(by=request.user, last_day=day)
    drafts.saved(request)
    words = _("{name} stops with Meekijken on {day}. Everybody is told.")
    messages.success(request, words.format(name=school.name, day=said(day, "j F")))
    return redirect("school_leaves")


@require_POST
def school_leaves_undo(request):
    """Whichever it is by now."""
    user = request.user
    if not user.is_administrator:
        raise Http404
    (school_leaving.stays if user.administers else school_leaving.bring_back)(by=user)
    messages.success(request, _("Your school goes on with Meekijken."))
    return redirect("school_leaves")
