"""The plain form: the same entries as the page's script sends, read from a posted page, so that it works
without script.

A page posts everything on it. Only what its person changed becomes an entry: each field group carries a
fingerprint of what it showed, so that a page left open overwrites nothing that was written elsewhere, and an
untouched page saves nothing.
"""

from datetime import datetime, time
from hashlib import blake2s

from django.utils import timezone

from observations.clock import hours
from observations.models.own import SLOTS

LENS_KNOWN = "lens-known"
NEW = ("", "0")  # revisions of something the server does not have yet


def entries(post, lesson):
    """Every change on the posted page, as the dicts that `recording.record` takes."""
    shown = post.getlist("lens-shown") if LENS_KNOWN in post else None
    common = {"lang": post.get("lang", ""), "lens": shown}
    answers = [answer(post, key) for key in keys(post, "revision-")]
    moments = [moment(post, pk, lesson) for pk in post.getlist("moment")]
    found = [entry for entry in answers if changed(entry, post.get(f"shown-{entry['item']}"))]
    found += [entry for entry in moments if changed(entry, post.get(f"moment-shown-{entry['id']}"))]
    away, written = own_points(post)
    found += [*away, *question(post), *lens_changes(post), *written]  # what makes room in the lens goes first
    return [entry | common for entry in found]


def keys(post, prefix):
    return [name.removeprefix(prefix) for name in post if name.startswith(prefix)]


def changed(entry, shown):
    """Whether this differs from what the page showed. A new moment exists as soon as it has words."""
    is_blank = entry["revision"] in NEW and not any(
        entry.get(name, "").strip() for name in ("value", "note", "text")
    )
    if is_blank and (shown is None or entry["type"] == "moment"):
        return False
    return "clock" in entry or shown != fingerprint(entry)


def fingerprint(entry):
    """What an entry says, in a few characters; line ends and blanks around a text do not count."""
    names = ("value", "note", "kind", "text", "theme", "item", "noted_at")
    texts = [entry.get(name, "").replace("\r\n", "\n").strip() for name in names]
    ticks = [str(bool(entry.get(name))) for name in ("is_example", "coach_may_read", "deleted")]
    return blake2s("\x1f".join(texts + ticks).encode(errors="surrogatepass"), digest_size=6).hexdigest()


def answer(post, key):
    return {
        "type": "answer",
        "item": key,
        "value": post.get(f"value-{key}", ""),
        "note": post.get(f"note-{key}", ""),
        "revision": post.get(f"revision-{key}"),
        "is_example": f"example-{key}" in post,
        "coach_may_read": f"may-read-{key}" in post,
    }


def moment(post, pk, lesson):
    kind, _, target = post.get(f"moment-place-{pk}", "").partition(":")
    clock = post.get(f"moment-time-{pk}", "")
    no_time = {} if hours(clock) or not clock.strip() else {"clock": clock}
    return no_time | {
        "type": "moment",
        "id": pk,
        "kind": post.get(f"moment-kind-{pk}", ""),
        "text": post.get(f"moment-text-{pk}", ""),
        "theme": target if kind == "theme" else "",
        "item": target if kind == "item" else "",
        "revision": post.get(f"moment-revision-{pk}"),
        "is_example": f"moment-example-{pk}" in post,
        "deleted": f"moment-deleted-{pk}" in post,
        "noted_at": noted_at(hours(clock), post.get(f"moment-noted-{pk}", ""), lesson),
    }


def noted_at(clock, known, lesson):
    """The time of a moment: the one it had, unless the person changed the clock (10:31)."""
    noted = instant(known)
    if not clock or (noted and f"{noted:%H:%M}" == clock):
        return known
    day = noted or timezone.localtime(lesson.start)
    return timezone.make_aware(datetime.combine(day.date(), time.fromisoformat(clock))).isoformat()


def instant(text):
    """Local time of an ISO stamp with a zone, or None."""
    try:
        return timezone.localtime(datetime.fromisoformat(text))
    except (ValueError, OverflowError):  # no stamp, one without a zone, or one at the end of time
        return None


def question(post):
    if "learning-question" not in post:
        return []
    text, revision = post["learning-question"], post.get("question-revision")
    entry = {"type": "question", "text": text, "revision": revision}
    return [] if post.get("question-shown") == fingerprint(entry) else [entry]


def own_points(post):
    """Those that were taken away, and those with words."""
    slots = [str(slot) for slot in SLOTS if f"own-revision-{slot}" in post]
    found = [own_point(post, slot) for slot in slots]
    new = [entry for entry in found if post.get(f"own-shown-{entry['slot']}") != fingerprint(entry)]
    return [entry for entry in new if not entry["text"]], [entry for entry in new if entry["text"]]


def own_point(post, slot):
    """A need alone is no point."""
    text = post.get(f"own-text-{slot}", "").strip()
    theme, revision = post.get(f"own-theme-{slot}", "") if text else "", post.get(f"own-revision-{slot}")
    return {"type": "own", "slot": slot, "text": text, "theme": theme, "revision": revision}


def lens_changes(post):
    """Only what changed on this page: what another tab chose meanwhile stays. Points taken out go first, to
    make room."""
    if "lens-choice" not in post:
        return []
    shown, chosen = set(post.getlist("lens-shown")), set(post.getlist("lens"))
    out = [{"type": "lens", "item": key, "chosen": False} for key in sorted(shown - chosen)]
    return out + [
        {"type": "lens", "item": key, "chosen": True} for key in post.getlist("lens") if key not in shown
    ]
