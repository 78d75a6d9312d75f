"""A visit is planned, proposed, agreed, declined, moved, given another coach, and cancelled.

Each view is five steps: get, check, form, act, respond.
"""

import uuid

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observations import access, actions, following, offers, refusals
from observations.clock import shown
from observations.forms import CoachForm, MoveForm, ProposalForm, teaching
from observations.letting_know import with_letter
from observations.models import News
from observations.own_plan import OwnPlan
from observations.views.visit import visit_page
from people.views import drafts


def plan(request):
    """A teacher plans a visit to an own lesson."""
    user = request.user
    refusals.require_takes_part(user)
    teams = teaching(user, timezone.localdate())
    if not teams:
        return redirect("propose")
    page = OwnPlan(user, teams, drafts.posted(request), request.GET)
    if request.method == "POST" and page.is_only_chosen:
        messages.info(
            request,
            _("The lesson is filled in, and nothing is planned yet. Is it right? Then press once more."),
        )
    return planning_page(request, page.form, "observations/plan.html", page=page)


def propose(request):
    """Someone proposes to look along in a colleague's lesson."""
    refusals.require_takes_part(request.user)
    form = ProposalForm(drafts.posted(request), user=request.user, initial={"id": uuid.uuid4()})
    return planning_page(request, form, "observations/propose.html")


def planning_page(request, form, template, **context):
    if drafts.is_sent(request, form):
        lesson = form.there or actions.plan(
            by=request.user, copied=form.copied, offered=form.offers, **form.facts
        )
        drafts.saved(request)
        messages.success(request, planned_words(lesson, form.facts, request.user))
        return redirect("visit", lesson.pk)
    return drafts.page(request, template, form, **context)


def planned_words(lesson, facts, user):
    """What is true after the button: a second click repeats it, but a changed form sent again has changed
    nothing."""
    if any(getattr(lesson, name) != value for name, value in facts.items()):
        return _(
            "This visit had been planned already and stays as it was. You can change the appointment here."
        )
    words = (
        _("The visit is planned: {when}.")
        if lesson.accepted_at
        else _("Your proposal has been sent: {when}.")
    )
    return with_letter(words.format(when=lesson.in_words), News.PROPOSED, lesson.other(user))


@require_POST
def accept(request, lesson_id):
    """The yes of who was asked: the teacher, or the coach."""
    lesson = access.visit(request.user, lesson_id)
    if "seen" not in request.POST and request.user == lesson.coach and offers.open_of(lesson):
        return visit_page(request, lesson, unanswered=True)
    actions.accept(lesson=lesson, by=request.user, seen=request.POST.get("seen"))
    lesson = access.visit(request.user, lesson_id)  # it may be another lesson now
    words = agreed_words(lesson, request.user)
    messages.success(request, with_letter(words, News.AGREED, lesson.other(request.user)))
    tell_overlap(request, lesson)
    return redirect("visit", lesson_id)


def agreed_words(lesson, user):
    if user == lesson.teacher:
        return _("Agreed. You can now choose what to look at.")
    return _("Agreed: you look along with {name}.").format(name=lesson.teacher.short_name)


def tell_overlap(request, lesson):
    """Who says yes to a proposal did not choose its moment. Only own visits: those of the other are not
    told."""
    for other in access.visits_of(request.user).overlapping(lesson):
        time = shown(timezone.localtime(other.start))
        words = _("This visit overlaps another one of yours: {lesson}, at {time}. Both stay.")
        messages.info(request, words.format(lesson=other, time=time))


@require_POST
def offer_back(request, lesson_id):
    """The teacher takes back a lesson that was offered besides."""
    lesson = access.visit_of_teacher(request.user, lesson_id)
    slot = request.POST.get("slot", "")
    is_one = slot.isdecimal() and len(slot) == 1
    actions.withdraw_offer(lesson=lesson, by=request.user, slot=int(slot) if is_one else 0)
    words = _("That lesson can no longer be chosen. The visit itself stays: {when}.")
    messages.success(request, words.format(when=lesson.in_words))
    return redirect("visit", lesson_id)


