"""What a draft changes, and what becomes of an edition: published, put away, taken back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studio import access, drafts, editions
from studio.changed import Changed
from studio.changed_words import Told


def draft_changes(request, edition_id):
    draft = access.draft(request.user, edition_id)
    context = {"draft": draft, "told": Told(Changed(draft))}
    return render(request, "studio/changes.html", context)


@require_POST
def draft_same(request, edition_id):
    """Whether a line with other words is still the same one."""
    asked = request.POST.get("table", ""), request.POST.get("key", "")
    is_same = request.POST.get("same") == "yes"
    editions.answer(by=request.user, edition_id=edition_id, table=asked[0], key=asked[1], is_same=is_same)
    return redirect(reverse("draft_changes", args=[edition_id]) + f"#{':'.join(asked)}")


@require_POST
def checklist_publish(request, edition_id):
    """What was looked at is what goes out: whoever changed it meanwhile has it looked at again."""
    try:
        edition = drafts.publish(by=request.user, edition_id=edition_id, seen=request.POST.get("seen", ""))
    except drafts.NotYet:
        messages.warning(
            request,
            _(
                "Nothing is final yet. The draft is not ready, or somebody changed it meanwhile. Look once more."
            ),
        )
        return redirect("draft_changes", edition_id)
    messages.success(request, published_words(edition).format(edition=edition))
    return redirect("checklist", edition.pk)


def published_words(edition):
    if edition.checklist.archived_at:
        return _("{edition} is final. The list is still put away: new visits cannot take it yet.")
    return _("{edition} is in use: new visits can take it.")


@require_POST
def checklist_archive(request, edition_id):
    """The whole list out of use, or in use again."""
    edition = access.own_edition(request.user, edition_id)
    is_away = request.POST.get("away") == "1"
    editions.put_away(by=request.user, checklist_id=edition.checklist_id, is_away=is_away)
    words = _("{name} is put away.") if is_away else _("{name} can be chosen again.")
    messages.success(request, words.format(name=edition.checklist))
    return redirect("checklist", edition.pk)
