"""Why not, or not now: the reasons that a page tells. Doors give rows (access.py), refusals give reasons.

What somebody may not know of is a 404; what cannot be done at this moment is a NotNow, with words.
"""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from observations.models import Voice
from people.models import Membership

REASONS = {
    "proposed": _("The teacher has not accepted this visit yet. Nothing is recorded on a proposal."),
    "no_part": _("You two cannot agree on this visit any more: one of you looks after people and teams now, and an administrator takes part in no visit. The teacher can choose somebody else."),
    "lead": _("Your school does not want a team lead to look along in their own team, so you two cannot agree on this visit any more. The teacher can choose somebody else."),
    "wrote": _("You have written in this visit, so you look along. If you cannot go on, tell the teacher, who can choose somebody else."),
    "decided": _("This proposal has already been answered."),
    "begun": _("The lesson visit has begun. From then on the appointment, the learning question and the chosen items stay as they are."),
    "early": _("This lesson is on a later day. Open the page once more: you can practise, or say that it really is the lesson."),
    "empty": _("There is nothing in your story yet. Mark it ready all the same?"),
    "ready": _("You marked your story as ready. Reopen it if you want to change something."),
    "opened": _("You have opened your stories together. They stay as they are now; you can still add something with a date."),
    "not_open": _("The stories are not open yet. The teacher opens them when both are ready."),
    "moved": _("The moment was changed while you were reading. Look at it once more, then answer."),
    "timetable": _("Your timetable was changed once more while you were reading. Look at it again, then answer."),
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


def require_takes_part(user):
    """An administrator takes part in no visit (docs/privacy.md)."""
    if user.is_administrator:
        raise Http404


def require_can_be_agreed(lesson):
    if reason := why_not_agreed(lesson):
        raise NotNow(reason)


def why_not_agreed(lesson):
    """The reason for which these two cannot agree on a visit now, or "". What they agreed on before goes
    on."""
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
    """Moving and cancelling stop at the first entry of either: nobody's account is taken away by a changed
    appointment."""
    require_unopened(lesson)
    if lesson.is_begun:
        raise NotNow("begun")


def require_may_decline(lesson):
    """A coach says no until the first own entry. What the teacher wrote keeps nobody: it stays the
    teacher's."""
    require_unopened(lesson)
    require_running(lesson)
    account = lesson.accounts.get(Voice.COACH)
    if account and account.is_begun:
        raise NotNow("wrote")


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
