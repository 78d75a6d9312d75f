"""Entries into one account: the server's half of the one natural way.

The account's row is locked, every entry is compared with what is there, and what is new goes out in one
statement; so a batch costs as many queries as one answer. Nothing is overwritten that the sender has not
seen.
"""

from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone

from observations import access, refusals
from observations.entry_forms import ENTRY_FORMS, AnswerForm
from observations.models import LensPoint, Lesson, Observation, Voice
from observations.own_points import OwnPoints
from observations.refusals import NotNow
from observations.savers import NOT_NOW, SAVED, Answers, Draft, Lens, Moments, Question, Result, invalid
from people.compiled import compiled, prepared
from people.models import User


def account_for(*, by, lesson_id, voice):
    """The locked account of this person, made at the first entry; NotNow or 404 where nothing may be written.

    The visit's row is locked too, and first, as every action does: what was read is then what is still true.
    """
    account = account_to_write.first(by, lesson_id, voice) or start_account(by, lesson_id, voice)
    lesson = account.lesson
    lesson.accounts = {voice: account}
    refusals.require_recording(lesson, voice)
    return account


@prepared
def account_to_write(by: User, lesson_id: UUID, voice: str):
    mine = Observation.objects.filter(author=by, lesson=lesson_id, voice=voice)
    still = mine.filter(set_aside_at=None, lesson__deleted_at=None)
    return still.select_related("lesson").select_for_update(of=("lesson", "self"))


def start_account(by, lesson_id, voice):
    Lesson.with_practice.lock(lesson_id)
    lesson = access.to_write(by, lesson_id, voice)
    refusals.require_running(lesson)
    account, _made = Observation.objects.get_or_create(lesson=lesson, author=by, defaults={"voice": voice})
    if account.voice != voice:
        raise Http404
    account.lesson = lesson
    return account


@transaction.atomic
def record(*, by, lesson_id, voice, entries):
    """Saves raw entries (dicts with a `type`) into one account; returns one Result for each, in the same
    order.

    Raises NotNow or Http404 where nothing at all may be written.
    """
    account = account_for(by=by, lesson_id=lesson_id, voice=voice)
    bring_forward(account, entries)
    forms = [bind(entry, account) for entry in entries]
    draft = Draft(account, forms)
    lens = Lens(draft)
    savers = {
        "answer": Answers(draft), "moment": Moments(draft), "question": Question(draft), "lens": lens,
        "own": OwnPoints(draft, lens),
    }  # fmt: skip
    results = [take(form, savers, account) for form in forms]
    for saver in savers.values():
        saver.write()
    start(account, [form for form, result in zip(forms, results, strict=True) if result.status == SAVED])
    return results


def bind(entry, account):
    """The entry in its form; an unknown type is bound to the strictest one and so refused with words."""
    form = ENTRY_FORMS.get(str(entry.get("type")), AnswerForm)
    return form(entry, content=account.lesson.content, voice=account.voice)


def take(form, savers, account):
    if not form.is_valid():
        return invalid(form)
    if form.counts_as_start and account.lesson.asks_first(account.voice):
        return Result(NOT_NOW, NotNow("early").body)
    return savers[form.type].take(form.cleaned_data)


def bring_forward(account, entries):
    """A page that was kept before the lesson's day, and says what its person answered there without a
    network."""
    if any(entry.get("real") is True for entry in entries) and account.lesson.asks_first(account.voice):
        account.brought_forward_at = timezone.now()
        account.save(update_fields=["brought_forward_at"])
        account.lesson.accounts[account.voice] = account


def start(account, saved):
    """The first entry that counts closes the lens; the lens the page showed is kept with the account. A coach
    who was asked has answered by it."""
    counting = [form for form in saved if form.counts_as_start]
    if account.started_at or not counting:
        return
    shown = counting[0].cleaned_data.get("lens")
    account.started_at = timezone.now()
    account.lens_shown = shown if shown is not None else lens_keys(account.lesson)
    account.save(update_fields=["started_at", "lens_shown"])
    if account.voice == Voice.COACH:
        account.lesson.coach_says_yes()


@compiled
def lens_keys(lesson: Lesson):
    return LensPoint.objects.filter(lesson=lesson).values_list("item__key", flat=True)
