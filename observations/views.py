"""Pages of a visit until it is opened. Each view is five steps: get, check, form, act, respond."""

import json
import uuid

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observations import access, actions, plain, recording, refusals
from observations.clock import shown
from observations.forms import CoachForm, MoveForm, OwnLessonForm, ProposalForm
from observations.models import Lesson, Stage, Voice
from observations.next import whats_next
from observations.refusals import NotNow
from observations.savers import GONE, INVALID, NOT_NOW, SAVED, Result
from observations.sheets import Sheet
from people import drafts
from people.models import Membership
from people.sorting import in_order

BATCH = 200  # entries in one request; a full page has some sixty

# --- plan ---------------------------------------------------------------------------------------


def plan(request):
    """A teacher plans a visit to an own lesson."""
    refusals.require_takes_part(request.user)
    if not request.user.teaching().exists():
        return redirect("propose")
    return planning_page(request, OwnLessonForm, "observations/plan.html")


def propose(request):
    """Someone proposes to look along in a colleague's lesson."""
    return planning_page(request, ProposalForm, "observations/propose.html")


def planning_page(request, form_class, template):
    refusals.require_takes_part(request.user)
    form = form_class(drafts.posted(request), user=request.user, initial={"id": uuid.uuid4()})
    if drafts.is_sent(request, form):
        lesson = form.there or actions.plan(by=request.user, **form.facts)
        drafts.saved(request)
        messages.success(request, planned_words(lesson, form.facts))
        return redirect("visit", lesson.pk)
    return render(request, template, {"form": form}, status=422 if form.is_bound else 200)


def planned_words(lesson, facts):
    """What is true after the button: a second click repeats it, but a changed form sent again has changed nothing."""
    if any(getattr(lesson, name) != value for name, value in facts.items()):
        return _(
            "This visit had been planned already and stays as it was. You can change the appointment here."
        )
    words = (
        _("The visit is planned: {when}.")
        if lesson.accepted_at
        else _("Your proposal has been sent: {when}.")
    )
    return words.format(when=lesson.in_words)


def tell_overlap(request, lesson):
    """Who says yes to a proposal did not choose its moment. Only own visits: those of the other are not told."""
    for other in Lesson.objects.of(request.user).overlapping(lesson):
        time = shown(timezone.localtime(other.start))
        words = _("This visit overlaps another one of yours: {lesson}, at {time}. Both stay.")
        messages.info(request, words.format(lesson=other, time=time))


def visit(request, lesson_id):
    """The visit itself: what was agreed, where it stands, and what can be done next."""
    lesson = access.to_write(request.user, lesson_id, also=("team",))
    voice = lesson.voice_of(request.user)
    sheet = Sheet(lesson, voice)
    if lesson.practice:
        return render(request, "observations/practice_visit.html", {"lesson": lesson, "sheet": sheet})
    context = {"lesson": lesson, "voice": voice, "sheet": sheet, "Stage": Stage} | before_deciding(
        lesson, voice
    )
    return render(
        request,
        "observations/visit.html",
        context | {"next": whats_next(lesson, request.user, sheet.lens_size)},
    )


def before_deciding(lesson, voice):
    """What the teacher reads before agreeing or opening: whether the coach leads a team of theirs; and, for both, why a proposal cannot
    be agreed any more."""
    found = {}
    if voice == Voice.TEACHER and lesson.has_coach and not lesson.opened_at:
        leads = Membership.objects.leads_for(lesson.teacher, lesson.team_id).filter(user=lesson.coach_id)
        found["coach_leads"] = (
            leads.order_by(*in_order("team__name")).values_list("team__name", flat=True).first()
        )
    if lesson.stage == Stage.PROPOSED and (reason := refusals.why_not_agreed(lesson)):
        found["why_not"] = refusals.REASONS[reason]
    return found


@require_POST
def accept(request, lesson_id):
    lesson = access.visit_of_teacher(request.user, lesson_id)
    actions.accept(lesson=lesson, by=request.user, seen=request.POST.get("seen"))
    messages.success(request, _("Agreed. You can now choose what to look at."))
    tell_overlap(request, lesson)
    return redirect("visit", lesson_id)


