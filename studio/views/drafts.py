"""A draft begins, is published or let go."""

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.views import drafts as kept
from studio import access, drafts
from studio.forms import CopyForm


def checklist_copy(request, edition_id):
    edition = access.published(request.user, edition_id)
    form = CopyForm(kept.posted(request))
    if kept.is_sent(request, form):
        begin = drafts.begin_anew if form.cleaned_data["anew"] else drafts.copy
        draft = begin(by=request.user, edition=edition, name=form.cleaned_data["name"])
        kept.saved(request)
        return redirect("checklist", draft.pk)
    return kept.page(request, "studio/copy.html", form, edition=edition)


@require_POST
def checklist_next(request, edition_id):
    edition = access.published(request.user, edition_id)
    return redirect("checklist", drafts.next_edition(by=request.user, edition=edition).pk)


@require_POST
def checklist_publish(request, edition_id):
    edition = drafts.publish(by=request.user, edition_id=edition_id)
    messages.success(request, _("{edition} is in use: new visits can take it.").format(edition=edition))
    return redirect("checklist", edition.pk)


@require_POST
def checklist_let_go(request, edition_id):
    drafts.let_go(by=request.user, edition_id=edition_id)
    messages.success(request, _("The draft is gone."))
    return redirect("checklists")
