"""A draft begins, is published or let go."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.views import drafts as kept
from studio import access, drafts
from studio.forms import CopyForm


def checklist_copy(request, edition_id):
    edition = access.published(request.user, edition_id)
    form = CopyForm(kept.posted(request), taken=access.names_taken(request.user))
    if kept.is_sent(request, form):
        begin = drafts.begin_anew if form.cleaned_data["anew"] else drafts.copy
        draft = begin(by=request.user, edition=edition, name=form.cleaned_data["name"])
        kept.saved(request)
        return redirect("checklist_draft", draft.pk)
    return kept.page(request, "studio/copy.html", form, edition=edition)


@require_POST
def checklist_next(request, edition_id):
    edition = access.published(request.user, edition_id)
    return redirect("checklist_draft", drafts.next_edition(by=request.user, edition=edition).pk)


def checklist_let_go(request, edition_id):
    """Asks once: it does not come back."""
    if request.method != "POST":
        return render(request, "studio/let_go.html", {"draft": access.draft(request.user, edition_id)})
    drafts.let_go(by=request.user, edition_id=edition_id)
    messages.success(request, _("The draft is gone."))
    return redirect("checklists")