def cancel(request, lesson_id):
    """Cancelling, and the "not now" to a proposal. Asks once, no reason needed."""
    lesson = access.visit(request.user, lesson_id)
    if lesson.cancelled_at:
        return redirect("visit", lesson_id)
    refusals.require_not_begun(lesson)
    if request.method == "POST":
        actions.cancel(lesson=lesson, by=request.user)
        messages.success(request, _("The visit is cancelled."))
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
        words = _("The appointment has been changed: {when}.")
        messages.success(request, words.format(when=changed.in_words))
        return redirect("visit", lesson_id)
    status = 422 if form.is_bound else 200
    return render(request, "observations/move.html", {"lesson": lesson, "form": form}, status=status)


def coach(request, lesson_id):
    """The teacher chooses another coach, or goes on alone."""
    lesson = access.visit_of_teacher(request.user, lesson_id)
    if request.method == "POST" and lesson.alone_at and not request.POST.get("coach"):
        return redirect("visit", lesson_id)  # a second click: the first one may have opened the visit
    refusals.require_unopened(lesson)
    form = CoachForm(drafts.posted(request), lesson=lesson)
    if drafts.is_sent(request, form):
        actions.choose_coach(lesson=lesson, by=request.user, coach=form.cleaned_data["coach"])
        drafts.saved(request)
        messages.success(request, _("Your choice has been saved."))
        return redirect("visit", lesson_id)
    status = 422 if form.is_bound else 200
    return render(request, "observations/coach.html", {"lesson": lesson, "form": form}, status=status)


# --- write --------------------------------------------------------------------------------------


def before(request, lesson_id):
    """The teacher's learning question, lens and intentions. All of it may stay empty."""
    lesson = access.visit_of_teacher(request.user, lesson_id)
    refusals.require_running(lesson)
    refusals.require_lens_open(lesson)
    return writing_page(request, lesson, Voice.TEACHER, "observations/before.html")


def look(request, lesson_id):
    """The coach's capture page."""
    lesson = access.to_write(request.user, lesson_id, Voice.COACH)
    return writing_page(
        request, lesson, Voice.COACH, "observations/look.html", asks=asks_first(request, lesson)
    )


def look_back(request, lesson_id):
    """The teacher's mirrored self-view, signals, responses and questions."""
    lesson = access.to_write(request.user, lesson_id, Voice.TEACHER)
    return writing_page(
        request, lesson, Voice.TEACHER, "observations/look_back.html", asks=asks_first(request, lesson)
    )


def asks_first(request, lesson):
    """Before the lesson's day a person is asked first. Who fetches the page to keep it (static/js/offline.js) gets the page itself: it
    will be opened on the day, and asks by itself should it be opened before."""
    return "X-Keep" not in request.headers and lesson.asks_first(lesson.voice_of(request.user))


def writing_page(request, lesson, voice, template, asks=False):
    """Shows the page, or saves the posted one; what is refused comes back with everything typed still there, and so does what was typed
    before a sign-in."""
    entries = plain.entries(request.POST, lesson)
    if "ready" in request.POST and not entries and lesson.is_ready(voice):
        return redirect("visit", lesson.pk)  # a second click
    refusals.require_recording(lesson, voice)
    if request.method != "POST":
        if asks:
            return redirect("early", lesson.pk)
        sheet = Sheet(lesson, voice, put_back(request, lesson))
        return render(request, template, page(lesson, sheet), status=422 if sheet.sent else 200)
    results = recording.record(by=request.user, lesson_id=lesson.pk, voice=voice, entries=entries)
    if all(result.status == SAVED for result in results):
        drafts.saved(request)
        return finish(request, lesson)
    fresh = access.to_write(request.user, lesson.pk, voice)
    sheet = Sheet(fresh, voice, zip(entries, results, strict=True))
    return render(request, template, page(fresh, sheet), status=422)


def put_back(request, lesson):
    """What was typed on this page before a sign-in, each with the reason why it is not saved."""
    words = drafts.kept(request)
    reason = Result(
        INVALID, {"errors": {"__all__": [{"message": _("You had to sign in first. Press Save.")}]}}
    )
    return [(entry, reason) for entry in plain.entries(words, lesson)] if words else []


