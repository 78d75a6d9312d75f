"""The teacher holds the keys: who may read which part until when, and what happened with them."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from observations import actions, newcomers
from observations.models import Audience, Key, Released, Voice
from observations.opened_forms import KeyForm
from observations.readers import Readers
from pulse.access import pulse_of
from reports.readable import SENTENCE, Readable
from reports.views import opened_visit

WHAT = {
    Released.TEACHER_ACCOUNT: gettext_lazy("Your learning question and chosen items, what you filled in, signals and what you did with them, and your answers that opened."),
    Released.COACH_ACCOUNT: gettext_lazy("Items, notes, moments, signals and answers of {coach}, without your account."),
    Released.STUDENTS: gettext_lazy("Counts per sentence. Not what students wrote."),
    Released.STEPS: gettext_lazy("The steps that you chose, without the talk behind them and without what came of them."),
    Released.SENTENCE: gettext_lazy("Your answer to: which small choice do you want to share with your team?"),
}  # fmt: skip
FOR = (
    (Audience.TEAM, gettext_lazy("Who is in {team} now. Who comes later can read it only after your yes.")),
    (Audience.LEAD, gettext_lazy("Who leads {team} now. Who comes later can read it only after your yes.")),
)
YES, NO = "yes", "no"
ANSWERS = {
    YES: gettext_lazy("Noted: they may read it too."),
    NO: gettext_lazy("Noted: they do not read it. You can change this with your keys."),
}


@dataclass
class Row:
    """One part on the page of the keys: what it holds, who may read it now, and whether there is anything to give."""

    part: Released
    what: str
    key: Key | None
    words: str  # the one sentence itself
    can_give: bool
    is_pairs: bool  # the coach reads it as well
    readers: list[str]  # names of who can read it now, where there is a key

    @property
    def is_counted(self):
        """In the team mirror, under a key for the team (reports/mirror.py)."""
        return self.part in (Released.COACH_ACCOUNT, Released.STEPS, Released.SENTENCE)

    @property
    def title(self):
        return _("My own account") if self.part == Released.TEACHER_ACCOUNT else self.part.label


def keys(request, lesson_id, form=None):
    """For each part who may read it; and below what happened."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER, also=("team",))
    readers = Readers(lesson)
    context = {
        "lesson": lesson,
        "rows": rows(request.user, lesson, readers),
        "form": form,
        "audiences": [
            (value, who.format(team=lesson.team.name), readers.of_audience(value)) for value, who in FOR
        ],
        "newcomers": newcomers.of_visit(lesson) if readers.has_newcomers else [],
        "ledger": lesson.ledger.select_related("who"),
    }
    return render(request, "reports/keys.html", context, status=422 if form else 200)


def rows(user, lesson, readers):
    running = {key.part: key for key in lesson.keys.filter(revoked_at=None)}
    sentence = sentence_of(user, lesson)
    coach = lesson.coach.short_name if lesson.has_coach else ""
    found = []
    for part, can in givable(user, lesson, sentence).items():
        is_pairs = lesson.has_coach and is_read_by_pair(part, lesson)
        names = readers.of_part(part) + ([_("{name} (your coach)").format(name=coach)] if is_pairs else [])
        words = sentence if part == Released.SENTENCE else ""
        found.append(
            Row(part, WHAT[part].format(coach=coach), running.get(part), words, can, is_pairs, names)
        )
    return [row for row in found if lesson.has_coach or row.part != Released.COACH_ACCOUNT]


def is_read_by_pair(part, lesson):
    """The coach never reads the one sentence, and what students said only once the teacher let it be read."""
    if part == Released.STUDENTS:
        return pulse_of(lesson).released_at is not None
    return part != Released.SENTENCE


def givable(user, lesson, sentence):
    """Which parts there are to give: without a coach, a pulse that was read, a step or a sentence there is no such part."""
    pulse = pulse_of(lesson)
    return {
        Released.TEACHER_ACCOUNT: True,
        Released.COACH_ACCOUNT: lesson.has_coach,
        Released.STUDENTS: bool(lesson.students_heard_at) and pulse.has_enough,
        Released.STEPS: bool(lesson.chosen_steps),
        Released.SENTENCE: bool(sentence),
    }


def sentence_of(user, lesson):
    item = lesson.content.by_key.get(SENTENCE)
    row = Readable(lesson, user).answers[Voice.TEACHER].get(item.pk) if item else None
    return row.note if row else ""


@require_POST
def key_give(request, lesson_id):
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    form = KeyForm(request.POST, auto_id=f"%s-{request.POST.get('part')}")
    if not form.is_valid():
        return keys(request, lesson_id, form)
    if not givable(request.user, lesson, sentence_of(request.user, lesson))[form.cleaned_data["part"]]:
        raise Http404
    actions.give_key(lesson=lesson, by=request.user, **form.cleaned_data)
    messages.success(request, _("The key is given. You can revoke it here at any time."))
    return to_keys(lesson)


@require_POST
def key_revoke(request, lesson_id, part):
    lesson = opened_visit(request, lesson_id, Voice.TEACHER)
    if part not in Released.values:
        raise Http404
    actions.revoke_key(lesson=lesson, by=request.user, part=part)
    messages.success(request, _("The key is revoked: from now on nobody can open this part."))
    return to_keys(lesson)


@require_POST
def admit(request, member, lesson_id=None):
    """The answer about somebody who came later, from the start page or from the keys of one visit."""
    lesson = opened_visit(request, lesson_id, Voice.TEACHER) if lesson_id else None
    answer = request.POST.get("may_read")
    if answer not in ANSWERS:
        raise Http404
    actions.admit(by=request.user, member=member, may_read=answer == YES)
    messages.success(request, ANSWERS[answer])
    return to_keys(lesson) if lesson else redirect("home")


def to_keys(lesson):
    return HttpResponseRedirect(reverse("keys", args=[lesson.pk]))
