"""Opened visits to read, made through the real actions."""

from types import SimpleNamespace

from django.urls import reverse
from django.utils.translation import override

from observations import actions
from tests.factories import answer, fresh, save
from together.report import build

PARTS = ("relatedness", "competence", "autonomy", "safety", "lesson")


def pages(lesson):
    """The addresses where an opened visit is read on screen: the page in order, and those of its needs and of
    the lesson."""
    return [
        reverse("together", args=[lesson.pk]),
        *(reverse("need", args=[lesson.pk, part]) for part in PARTS),
    ]


def on_screen(client, lesson):
    """All of them as one answer: what their main parts say, one after another."""
    found = [client.get(address).content.decode() for address in pages(lesson)]
    mains = [page[page.index("<main") : page.index("</main>")] for page in found]
    return SimpleNamespace(content=f"<main>{''.join(mains)}</main>".encode())


def lens(*keys):
    return [{"type": "lens", "item": key, "chosen": True} for key in keys]


def seen(key, note="", value="seen", **more):
    return answer(key, value, note, **more)


def opened(lesson, *, teacher=(), coach=(), before=()):
    """The visit once both have recorded this and the teacher has opened it; alone without a coach."""
    save(lesson, "teacher", *before)
    if lesson.has_coach:
        save(lesson, "coach", *coach)
        actions.mark_ready(lesson=lesson, by=lesson.coach)
    save(lesson, "teacher", *teacher)
    actions.mark_ready(lesson=lesson, by=lesson.teacher)
    if lesson.has_coach:
        actions.open_together(lesson=lesson, by=lesson.teacher)
    return fresh(lesson)


def report_of(lesson, user, language="en"):
    with override(language):
        return build(fresh(lesson), user)


def need(report, key):
    return next(need for need in report.needs if need.key == key)


def point(report, key):
    return next(line for need in report.needs for line in need.points if line.item.key == key)


def texts(report):
    """Every word of a person in the report, wherever it stands."""
    return set(collect(report))


def collect(thing):
    if isinstance(thing, (list, tuple)):
        for part in thing:
            yield from collect(part)
    elif hasattr(thing, "__dataclass_fields__"):
        if hasattr(thing, "text"):
            yield thing.text
        for name in thing.__dataclass_fields__:
            yield from collect(getattr(thing, name))
