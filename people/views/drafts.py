"""Words of a form that did not arrive (docs/adr/0021).

The device keeps them while they are written (static/js/drafts.js) and asks here which were saved; who has no
script gets them back by way of the sign-in page. Every form with words on it carries `{% draft %}`: whose it
is, and the address where it stands.
"""

import json
import time
import zlib
from contextlib import suppress
from urllib.parse import urlsplit

from cryptography.fernet import InvalidToken, MultiFernet
from django.core import signing
from django.http import QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from people.drafts import save
from people.keys import keys

ID, BY, AT = (
    "draft",
    "draft-by",
    "draft-at",
)  # the device's own number of these words; whose form; where it stands
FRESH = "fresh"  # in the address: the form as it came, without what was kept
KEPT = "kept_form"  # on the sign-in page, and then in the session of its own person
CARRIED = "carried_form"  # in the session of nobody yet: on its way over pages that are not ours
LASTS = 60 * 60  # seconds; who signs in again does so at once
SECRET = "secret"  # noqa: S105 -- the name of a field that is typed anew
# characters on the sign-in page, which takes no more (home/middleware.py); what is longer is shown there to
# copy
LONGEST = 40_000


def saved(request):
    """To be called when what this form says is saved, and not before."""
    save(request.user, request.POST.get(ID, ""))
    if request.session.get(KEPT, {}).get("at") == request.POST.get(AT):
        request.session.pop(KEPT, None)


# --- without a script: over the sign-in page -------------------------------------------------------


def is_form(request):
    """Whether these are words of a form of ours, as the person saw it: not of a page elsewhere that
    pretends."""
    return request.method == "POST" and bool(request.POST.get(BY)) and is_here(request.POST.get(AT, ""))


def is_here(address):
    return address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)


def sealed(request):
    """The words of this form as a text that only we can make and read, for the pages between here and its
    own: who comes to the sign-in page next may be somebody else. "" where they do not fit."""
    post = request.POST.copy()
    by, at = post.pop(BY)[0], post.pop(AT)[0]
    for name in ("csrfmiddlewaretoken", SECRET):
        post.pop(name, None)
    words = json.dumps({"by": by, "at": at, "post": post.urlencode()})
    text = keys(KEPT)[0].encrypt(zlib.compress(words.encode())).decode()
    return text if len(text) <= LONGEST else ""


def is_from_here(request):
    """Whether a page of this site sent this, where nothing else vouches for it (templates/403_csrf.html):
    what a page elsewhere makes a browser send is not shown as somebody's words."""
    sender = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(sender)[:2] == (request.scheme, request.get_host())


def is_theirs(request):
    """Whether the form is of who is signed in now, or nobody is."""
    return not request.user.is_authenticated or request.POST.get(BY) == str(request.user.pk)


def brought(request):
    """The sealed words that this request has, from a form of ours or from a page on the way back to it."""
    if is_form(request):
        return sealed(request)
    return request.POST.get(KEPT) or carried(request)


def carried(request):
    """While the words can still be put back; "" after that, and nothing is promised any more."""
    words = request.session.get(CARRIED, "")
    return words if words and read(words) else ""


def read(words):
    try:
        found = MultiFernet(keys(KEPT)).decrypt(words.encode(errors="replace"), ttl=LASTS)
    except InvalidToken:
        return read_before_an_update(words)
    return json.loads(zlib.decompress(found))


def read_before_an_update(words):
    """On a sign-in page that was open while the app was updated they are signed alone, as they once were."""
    with suppress(signing.BadSignature):
        return signing.loads(words, salt=KEPT, max_age=LASTS)
    return None


def carry(request):
    """Takes what the sign-in page brought along on a way that leads over other pages, to `put_back`."""
    if words := brought(request):
        request.session[CARRIED] = words


def put_back(request):
    """Keeps what was brought along for who is signed in now, if it is theirs; says where their form stands,
    or None."""
    words = read(request.POST.get(KEPT, "") or request.session.get(CARRIED, ""))
    request.session.pop(CARRIED, None)
    if words is None or words["by"] != str(request.user.pk):
        return None
    request.session[KEPT] = {"at": words["at"], "post": words["post"], "until": time.time() + LASTS}
    return words["at"]


def address(request):
    """Where this page stands."""
    query = request.GET.copy()
    query.pop(FRESH, None)
    return request.path + (f"?{query.urlencode()}" if query else "")


def posted(request, place=""):
    """What a form has to show: what was posted, else what was kept for it, or None. Only what was posted is
    acted on (`is_sent`)."""
    return request.POST if request.method == "POST" else kept(request, place)


def kept(request, place="", was=""):
    """What was brought along over the sign-in for a form of this page, or None. `place` tells forms of one
    page apart (#…); `was` is one that is part of it by now."""
    words, at = request.session.get(KEPT), address(request) + place
    if words and was and words["at"] == address(request) + was:
        words = request.session[KEPT] = words | {"at": at}
    if not words or words["at"] != at or words["until"] < time.time():
        return None
    if FRESH in request.GET:
        del request.session[KEPT]
        return None
    request.put_back = at
    return QueryDict(words["post"])


def number(request, at):
    """Of words that stand in this form again, refused or brought along: sent once more before a script has
    done anything, the device lets go of them all the same."""
    if getattr(request, "put_back", None) == at:
        return QueryDict(request.session[KEPT]["post"]).get(ID, "")
    return request.POST.get(ID, "") if request.POST.get(AT) == at else ""


def left(request):
    """What was kept for a form of this address, on a page that has no such form any more."""
    words = None
    with suppress(AttributeError):  # on the page that says that nothing works a session may not be known
        words = request.session._session_cache.get(KEPT)
    is_here = words and words["at"].partition("#")[0] == address(request) and words["until"] > time.time()
    return QueryDict(words["post"] if is_here else "")


def is_sent(request, form):
    return request.method == "POST" and form.is_valid()


def page(request, template, form, **context):
    """The page of a form; 422 where it came back, with everything that was typed."""
    return render(request, template, {"form": form, **context}, status=422 if form.is_bound else 200)
