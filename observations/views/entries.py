"""What the script of the writing pages sends, entry by entry."""

from functools import partial

from django.http import Http404, JsonResponse
from django.views.decorators.http import require_POST

from observations import recording
from observations.models import Voice
from observations.refusals import NotNow
from observations.savers import GONE, NOT_NOW, Result
from observations.views.posted import json_of, unreadable

BATCH = 200  # entries in one request; a full page has some sixty
UNREADABLE = ValueError, KeyError, TypeError


@require_POST
def entries(request, lesson_id):
    """What the page's script sends: entries of one voice."""
    try:
        body, sent = sent_in(request)
        voice = Voice(body["voice"])
    except UNREADABLE:
        return unreadable()
    save = partial(recording.record, by=request.user, lesson_id=lesson_id, voice=voice, entries=sent)
    return answer(body, sent, save)


def sent_in(request):
    """What a writing page's script sent, and its entries: `{entry}` is one, `{batch}` many. One of UNREADABLE
    for anything else."""
    body = json_of(request)
    sent = [body["entry"]] if "entry" in body else body["batch"]
    assert_entries(sent)
    return body, sent


def assert_entries(sent):
    if not isinstance(sent, list) or not all(isinstance(entry, dict) for entry in sent) or len(sent) > BATCH:
        raise ValueError


def answer(body, sent, save):
    """One entry is answered with its own status, a batch with a list. `save` gives a Result for each."""
    alone = "entry" in body
    results = results_of(sent, save, alone)
    if alone:
        return JsonResponse(results[0].body, status=results[0].status)
    return JsonResponse({"results": [{"status": result.status, **result.body} for result in results]})


def results_of(sent, save, alone):
    """In a batch a refusal of the whole account becomes the answer to each entry, as if it were sent
    alone."""
    try:
        return save()
    except NotNow as refusal:
        if alone:
            raise
        return [Result(NOT_NOW, refusal.body) for _entry in sent]
    except Http404:
        if alone:
            raise
        return [Result(GONE) for _entry in sent]
