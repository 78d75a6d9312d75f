"""Files that are waited for: followed, stopped and downloaded."""

from contextlib import suppress

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from people.files import disposition
from reports import actions
from reports.bundles import QUICK, TYPES, asked_once, begin, failed, zipped
from reports.models import Bundle, Worker
from reports.paper import Busy
from reports.printing import MOST, PATIENCE, TooLong, digest, note, of_anybody, printed, worded
from reports.tasks import make_bundle
from reports.views.pdf import language_of, paper

ENDED = gettext_lazy("Something in this file is no longer for you to read, so it is made again without that.")


CHANGED = gettext_lazy("Something in this visit changed since, so the report is made again.")


def now_or_later(request, lesson, *, with_private=False):
    """The report where it is quick and the press is free; else the page where one waits for it. A long one
    never takes the time of a thread that others save with."""
    language = language_of(request, lesson.language)
    html, name = worded(lesson, request.user, language, with_private=with_private)
    if len(html) > MOST:
        raise TooLong
    if len(html) <= QUICK:
        with suppress(Busy):
            file = printed(html, lesson.team.school, wait=PATIENCE)
            note(request.user, lesson)
            return paper(file, name, language)
    waited_for = asked_once(request.user, lesson, html, language=language, with_private=with_private)
    if waited_for.lesson_id != lesson.pk:
        messages.info(
            request, _("One report at a time: this one is made first. After it you can ask for the other.")
        )
    return redirect("bundle", waited_for.pk)


def bundle_of(request, bundle_id, *, with_file=False):
    """Of the report of one visit it is asked again whether this person may have it."""
    rows = Bundle.objects.of(request.user).select_related("team")
    found = get_object_or_404(rows if with_file else rows.defer("file"), pk=bundle_id)
    if found.lesson_id:
        found.lesson = of_anybody(request.user, found.lesson_id)
    return found


@never_cache
def bundle(request, bundle_id):
    """How far it is; its script asks for that alone (?state). Where the worker was killed it begins anew from
    here."""
    found = bundle_of(request, bundle_id)
    if found.is_lost and Bundle.objects.filter(pk=found.pk, alive_at=found.alive_at).update(
        alive_at=timezone.now()
    ):
        make_bundle.enqueue(str(found.pk))
    template = "reports/_bundle_state.html" if "state" in request.GET else "reports/bundle.html"
    context = {"bundle": found, "failed": failed(request.user, found)}
    context["nobody_prints"] = not found.finished_at and not Worker.is_there()
    context |= of_one_visit(found, request.user) if found.lesson else {}
    return render(request, template, context)


def of_one_visit(found, user):
    """What the page of the report of one visit says more: whose it is for this reader, and where it is asked
    for again."""
    voice = found.lesson.voice_of(user)
    asked = {"lang": found.language} | ({"mine": 1} if found.with_private else {})
    again = reverse("report_pdf" if voice else "released_pdf", args=[found.lesson_id], query=asked)
    return {"voice": voice, "ask_url": again}


@require_POST
def bundle_cancel(request, bundle_id):
    """Stops it, or throws the finished one away."""
    found = bundle_of(request, bundle_id)
    found.delete()
    messages.success(request, _("The file is gone. You can ask for it again."))
    if found.kind == Bundle.Kind.OWN:
        return redirect("take_along" if request.user.going else "data")
    if found.lesson and found.lesson.voice_of(request.user):
        return redirect("visit", found.lesson.pk)
    return redirect("team")


@require_GET
@never_cache
def bundle_file(request, bundle_id):
    """The file, if everything in it may still be read; each teacher reads in the ledger who has it. Otherwise
    it is made anew."""
    found = bundle_of(request, bundle_id, with_file=True)
    if not found.is_ready:
        raise Http404
    if found.kind == Bundle.Kind.OWN:
        return own_handed_over(found)
    hand_over = report_handed_over if found.lesson else bundle_handed_over
    return hand_over(request, found) or made_anew(request, found)


def own_handed_over(found):
    with override(found.language):
        name = _("Meekijken, everything of {name}").format(name=found.reader.full_name)
    headers = {"Content-Disposition": disposition(f"{name}.zip", "attachment")}
    return StreamingHttpResponse(zipped(found), content_type="application/zip", headers=headers)


def report_handed_over(request, found):
    """None where it would say something else by now: a part was revoked, a word taken away or added, the
    visit opened."""
    html, name = worded(found.lesson, request.user, found.language, with_private=found.with_private)
    if found.said != digest(html):
        return None
    note(request.user, found.lesson)
    return paper(bytes(found.file), name, found.language, "attachment")


def bundle_handed_over(request, found):
    """None where a key or a step in it ended."""
    with suppress(Http404):
        if found.has_all_steps:
            actions.note_downloads(by=request.user, parts=found.held)
            return archive(found)
    return None


def made_anew(request, found):
    same = Bundle.objects.defer("file").filter(pk=found.pk, finished_at=found.finished_at)
    with transaction.atomic():
        if row := same.select_for_update().first():  # else another tab was first, or it was thrown away
            begin(row)
    messages.info(request, CHANGED if found.lesson else ENDED)
    return HttpResponseRedirect(request.path.removesuffix("file/"))


def archive(found):
    content_type, ending = TYPES[found.kind]
    with override(found.language):
        name = _("Meekijken, reports {team}, {start} up to and including {end}")
    name = name.format(team=found.team.name, start=found.first, end=found.last)
    headers = {"Content-Disposition": disposition(f"{name}.{ending}", "attachment")}
    return HttpResponse(bytes(found.file), content_type=content_type, headers=headers)
