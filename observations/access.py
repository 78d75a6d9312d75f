"""The only door through which a view gets a visit: the row, or 404. Nobody outside a visit learns that it exists."""

import enum
from collections import defaultdict

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from observations.models import Key, Lesson, Observation, Voice
from people.models import Membership


class Part(enum.StrEnum):
    """What of a visit someone may read."""

    SHARED_INTENTIONS = "shared_intentions"  # before prompts marked "my coach may read this"
    TEACHER_ACCOUNT = "teacher_account"  # self-view, signals, responses, prompts that open with the account
    TEACHER_PRIVATE = "teacher_private"  # for ever the teacher's own
    COACH_ACCOUNT = "coach_account"
    STEPS = "steps"
    STUDENTS = "students"  # under a key; for the two of a visit pulse.access decides
    SENTENCE = "sentence"  # the one answer that leaves only under its own key
    PAIR = "pair"  # meanings and patterns the two guessed at together; never leaves the pair


REASONS = {
    "proposed": _("The teacher has not accepted this visit yet. Nothing is recorded on a proposal."),
    "no_part": _("You two cannot agree on this visit any more: one of you looks after people and teams now, and an administrator takes part in no visit. The teacher can choose somebody else."),
    "lead": _("Your school does not want a team lead to look along in their own team, so you two cannot agree on this visit any more. The teacher can choose somebody else."),
    "decided": _("This proposal has already been answered."),
    "begun": _("The lesson visit has begun. From then on the appointment, the learning question and the chosen items stay as they are."),
    "early": _("This lesson is on a later day. Open the page once more: you can practise, or say that it really is the lesson."),
    "empty": _("There is nothing in your story yet. Mark it ready all the same?"),
    "ready": _("You marked your story as ready. Reopen it if you want to change something."),
    "opened": _("You have opened your stories together. They stay as they are now; you can still add something with a date."),
    "not_open": _("The stories are not open yet. The teacher opens them when both are ready."),
    "moved": _("The moment was changed while you were reading. Look at it once more, then answer."),
    "not_ready": _("The stories open only when both of you are ready."),
    "downloaded": _("Somebody has downloaded a part of this visit, so it cannot come back: they would hold a paper of something you took away."),
    "downloaded_meanwhile": _("Somebody downloaded a part of this visit while you were reading. Read once more what deleting does, then decide."),
    "heard": _("You have read what your students said. From then on your story stays as it is; after opening you can still add something with a date."),
}  # fmt: skip


class NotNow(Exception):
    """May do this, but not at this moment. Becomes a 423 that names the reason."""

    reasons = REASONS

    def __init__(self, reason):
        super().__init__(reason)
        self.reason, self.message = reason, self.reasons[reason]

    @property
    def body(self):
        """What the page's script is told."""
        return {"reason": self.reason, "message": str(self.message)}


class OtherPerson(Exception):
    """The page was opened by somebody else than who is signed in now. Becomes a 401: sign in again."""


def visit(user, lesson_id, *roles, also=()):
    """The visit, for its teacher or its coach of today (or only for the roles given). `also` names rows to read along."""
    return for_roles(user, Lesson.objects.of(user), lesson_id, roles, also)


def to_write(user, lesson_id, *roles, also=()):
    """The same, or an own practice visit: for the few pages on which practice goes as the real thing does."""
    return for_roles(user, Lesson.with_practice.of(user), lesson_id, roles, also)


def practice(user, lesson_id):
    """An own practice visit, and nothing else."""
    lesson = to_write(user, lesson_id)
    if not lesson.practice:
        raise Http404
    return lesson


def for_roles(user, lessons, lesson_id, roles, also=()):
    rows = lessons.with_people().with_accounts().select_related("talk", *also)
    lesson = get_object_or_404(rows, pk=lesson_id)
    if lesson.is_gone or (roles and lesson.voice_of(user) not in roles):
        raise Http404
    return lesson


def deleted(user, lesson_id, *roles):
    """A visit that was deleted less than a day ago, for its two people; 404 for anybody else, and for everybody after that."""
    return for_roles(user, Lesson.objects.just_deleted(user), lesson_id, roles)


def is_deleted(user, lesson_id):
    """Whether this teacher deleted it less than a day ago."""
    return Lesson.objects.just_deleted(user).filter(pk=lesson_id, teacher=user).exists()