def page(lesson, sheet):
    return {"lesson": lesson, "sheet": sheet, "content": lesson.content, "new_moment": uuid.uuid4()}


def finish(request, lesson):
    """After a plain save: stay on the page, or mark the account ready when that button was pressed."""
    if "ready" in request.POST:
        return mark_ready(request, lesson)
    messages.success(request, _("Saved."))
    return redirect("visit", lesson.pk) if "done" in request.POST else redirect(request.path)


@require_POST
def ready(request, lesson_id):
    """The button, or the page's script, which sends it once everything else is there."""
    if request.content_type != "application/json":
        return mark_ready(request, access.to_write(request.user, lesson_id))
    try:
        entry = json_of(request)["entry"]
        is_ready, sure, is_real = entry["ready"], entry.get("sure") is True, entry.get("real") is True
    except (ValueError, KeyError, TypeError, AttributeError):
        return unreadable()
    lesson = access.to_write(request.user, lesson_id)
    if lesson.practice:
        return JsonResponse({})  # there is nobody to be ready for
    if is_ready:
        if is_real and lesson.asks_first(lesson.voice_of(request.user)):
            actions.bring_forward(lesson=lesson, by=request.user)
        actions.mark_ready(lesson=lesson, by=request.user, sure=sure)
        messages.success(request, _("Your story is ready."))
    else:
        actions.withdraw_ready(lesson=lesson, by=request.user)
    return JsonResponse({})


def mark_ready(request, lesson):
    """The button. An empty story is asked about, once; whoever says so again, means it."""
    if lesson.practice:
        return redirect("visit", lesson.pk)
    try:
        actions.mark_ready(lesson=lesson, by=request.user, sure="sure" in request.POST)
    except NotNow as refusal:
        if refusal.reason != "empty":
            raise
        return render(request, "observations/empty.html", {"lesson": lesson}, status=423)
    messages.success(request, _("Your story is ready."))
    return redirect("visit", lesson.pk)


@require_POST
def reopen(request, lesson_id):
    """Back to writing in the own account, until the accounts are opened."""
    lesson = access.visit(request.user, lesson_id)
    actions.withdraw_ready(lesson=lesson, by=request.user)
    return redirect("look" if lesson.voice_of(request.user) == Voice.COACH else "look_back", lesson_id)


@require_POST
def entries(request, lesson_id):
    """What the page's script sends: `{voice, entry}` answers with that entry's status, `{voice, batch}` with a list."""
    try:
        body = json_of(request)
        alone, voice = "entry" in body, Voice(body["voice"])
        sent = [body["entry"]] if alone else body["batch"]
        assert_entries(sent)
    except (ValueError, KeyError, TypeError):
        return unreadable()
    results = results_of(request, lesson_id, voice, sent, alone)
    if alone:
        return JsonResponse(results[0].body, status=results[0].status)
    return JsonResponse({"results": [{"status": result.status, **result.body} for result in results]})


def json_of(request):
    """The object that a page's script posted; ValueError for anything else.

    Raises OtherPerson when somebody else has signed in since the page was opened: on a shared tablet nothing is sent as another.
    """
    try:
        body = json.loads(request.body)
    except RecursionError:
        body = None
    if not isinstance(body, dict):
        raise ValueError
    if body.get("by", str(request.user.pk)) != str(request.user.pk):
        raise refusals.OtherPerson
    return body


def unreadable():
    return JsonResponse({"errors": {"__all__": [{"message": _("This could not be read.")}]}}, status=422)


def assert_entries(sent):
    if not isinstance(sent, list) or not all(isinstance(entry, dict) for entry in sent) or len(sent) > BATCH:
        raise ValueError


def results_of(request, lesson_id, voice, sent, alone):
    """In a batch a refusal of the whole account becomes the answer to each entry, as if it were sent alone."""
    try:
        return recording.record(by=request.user, lesson_id=lesson_id, voice=voice, entries=sent)
    except NotNow as refusal:
        if alone:
            raise
        return [Result(NOT_NOW, refusal.body) for _entry in sent]
    except Http404:
        if alone:
            raise
        return [Result(GONE) for _entry in sent]


# --- open ---------------------------------------------------------------------------------------


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
