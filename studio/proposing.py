"""A say for everybody who takes part: a point, or another wording of one, is proposed, withdrawn, taken into
a draft or answered (docs/adr/0079). Each may be sent twice."""

from django.db import transaction
from django.utils import timezone

from studio import access, drafts, taking
from studio.models import Proposal

State = Proposal.State


@transaction.atomic
def propose(*, by, edition, **facts):
    """`facts`: theme, key, text, why, lang, says_name. The same one that still waits is not made again."""
    about = {"by": by, "school": by.school, "checklist": edition.checklist}
    same = {name: facts[name] for name in ("theme", "key", "text")}
    waiting = Proposal.objects.filter(**about, **same, state=State.OPEN).first()
    proposal = waiting or Proposal.objects.create(**about, **facts)
    by.school.count_proposals()
    return proposal


@transaction.atomic
def withdraw(*, by, proposal_id):
    """By who proposed it, as long as nobody answered."""
    access.own_proposals(by).filter(pk=proposal_id, state=State.OPEN).delete()
    by.school.count_proposals()


@transaction.atomic
def take(*, by, proposal_id, checklist, answer=""):
    """Into the draft of this checklist, which is made where there is none: a point more, or other words.
    Gives that line; None where it was answered already."""
    proposal, line = access.proposal_to_answer(by, proposal_id), None
    if proposal.state == State.OPEN:
        draft = drafts.next_edition(by=by, edition=checklist.editions.latest("number"))
        line = taking.into(access.draft_to_write(by, draft.pk), proposal, by=by)
        answered(proposal, by, State.TAKEN, answer)
    return line


@transaction.atomic
def thank(*, by, proposal_id, answer):
    """Not taken, with why."""
    proposal = access.proposal_to_answer(by, proposal_id)
    if proposal.state == State.OPEN:
        answered(proposal, by, State.NOT_TAKEN, answer)


def answered(proposal, by, state, answer):
    proposal.state, proposal.answer, proposal.answered_by = state, answer, by
    proposal.answered_at = timezone.now()
    proposal.save()
    by.school.count_proposals()


def see(proposal, user):
    """The answer is read by who proposed it; nobody else learns that."""
    if proposal.by_id == user.pk and proposal.is_answered and proposal.seen_at is None:
        Proposal.objects.filter(pk=proposal.pk).update(seen_at=timezone.now())
