"""What is done to the list of a draft: a new line, its place, on and off; what was done last taken back. And
the whole list, and a line where people will meet it."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from observations.views.posted import json_of, unreadable
from studio import access, lines, ordering, undo
from studio.page import Page
from studio.preview import Preview, typed

PARTS = 3  # of a group: kind, need, moment


def draft_overview(request, edition_id):
    draft = access.draft(request.user, edition_id)
    context = {"draft": draft, "page": Page(draft), "undo": undo.newest(draft)}
    return render(request, "studio/overview.html", context)


@require_POST
def draft_add(request, edition_id):
    group = tuple(request.POST.get("group", "").split("."))
    if len(group) != PARTS:
        raise Http404
    try:
        return redirect(at(ordering.add(by=request.user, edition_id=edition_id, group=group)))
    except ordering.TooMany:
        messages.error(
            request, _("A list holds {n} lines at most. This one is full.").format(n=ordering.MOST)
        )
        return redirect("draft_overview", edition_id)


@require_POST
def draft_move(request, edition_id):
    """Pressed; or told by the page's script, which has moved the line already."""
    is_told = request.content_type == "application/json"
    try:
        said = json_of(request) if is_told else pressed(request.POST)
        where = {"table": said["table"], "key": said["key"], "place": int(said["place"])}
    except (ValueError, KeyError, TypeError, OverflowError):  # JSON knows Infinity
        return unreadable()
    line, place, of = ordering.move(by=request.user, edition_id=edition_id, **where)
    words = _("‘{line}’ is at place {n} of {of} now.").format(line=lines.name_of(line), n=place + 1, of=of)
    if is_told:
        return JsonResponse({"said": words, "undo": undo_button(request, line.edition)})
    messages.success(request, words)
    return redirect(f"{at(line)}?moved={said['way']}")


def pressed(post):
    way = "up" if "up" in post else "down"
    return {"table": post["table"], "key": post["key"], "place": post[way], "way": way}


@require_POST
def draft_switch(request, edition_id):
    table, key = request.POST.get("table", ""), request.POST.get("key", "")
    is_on = request.POST.get("on") == "1"
    line, why = ordering.switch(by=request.user, edition_id=edition_id, table=table, key=key, is_on=is_on)
    if why:
        messages.error(request, why)
    else:
        messages.success(request, switched(is_on).format(line=lines.name_of(line)))
    return redirect(f"{at(line)}?pressed=switch")


def switched(is_on):
    return _("‘{line}’ is on.") if is_on else _("‘{line}’ is off: it is kept here, and is on no page.")


@require_POST
def draft_undo(request, edition_id):
    """Takes back what the button named, and nothing else: somebody may have done something since."""
    number = request.POST.get("change", "")
    change, draft = undo.pressed(by=request.user, edition_id=edition_id, number=number)
    if change is None:
        messages.error(request, _("Nothing is taken back: something else was done since."))
        return redirect("checklist_draft", edition_id)
    line = undo.line_about(draft, change)
    messages.success(request, _("Taken back: {what}.").format(what=undo.says(change, lines.name_of(line))))
    return redirect(f"{at(line)}?pressed=undo" if line else reverse("checklist_draft", args=[edition_id]))


@require_POST
def draft_preview(request, edition_id, table, key):
    """The line with the words that are in its form now, where people will meet it; nothing is kept."""
    draft = access.draft(request.user, edition_id)
    try:
        said = json_of(request)
        line = typed(ordering.line_of(draft, table, key), dict(said.get("fields") or {}))
    except (ValueError, TypeError):
        return unreadable()
    context = {"draft": draft, "preview": Preview(draft, line, said.get("place"))}
    html = render_to_string("studio/_picture.html", context, request)
    return JsonResponse({"html": html, "name": lines.name_of(line), "undo": undo_button(request, draft)})


def undo_button(request, draft):
    return render_to_string("studio/_undo.html", {"draft": draft, "undo": undo.newest(draft)}, request)


def at(line):
    return reverse("draft_line", args=[line.edition_id, lines.table_of(line), line.key])
