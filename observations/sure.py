"""What is asked before a visit is planned or moved: a lesson that is over, one at the time of another own
visit, and a form that was sent.

Both are allowed, so they are questions and no errors; a tick is the answer. It names the moment it was given
for: with another moment the question comes again. Of other visits only the person's own are told, never those
of the teacher or the coach.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from observations import access


@dataclass
class Question:
    words: str
    yes: str
    token: str
    is_answered: bool = False


def questions(user, lesson, answered):
    """About a visit that is not saved yet, with what was ticked already."""
    found = [over(lesson)] if lesson.until <= timezone.now() else []
    found += [twice(lesson, other) for other in access.visits_of(user).overlapping(lesson)]
    for question in found:
        question.is_answered = question.token in answered
    return found


def over(lesson):
    words = _("This is over: {when}. Is that right?").format(when=lesson.in_words)
    return Question(words, _("Yes, this lesson has been given already"), f"over {lesson.moment}")


def twice(lesson, other):
    token = f"{other.pk} {lesson.moment}"
    if is_same(lesson, other):
        words = _("This visit is there already: {lesson}, {when}. Do you want it once more?")
        yes = _("Yes, once more")
    else:
        words = _("At that time you have another visit: {lesson}, {when}. Do you want both?")
        yes = _("Yes, both")
    return Question(words.format(lesson=other, when=other.in_words), yes, token)


def another(lesson, earlier, answered):
    """This form was sent before, as `earlier`, and says something else now."""
    words = _(
        "With this form you planned a visit already: {lesson}, {when}. It stays as it was. Do you want another one, with what is here now?"
    )
    token = f"another {earlier.pk} {lesson.moment}"
    filled = words.format(lesson=earlier, when=earlier.in_words)
    return Question(filled, _("Yes, another visit"), token, token in answered)


def is_same(lesson, other):
    """Teacher, begin, subject and group are equal."""
    return (lesson.teacher_id, lesson.start, str(lesson).casefold()) == (
        other.teacher_id,
        other.start,
        str(other).casefold(),
    )
