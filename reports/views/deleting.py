"""Deleting a visit, bringing it back within the day, and what the coach may take along."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from checklists.models import Kind, When
from observations import access
from observations.letting_know import with_letter
from observations.models import Answer, News, Voice
from people.files import disposition
from reports import actions


def delete(request, lesson_id):
    """Says exactly what will happen, and then does it."""
    if request.method == "POST" and access.is_deleted(request.user, lesson_id):
        return redirect("home")  # a second click
    lesson = access.visit_of_teacher(request.user, lesson_id)
    if request.method != "POST":
        return render(request, "reports/delete.html", {"lesson": lesson})
    actions.delete(lesson=lesson, by=request.user, can_come_back="can_come_back" in request.POST)
    messages.success(request, with_letter(_("The visit is deleted."), News.DELETED, lesson.coach))
    return redirect("home")


@require_POST
def undelete(request, lesson_id):
    if access.is_deleted(request.user, lesson_id):
        actions.undelete(lesson=access.deleted(request.user, lesson_id, Voice.TEACHER), by=request.user)
        messages.success(request, _("The visit is back. Its keys stay revoked."))
    return redirect("visit", access.visit_of_teacher(request.user, lesson_id).pk)


def deleted_prompts(request, lesson_id):
    """The coach's own answers to the questions of the visit, as plain text. Nothing of the lesson, the
    teacher or students."""
    lesson = access.deleted(request.user, lesson_id, Voice.COACH)
    account, by_id = lesson.accounts.get(Voice.COACH), lesson.content.by_id
    answers = (
        Answer.objects.filter(observation=account, kind=Kind.PROMPT).exclude(note="").order_by("item__order")
        if account
        else []
    )
    asked = [(by_id[row.item_id], row.note) for row in answers]
    lines = [f"{item.text}\n{note}\n" for item, note in asked if item.when == When.VISIT]
    text = "\n".join(lines) or _("You answered no questions in this visit.")
    headers = {"Content-Disposition": disposition("meekijken.txt", "attachment")}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)
