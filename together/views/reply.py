"""A dated addition to an opened visit: a reply, context, a correction, or what came in late."""

import uuid
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from observations import access, refusals
from observations.models import Addition, Part, Voice
from observations.views.posted import json_of, unreadable
from people.views import drafts
from together import actions
from together.forms import AdditionForm
from together.parts import Answered, Line, Said
from together.places import LESSON, Places
from together.report import build
from together.views.page import opened_visit

HELP = {
    Addition.Kind.REPLY: gettext_lazy("What you want to say to it."),
    Addition.Kind.CONTEXT: gettext_lazy("What the other could not know."),
    Addition.Kind.CORRECTION: gettext_lazy("What was not like that."),
}


@dataclass
class Subject:
    """What a reply is to: the place where it stands, and what to show of it, or `groups` to choose from."""

    place: str
    item: str = ""
    moment: str = ""
    line: Line | None = None
    answered: Answered | None = None
    said: Said | None = None
    groups: tuple = ()


def reply(request, lesson_id):
    """A dated addition to one answer or moment (`?item=` or `?moment=`), to something on the page of a need
    (`?part=`: it asks what), or to the visit as a whole."""
    lesson = opened_visit(request, lesson_id)
    places = Places(build(lesson, request.user))
    subject = subject_of(places, request.GET)
    form = AdditionForm(drafts.posted(request), lesson=lesson, subjects=subject.groups)
    if drafts.is_sent(request, form):
        actions.add(lesson=lesson, by=request.user, **form.cleaned_data)
        drafts.saved(request)
        messages.success(request, _("Added, with today’s date."))
        return HttpResponseRedirect(added_at(places, subject, form.cleaned_data))
    kinds = [(kind.value, kind.label, HELP[kind]) for kind in HELP]
    context = {
        "lesson": lesson,
        "report": places.report,
        "subject": subject,
        "kinds": kinds,
        "new_id": uuid.uuid4(),
    }
    if lesson.voice_of(request.user) == Voice.TEACHER:
        context["coachs_key"] = access.key_of(lesson, Part.COACH_ACCOUNT)
    return drafts.page(request, "together/reply.html", form, **context)


def subject_of(places, asked):
    """What the reply is to, as far as this reader may read it; 404 for anything else."""
    item, moment, part = asked.get("item"), asked.get("moment"), asked.get("part")
    if item:
        thing = there(places.report.by_item.get(item))
        shown = {"line" if hasattr(thing, "views") else "answered": thing}
        return Subject(places.of_item(thing.item), item=item, **shown)
    if moment:
        said = there(places.report.by_moment.get(moment))
        return Subject(places.of_moment(said), moment=moment, said=said)
    if part:
        return Subject(places.of_part(part), groups=there(places.subjects(part)))
    return Subject(places.address(LESSON, "#added"))


def there(thing):
    if not thing:
        raise Http404
    return thing


def added_at(places, subject, facts):
    """Where the words stand now."""
    if not subject.groups:
        return subject.place
    if facts["item"]:
        return places.of_item(facts["item"])
    if facts["moment"]:
        return places.of_moment(places.report.by_moment[str(facts["moment"].pk)])
    return places.address(facts["theme"]) if facts["theme"] else places.address(LESSON, "#added")


@require_POST
def addition(request, lesson_id):
    """A dated addition under an opened account: what could not be saved in time, for example."""
    try:
        data = json_of(request)
    except ValueError:
        return unreadable()
    lesson = access.visit(request.user, lesson_id)
    refusals.require_open(lesson)
    form = AdditionForm(data, lesson=lesson)
    if not form.is_valid():
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    actions.add(lesson=lesson, by=request.user, **form.cleaned_data)
    return JsonResponse({}, status=201)
