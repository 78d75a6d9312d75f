"""People are invited: a list is read line by line, and who can come does (docs/adr/0048)."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from administration import intake
from administration.access import school_of
from administration.forms import InviteForm
from administration.sending import Sending
from administration.sheet import Sheet
from people.invitations import number
from people.models import Membership
from people.views import drafts

FIRST = {"language": "nl", "roles": [Membership.Role.TEACHER], "makes_teams": True}


def invite(request):
    school, posted = school_of(request.user), drafts.posted(request)
    files = [file.read() for file in request.FILES.getlist("file")]
    sheet = Sheet(school, posted, files)
    does = request.POST.get("do")
    form = form_for(sheet, posted, is_sent=does in ("invite", "accounts"))
    if form.is_bound and form.is_valid() and sheet.going and not (sheet.refusals or sheet.too_many):
        return taken_in(request, sheet, form, does == "invite")
    if request.method == "POST" and not (sheet.refusals or form.is_bound):
        drafts.saved(request)  # the text below is what was typed, and the device keeps that from now on
    return page(request, sheet, form)


def form_for(sheet, posted, is_sent):
    """Only the button at the end asks for all of it."""
    facts = {"school": sheet.school, "rows": sheet.going}
    if is_sent:
        return InviteForm(posted, **facts)
    chosen = {name: posted.get(name) for name in ("team", "language") if name in posted} if posted else {}
    if posted and "was_chosen" in posted:
        chosen |= {"roles": posted.getlist("roles"), "makes_teams": "makes_teams" in posted}
    teams = list(sheet.school.teams.open()[:2])
    only = {"team": teams[0]} if len(teams) == 1 else {}
    return InviteForm(initial=FIRST | only | chosen, **facts)


def page(request, sheet, form, status=200, **context):
    is_refused = sheet.refusals or sheet.too_many or (form.is_bound and not form.is_valid())
    context = {"sheet": sheet, "form": form, **context}
    return render(request, "administration/invite.html", context, status=422 if is_refused else status)


def taken_in(request, sheet, form, invites):
    lines = [row.line for row in sheet.rows]
    facts = {"choice": form.choice, "invite": invites, "agreed": sheet.agreed}
    taken = intake.take_in(by=request.user, lines=lines, **facts)
    drafts.saved(request)
    messages.success(request, said_of(taken))
    rest = Sheet(sheet.school, sheet.with_rest())
    if rest.lines:
        return page(request, rest, form_for(rest, request.POST, is_sent=False), sent=number(taken.moment))
    return redirect("invite_sent", number(taken.moment)) if taken.moment else redirect("people")


def said_of(taken):
    known = taken.number(intake.State.KNOWN)
    made = taken.number(intake.State.NEW)
    if taken.invited:
        count = len(taken.invited)
        said = ngettext("%(count)d person is invited.", "%(count)d people are invited.", count) % {
            "count": count
        }
    elif made:
        said = ngettext(
            "%(count)d account was made. Nobody gets a letter yet.",
            "%(count)d accounts were made. Nobody gets a letter yet.",
            made,
        ) % {"count": made}
    else:
        said = _("All of these were known.")
    if known:
        also = ngettext(
            "%(count)d who was known has the team and role too.",
            "%(count)d who were known have the team and role too.",
            known,
        )
        said = f"{said} {also % {'count': known}}"
    return said


def invite_sent(request, moment):
    """How far the letters of one press are, and where none leaves their links."""
    sending = Sending(school_of(request.user), moment)
    if not sending.number:
        raise Http404
    template = "administration/_sending.html" if "state" in request.GET else "administration/invite_sent.html"
    return render(request, template, {"sending": sending})
