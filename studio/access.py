"""The door of the studio: everybody reads the checklists of the own school and those that come with the app;
drafts are for who makes checklists. For anybody else there is no such page (404)."""

from django.db.models import Q
from django.http import Http404
from django.shortcuts import get_object_or_404

from checklists.models import Checklist, Edition, Item, Kind
from observations.refusals import require_takes_part
from studio import lines
from studio.models import Proposal


def editor(user):
    """Who makes the checklists of the own school."""
    if not user.edits_checklists:
        raise Http404


def readable(user):
    """Every edition this person may read: what is in use, or was; a draft for who makes checklists alone."""
    theirs, is_published = Q(checklist__school=user.school_id), Q(published_at__isnull=False)
    drafts = theirs if user.edits_checklists else Q(pk__in=[])
    shown = drafts | is_published & (theirs | Q(checklist__school=None))
    return Edition.objects.filter(shown).select_related("checklist")


def edition(user, pk):
    return get_object_or_404(readable(user), pk=pk)


def published(user, pk):
    """For who makes checklists: what a draft may begin with."""
    editor(user)
    return get_object_or_404(readable(user), pk=pk, published_at__isnull=False)


def names_taken(user):
    """By checklists of the school; a form that is sent twice makes one."""
    names = Checklist.objects.filter(school=user.school_id).values_list("name_nl", flat=True)
    return {name.casefold() for name in names}


def to_begin_with(user, pk):
    """What a file can be brought into: a draft of the own school, or an edition in use for a new list."""
    editor(user)
    return edition(user, pk)


def drafts(user):
    editor(user)
    own = Edition.objects.filter(checklist__school=user.school_id, published_at=None)
    return own.select_related("checklist", "copied_from")


def draft(user, pk):
    """A draft of the own school; what was published meanwhile is none any more."""
    return get_object_or_404(drafts(user), pk=pk)


def draft_to_write(user, pk):
    """The same, locked: who publishes and who still writes come one after another."""
    return get_object_or_404(drafts(user).select_for_update(of=("self",)), pk=pk)


def own_checklist(user, pk):
    editor(user)
    return get_object_or_404(Checklist, school=user.school_id, pk=pk)


def own_edition(user, pk):
    """A published one of the own school, for who makes checklists."""
    editor(user)
    return get_object_or_404(
        readable(user), pk=pk, checklist__school=user.school_id, published_at__isnull=False
    )


# --- what people propose ----------------------------------------------------------------------------------


def to_propose_for(user, edition_id, key):
    """For who takes part in visits: an edition that is in use, and the point of this key (None where it is
    "", for a new one)."""
    require_takes_part(user)
    found = get_object_or_404(readable(user), pk=edition_id, published_at__isnull=False)
    points = found.items.filter(kind=Kind.POINT, is_off=False)
    return found, get_object_or_404(points, key=lines.as_key(key)) if key else None


def own_proposals(user):
    return Proposal.objects.filter(by=user)


def proposals(user):
    """One's own; who makes checklists reads those of the whole school."""
    whose = {"school": user.school_id} if user.edits_checklists else {"by": user}
    return Proposal.objects.filter(**whose).select_related("checklist", "by", "answered_by")


def proposal(user, pk):
    return get_object_or_404(proposals(user), pk=pk)


def proposal_to_answer(user, pk):
    """Locked: two who answer at once come one after the other."""
    editor(user)
    return get_object_or_404(proposals(user).select_for_update(of=("self",)), pk=pk)


def line_of(found):
    """The point that it is about, as it reads in use; None for a new one."""
    lines = Item.objects.filter(edition__checklist=found.checklist_id, edition__published_at__isnull=False)
    return lines.filter(key=found.key).order_by("-edition__number").first() if found.key else None
