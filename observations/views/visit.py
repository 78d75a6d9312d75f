"""The visit itself, opening it, and an account that was set aside."""

from datetime import date

from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from observations import access, actions, following, offers, refusals
from observations.models import Stage, Voice
from observations.next import whats_next
from observations.prepared import Prepared
from observations.sheets import Sheet
from people.compiled import compiled
from people.models import Membership, Team, User
from people.sorting import in_order


def visit(request, lesson_id):
    """The visit itself: what was agreed, where it stands, and what can be done next."""
    lesson = access.to_write(request.user, lesson_id)
    if lesson.practice:
        context = {"lesson": lesson, "sheet": Sheet(lesson, lesson.voice_of(request.user))}
        return render(request, "observations/practice_visit.html", context)
    return visit_page(request, lesson)


def visit_page(request, lesson, unanswered=False):
    """`unanswered`: yes was said, and not to which of the lessons that are offered."""
    voice = lesson.voice_of(request.user)
    sheet, offered = Prepared(lesson, voice), offers.open_of(lesson)
    context = {
        "lesson": lesson, "voice": voice, "sheet": sheet, "Stage": Stage, "is_teacher": voice == Voice.TEACHER,
        "title": lesson.title_for(request.user), "next": whats_next(lesson, request.user, sheet.lens_size),
        "offers": offered, "no_longer_so": following.no_longer_so(offered) if voice == Voice.TEACHER else (),
        "change": next(iter(following.changes(request.user, [lesson])), None),
        "unanswered": unanswered,
    }  # fmt: skip
    context |= before_deciding(lesson, voice)
    return render(request, "observations/visit.html", context, status=422 if unanswered else 200)


def before_deciding(lesson, voice):
    """What the teacher reads before agreeing or opening: whether the coach leads a team of theirs; and, for
    both, why a proposal cannot be agreed any more, for a coach who is asked too."""
    found = {}
    if voice == Voice.TEACHER and lesson.has_coach and not lesson.opened_at:
        today = timezone.localdate()
        found["coach_leads"] = team_led.first(lesson.teacher, lesson.team, lesson.coach, today)
    is_asked = lesson.awaits_coach and voice == Voice.COACH
    if (is_asked or lesson.stage == Stage.PROPOSED) and (reason := refusals.why_not_agreed(lesson)):
        found["why_not"] = refusals.REASONS[reason]
    return found


@compiled
def team_led(teacher: User, team: Team, lead: User, today: date):
    """The names of the teams of this visit and its teacher that somebody leads."""
    leads = Membership.objects.leads_for(teacher, team, today).filter(user=lead)
    return leads.order_by(*in_order("team__name")).values_list("team__name", flat=True)


@require_POST
def open_together(request, lesson_id):
    lesson = access.visit_of_teacher(request.user, lesson_id)
    actions.open_together(lesson=lesson, by=request.user)
    return redirect("together", lesson_id)


def set_aside(request, observation_id):
    """A former account: its author can still read it, nobody else, and it enters no report."""
    account = access.set_aside_account(request.user, observation_id)
    account.lesson.accounts = {account.voice: account}
    sheet = Sheet(account.lesson, account.voice)
    context = {"teacher": account.lesson.teacher, "sheet": sheet, "account": account}
    return render(request, "observations/set_aside.html", context)
