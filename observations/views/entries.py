"""What the script of the writing pages sends, entry by entry."""

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_POST

from observations import recording
from observations.models import Voice
from observations.refusals import NotNow
from observations.savers import GONE, NOT_NOW, Result
from observations.views.posted import json_of, unreadable

BATCH = 200  # entries in one request; a full page has some sixty


@require_POST
def entries(request, lesson_id):
    """What the page's script sends: `{voice, entry}` answers with that entry's status, `{voice, batch}` with
    a list."""
    try:
        body = json_of(request)
        alone, voice = "entry" in body, Voice(body["voice"])
        sent = [body["entry"]] if alone else body["batch"]
        assert_entries(sent)
    except (ValueError, KeyError, TypeError):
        return unreadable()
    results = results_of(request, lesson_id, voice, sent, alone)
    if alone:
        return JsonResponse(results[0].body, status=results[0].status)
    return JsonResponse({"results": [{"status": result.status, **result.body} for result in results]})


def assert_entries(sent):
    if not isinstance(sent, list) or not all(isinstance(entry, dict) for entry in sent) or len(sent) > BATCH:
        raise ValueError


def results_of(request, lesson_id, voice, sent, alone):
    """In a batch a refusal of the whole account becomes the answer to each entry, as if it were sent
    alone."""
    try:
        return recording.record(by=request.user, lesson_id=lesson_id, voice=voice, entries=sent)
    except NotNow as refusal:
        if alone:
            raise
        return [Result(NOT_NOW, refusal.body) for _entry in sent]
    except Http404:
        if alone:
            raise
        return [Result(GONE) for _entry in sent]
