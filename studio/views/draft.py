"""The page of one line of a draft, as a plain form, and what its script sends."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observations.savers import CONFLICT, GONE, SAVED
from observations.views.entries import UNREADABLE, answer, sent_in
from observations.views.posted import unreadable
from people.views import drafts as kept
from studio import access, lines, ordering, saving, splitting, undo
from studio.line_forms import LineForm
from studio.page import Page
from studio.preview import Preview


def checklist_draft(request, edition_id):
    """The first line; of a draft without any, and of what is in use meanwhile, the edition itself."""
    edition = theirs(request, edition_id)
    first = None if edition.published_at else Page(edition).first
    return redirect(first.url) if first else redirect("checklist", edition.pk)


def theirs(request, edition_id):
    access.editor(request.user)
    return access.edition(request.user, edition_id)


def draft_line(request, edition_id, table, key):
    if request.method == "POST":
        return save(request, edition_id, table, key)
    edition = theirs(request, edition_id)
    if edition.published_at:  # meanwhile, or an old address
        return redirect("checklist", edition.pk)
    return shown(request, Page(edition, table, key), kept.kept(request))


def save(request, edition_id, table, key):
    """The button of who has no script; what is refused comes back with everything that was typed."""
    [result] = saving.save(by=request.user, edition_id=edition_id, entries=[plain(request.POST, table, key)])
    if result.status == GONE:
        raise Http404
    page = Page(access.draft(request.user, edition_id), table, key)
    if result.status != SAVED:
        return shown(request, page, request.POST, result)
    kept.saved(request)
    if "split" in request.POST:
        return split(request, page)
    messages.success(request, _("Saved."))
    follows = page.next if "next" in request.POST else None
    return redirect((follows or page.line).url)


def split(request, page):
    """The button of a hint: what says two things becomes two lines."""
    new = splitting.split(by=request.user, edition_id=page.draft.pk, key=page.line.key)
    said = _("There are two now. The second is right below: ‘{line}’")
    none = _("It does not say two things any more, so it stays one.")
    messages.success(request, said.format(line=new.text_nl) if new else none)
    return redirect(page.line.url)


def plain(post, table, key):
    """The posted page as the entry that its script would send: a tick that is not there was taken away."""
    ticks = {name: " ".join(post.getlist(name)) for name in lines.LISTS}
    return dict(post.items()) | ticks | {"default": post.get("default", ""), "table": table, "key": key}


def shown(request, page, words, result=None):
    form = LineForm(words, line=page.line.row, points=page.points)
    if result and result.status == CONFLICT:
        form = beside(form)
    context = {"draft": page.draft, "page": page, "line": page.line, "undo": undo.newest(page.draft)}
    context["why_on"] = ordering.why_on(page.draft, page.line.row)
    context["preview"] = Preview(page.draft, page.line.row, request.GET.get("preview"))
    return kept.page(request, "studio/draft.html", form, **context)


def beside(form):
    """What somebody else wrote meanwhile stands above the own words, and the next press keeps what is there
    then."""
    words = form.data.copy()
    words["revision"] = form.line.revision
    fresh = LineForm(words, line=form.line, points=form.points)
    for name in fresh.changed():
        said = _("Somebody else changed this meanwhile. On the server: {words}")
        fresh.add_error(name, said.format(words=fresh.in_words(name)))
    return fresh


@require_POST
def draft_entries(request, edition_id):
    """What the script of the page sends, as of a visit (observations/views/entries.py)."""
    try:
        body, sent = sent_in(request)
    except UNREADABLE:
        return unreadable()
    return answer(body, sent, lambda: saving.save(by=request.user, edition_id=edition_id, entries=sent))
