"""The start page, and the pages that explain."""

from datetime import date

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Exists
from django.shortcuts import render
from django.utils import timezone

from administration.people import Waits
from administration.steps import Steps
from home import visits
from home.leading import Leading
from home.returning import Returning
from letters.waiting import Waiting
from observations import newcomers
from observations.models import LedgerEntry
from people import presence
from people.compiled import compiled
from people.models import Membership, User
from signing_in import steps
from studio.models import Proposal


def home(request):
    """What comes next for this person, ordered by whose turn it is."""
    user = request.user
    found = roles(user, timezone.localdate())
    page = visits.StartPage(user)
    since = presence.came_back_today(request.session)
    context = {
        "page": page,
        "teaches": any(role == Membership.Role.TEACHER for role, *_more in found),
        "coaches": any(role == Membership.Role.COACH for role, *_more in found) or page.looks_along,
        "has_role": bool(found),
        "is_demo": settings.DEMO,
        "leading": Leading(user, is_first=page.first is None)
        if any(role == Membership.Role.LEAD for role, *_more in found)
        else None,
        "letters": Waiting(user.school) if user.is_administrator else None,
        "waits": Waits(user.school) if user.is_administrator else None,
        "asks_step": steps.is_asked(user),
        "first_steps": Steps(user.school) if user.is_administrator else None,
        "newcomers": newcomers.waiting(user) if any(asks for _role, asks, *_more in found) else [],
        "answers": Proposal.objects.unread(user) if any(answers for *_more, answers in found) else [],
        # who has no role today has visits still; the roles could tell nothing then
        "ended": ended(user) if not found or any(tells for _role, _asks, tells, _answers in found) else [],
    }
    context["returning"] = since and Returning(page, since, context)
    return render(request, "home/home.html", context)


@compiled
def roles(user: User, today: date):
    """Of today: (role, somebody new in the team waits for an answer, a key ended, a proposal was
    answered)."""
    mine = Membership.objects.active(today).filter(user=user)
    tells = Exists(LedgerEntry.objects.to_tell(user))
    answers = Exists(Proposal.objects.unread(user))
    return mine.values_list("role", newcomers.is_waiting(user, today), tells, answers)


@compiled
def ended(user: User):
    return LedgerEntry.objects.to_tell(user).select_related("lesson")


@login_not_required
def about(request):
    return render(request, "home/about.html")


@login_not_required
def how(request):
    return render(request, "home/how.html")
