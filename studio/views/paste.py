"""A table of others comes into a draft: pasted or chosen, looked over, and taken over with one press."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.views import drafts as kept
from studio import access
from studio.line_forms import LENGTHS
from studio.ordering import MOST, TooMany
from studio.paste_form import PasteForm
from studio.pasting import Paste, take_over
from studio.tables.bounds import MOST_BYTES, MOST_COLUMNS
from studio.tables.lines import MOST_LINES

LIMITS = {
    "rows": MOST_LINES,
    "columns": MOST_COLUMNS,
    "megabytes": MOST_BYTES // 1_000_000,
    "characters": LENGTHS["text"],
}
TOO_MANY = _("A checklist has at most {lines} lines, those that are off too. Leave rows out.")


def draft_paste(request, edition_id):
    draft = access.draft(request.user, edition_id)
    posted = kept.posted(request)
    paste = Paste(draft, posted, request.FILES.get("file"))
    is_press = request.method == "POST" and request.POST.get("do") == "take"
    form = form_for(posted, is_press)
    if is_press and form.is_valid() and paste.going and is_as_shown(request, paste):
        try:
            return taken(request, paste, form)
        except TooMany:
            form.add_error(None, TOO_MANY.format(lines=MOST))
    if request.method == "POST" and not (paste.refused or form.is_bound):
        kept.saved(request)  # the text on the page is what was typed, and the device keeps that from now on
    return page(request, paste, form, changed=is_press and not is_as_shown(request, paste))


def is_as_shown(request, paste):
    """The button named a number: where another one would go by now, it is shown first."""
    return request.POST.get("draft-shown") == str(len(paste.going))


def form_for(posted, is_press):
    if is_press:
        return PasteForm(posted)
    return PasteForm(initial={name: posted.get(name, "") for name in ("where", "may")} if posted else {})


def page(request, paste, form, **context):
    is_refused = paste.refused or paste.too_many or (form.is_bound and not form.is_valid())
    context = {"draft": paste.draft, "paste": paste, "form": form, "limits": LIMITS, **context}
    return render(request, "studio/paste.html", context, status=422 if is_refused else 200)


def taken(request, paste, form):
    lines = paste.going
    items = take_over(by=request.user, edition_id=paste.draft.pk, lines=lines, source=form.source)
    kept.saved(request)
    said = ngettext("{number} item is in the draft.", "{number} items are in the draft.", len(items))
    messages.success(request, said.format(number=len(items)))
    rest = Paste(paste.draft, paste.with_rest())
    if rest.rows:
        return page(request, rest, form_for(request.POST, is_press=False))
    if not items:
        return redirect("checklist_draft", paste.draft.pk)
    return redirect("draft_line", paste.draft.pk, "item", items[0].key)