def visit_of_teacher(user, lesson_id):
    return visit(user, lesson_id, Voice.TEACHER)


def visit_of_coach(user, lesson_id):
    return visit(user, lesson_id, Voice.COACH)


def set_aside_account(user, observation_id):
    """A former account, for its author only. Of its visit nothing is shown but what the account itself says of it."""
    rows = Observation.objects.filter(author=user, set_aside_at__isnull=False, lesson__deleted_at=None)
    return get_object_or_404(rows.select_related("lesson__teacher"), pk=observation_id)


def released(user, lesson_id, also=()):
    """An opened visit of somebody else's, for who holds a valid key to some part of it; 404 otherwise."""
    rows = Lesson.objects.with_people().with_accounts().select_related("talk", *also)
    lesson = get_object_or_404(rows, pk=lesson_id, deleted_at=None)
    if lesson.voice_of(user) or not parts(user, lesson):
        raise Http404
    return lesson


def parts(user, lesson):
    """The parts of this visit that this person may read now (architecture: who sees what)."""
    voice = lesson.voice_of(user)
    if voice is None:
        return parts_under_key(user, lesson)
    opened = {Part.TEACHER_ACCOUNT, Part.COACH_ACCOUNT, Part.STEPS, Part.PAIR} if lesson.opened_at else set()
    if voice == Voice.TEACHER:
        return opened | {Part.TEACHER_ACCOUNT, Part.TEACHER_PRIVATE, Part.SHARED_INTENTIONS}
    return opened | {Part.COACH_ACCOUNT, Part.SHARED_INTENTIONS}


def parts_under_key(user, lesson):
    """By the keys that are valid today, and by today's membership of the visit's team; asked once per visit that was read."""
    if not hasattr(lesson, "_under_key"):
        lesson._under_key = (user.pk, parts_by_visit(user, [lesson.pk])[lesson.pk])
    reader, found = lesson._under_key
    return found if reader == user.pk else set()


def parts_by_visit(user, ids):
    """The same for many visits of others, in one query: {visit id: parts}."""
    keys = Key.objects.valid().for_reader(user).filter(lesson__in=ids).by_visit()
    return defaultdict(set, {pk: {Part(part) for part, _day in found} for pk, found in keys.items()})


def require_takes_part(user):
    """An administrator takes part in no visit (docs/privacy.md)."""
    if user.is_administrator:
        raise Http404


def require_can_be_agreed(lesson):
    if reason := why_not_agreed(lesson):
        raise NotNow(reason)


def why_not_agreed(lesson):
    """The reason for which these two cannot agree on a visit now, or "". What they agreed on before goes on."""
    if any(person.is_administrator for person in (lesson.teacher, lesson.coach) if person):
        return "no_part"
    ruled_out = Membership.objects.not_as_coach(lesson.teacher, lesson.team_id).filter(user=lesson.coach_id)
    return "lead" if lesson.has_coach and ruled_out.exists() else ""


def require_recording(lesson, voice):
    """This voice may write in its account now; NotNow otherwise. A cancelled visit is gone."""
    require_running(lesson)
    if lesson.opened_at:
        raise NotNow("opened")
    if lesson.is_ready(voice):
        raise NotNow("ready")


def require_running(lesson):
    if lesson.cancelled_at or lesson.is_gone:
        raise Http404
    if not lesson.accepted_at:
        raise NotNow("proposed")


def require_real(lesson, voice):
    """Before the lesson's day nothing is recorded in it by somebody who only wanted to try."""
    if lesson.asks_first(voice):
        raise NotNow("early")


def require_not_begun(lesson):
    """Moving and cancelling stop at the first entry of either: nobody's account is taken away by a changed appointment."""
    require_unopened(lesson)
    if lesson.is_begun:
        raise NotNow("begun")


def require_lens_open(lesson):
    """The learning question, the lens and intentions close together (docs/adr/0003)."""
    require_unopened(lesson)
    if lesson.is_lens_closed:
        raise NotNow("begun")


def require_open(lesson):
    if lesson.cancelled_at:
        raise Http404
    if not lesson.opened_at:
        raise NotNow("not_open")


def require_unopened(lesson):
    if lesson.cancelled_at:
        raise Http404
    if lesson.opened_at:
        raise NotNow("opened")
