"""The teams of a school: add, name, close, open again."""

from django.contrib import messages
from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.access import school_of, team_of
from administration.school_forms import TeamForm
from administration.views.saving import locked, saved
from people.audit import Done, note
from people.models import Team
from people.sorting import in_order
from people.views import drafts


def teams(request):
    school = school_of(request.user)
    form = TeamForm(drafts.posted(request), instance=Team(school=school))
    if saved(request, form, Done.TEAM):
        messages.success(request, _("The team ‘%(name)s’ is there.") % {"name": form.instance.name})
        return redirect("teams")
    found = list(school.teams.counted(school.today).order_by(*in_order("name")))
    both = {
        "running": [team for team in found if not team.closed_at],
        "closed": [team for team in found if team.closed_at],
    }
    return drafts.page(request, "administration/teams.html", form, **both)


def team_change(request, pk):
    """Another name; and whether the team can be closed."""
    team = team_of(request.user, pk)
    name = team.name
    form = TeamForm(drafts.posted(request), instance=team)
    if saved(request, form, Done.TEAM):
        messages.success(request, _("Saved."))
        return redirect("teams")
    members = team.memberships.not_ended(team.school.today).values("user").distinct().count()
    context = {"team": team, "name": name, "members": members}
    return drafts.page(request, "administration/team.html", form, **context)


@require_POST
def team_close(request, pk):
    """Nobody can get a role in it any more. Nothing is deleted: visits and reports keep its name."""
    team = team_of(request.user, pk)
    with transaction.atomic():
        locked(request.user)
        if done := team.close():
            note(Done.TEAM, by=request.user, school=team.school, kind="closed", team=team.name)
    if done:
        messages.success(request, _("The team ‘%(name)s’ is closed.") % {"name": team.name})
    elif team.closed_at is None:
        messages.warning(request, _("Somebody is in this team, so it stays open."))
    return redirect("teams")


@require_POST
def team_open(request, pk):
    team = team_of(request.user, pk)
    with transaction.atomic():
        locked(request.user)
        if team.reopen():
            note(Done.TEAM, by=request.user, school=team.school, kind="opened", team=team.name)
    messages.success(request, _("The team ‘%(name)s’ is open again.") % {"name": team.name})
    return redirect("teams")
