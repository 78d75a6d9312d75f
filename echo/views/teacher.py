"""How the visit was, said by its teacher: one page, and one press that takes it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from echo import access, saying
from echo.forms import SayForm
from echo.models import Choice


def echo(request, lesson_id):
    lesson = access.visit(request.user, lesson_id)
    own = saying.own(lesson)
    form = SayForm(request.POST or None, content=lesson.content, said=own and own.choices)
    if request.method == "POST" and form.is_valid() and is_said(request, lesson, form):
        return redirect("echo", lesson_id)
    context = {"lesson": lesson, "own": own, "form": form, "choices": Choice, "page": saying.page_of(lesson)}
    return render(request, "echo/echo.html", context, status=422 if request.method == "POST" else 200)


def is_said(request, lesson, form):
    """Whether it is kept, or counted, now; otherwise the page says why not, with all that was chosen."""
    try:
        saying.say(lesson=lesson, by=request.user, choices=form.choices, page=request.POST.get("page", ""))
    except saying.Counted:
        form.add_error(None, counted())
        return False
    messages.success(request, _("Saved."))
    return True


def counted():
    return _(
        "Meanwhile five teachers have answered, and the answers were counted. If yours was there, it is among them, and nobody can find or change it any more: you are done. If you had not answered yet, send it once more."
    )


@require_POST
def take_back(request, lesson_id):
    lesson = access.visit(request.user, lesson_id)
    if saying.take_back(lesson=lesson, by=request.user):
        messages.success(request, _("Your answer is gone."))
    else:
        messages.info(request, _("There is no answer of yours here that can still be found."))
    return redirect("echo", lesson_id)