@require_POST
def goes_along(request, lesson_id):
    """The timetable says otherwise than the visit: the teacher lets it go along, or stay."""
    lesson = access.visit_of_teacher(request.user, lesson_id)
    refusals.require_not_begun(lesson)
    goes = request.POST.get("answer") == "along"
    following.answer(lesson=lesson, by=request.user, seen=request.POST.get("seen"), goes=goes)
    now = access.visit(request.user, lesson_id)
    words = _("The visit goes along: {when}.") if goes else _("The visit stays as it is: {when}.")
    told = now.coach if now.facts != lesson.facts else None
    messages.success(request, with_letter(words.format(when=now.in_words), News.MOVED, told))
    if goes:
        tell_overlap(request, now)
    return redirect("visit", lesson_id)


def decline(request, lesson_id):
    """A coach's no. Asks once, no reason needed; from then on this person sees nothing more of the visit."""
    if access.has_declined(request.user, lesson_id):
        return redirect("home")  # a second click
    lesson = access.visit_of_coach(request.user, lesson_id)
    if lesson.cancelled_at or not lesson.accepted_at:  # an own proposal is taken back
        return redirect("cancel", lesson_id)
    refusals.require_may_decline(lesson)
    if request.method == "POST":
        actions.decline(lesson=lesson, by=request.user)
        words = _("You do not look along this time. {name} chooses how to go on.")
        words = words.format(name=lesson.teacher.short_name)
        messages.success(request, with_letter(words, News.DECLINED, lesson.teacher))
        return redirect("home")
    return render(request, "observations/decline.html", {"lesson": lesson})


def cancel(request, lesson_id):
    """Cancelling, and the "not now" to a proposal. Asks once, no reason needed."""
    lesson = access.visit(request.user, lesson_id)
    if lesson.cancelled_at:
        return redirect("visit", lesson_id)
    refusals.require_not_begun(lesson)
    if request.method == "POST":
        actions.cancel(lesson=lesson, by=request.user)
        kind = actions.kind_of_cancelling(lesson, request.user)
        words = with_letter(_("The visit is cancelled."), kind, lesson.other(request.user))
        messages.success(request, words)
        return redirect("home")
    return render(request, "observations/cancel.html", {"lesson": lesson})


def move(request, lesson_id):
    lesson = access.visit(request.user, lesson_id)
    refusals.require_not_begun(lesson)
    form = MoveForm(drafts.posted(request), lesson=lesson, user=request.user)
    if drafts.is_sent(request, form):
        actions.move(lesson=lesson, by=request.user, **form.facts)
        drafts.saved(request)
        changed = access.visit(request.user, lesson_id)
        words = _("The appointment has been changed: {when}.").format(when=changed.in_words)
        told = changed.other(request.user) if changed.facts != lesson.facts else None
        messages.success(request, with_letter(words, News.MOVED, told))
        return redirect("visit", lesson_id)
    return drafts.page(request, "observations/move.html", form, lesson=lesson)


def coach(request, lesson_id):
    """The teacher chooses another coach, or goes on alone."""
    lesson = access.visit_of_teacher(request.user, lesson_id)
    if request.method == "POST" and lesson.alone_at and not request.POST.get("coach"):
        return redirect("visit", lesson_id)  # a second click: the first one may have opened the visit
    refusals.require_unopened(lesson)
    form = CoachForm(drafts.posted(request), lesson=lesson)
    if drafts.is_sent(request, form):
        chosen = form.cleaned_data["coach"]
        actions.choose_coach(lesson=lesson, by=request.user, coach=chosen)
        drafts.saved(request)
        messages.success(request, chosen_words(lesson, chosen))
        return redirect("visit", lesson_id)
    return drafts.page(request, "observations/coach.html", form, lesson=lesson)


def chosen_words(before, coach):
    words = _("Your choice has been saved.")
    if coach is None:
        return with_letter(words, News.NOT_COACH, before.coach)
    return with_letter(words, News.PROPOSED, coach if coach != before.coach else None)
