"""In how many lessons a point was named or seen: each voice by itself, and never before three lessons
(evidence.md 4.1 and 4.5, docs/adr/0060).

A point is the same in all editions that have its key, of one checklist and of what was copied from it
(docs/adr/0078).
"""

from collections import defaultdict

from django.utils.text import capfirst

from checklists.models import Mark
from line import words
from line.parts import ENOUGH, Group, Marked, Need, Point, Said, Tally, Wording
from observations.models import Voice
from together.words import blank

SEEN = (Mark.SEEN, Mark.PARTLY)  # evidence.md 4.1: seen, perhaps in part
JUDGED = (*SEEN, Mark.NOT_SEEN)


def groups(visits, marks):
    """(the groups of what is counted, how many points are not). `marks`: {visit id: {item id: {voice:
    mark}}}; `visits`: the first lesson first."""
    found = defaultdict(list)
    for visit in visits:
        content = visit.lesson.content
        for pk, by_voice in marks.get(visit.pk, {}).items():
            item = content.by_id[pk]
            if not item.is_own:  # of one lesson alone: there is nothing to count (docs/adr/0080)
                found[content.edition.checklist.family, item.key].append((visit, item, by_voice))
    told = {key: rows for key, rows in found.items() if is_enough(rows)}
    return in_order(told.values()), len(found) - len(told)


def judged(rows, voice):
    """The lessons in which this voice marked the point and it applied."""
    return [row for row in rows if row[2].get(voice) in JUDGED]


def is_enough(rows):
    return any(len(judged(rows, voice)) >= ENOUGH for voice in Voice)


def in_order(points):
    """By need and within it as the newest edition has them; never by what was seen."""
    found = defaultdict(list)
    for rows in sorted(points, key=lambda rows: place(rows[-1])):
        found[need_of(rows[-1])].append(point(rows))
    return [Group(need, of_need) for need, of_need in found.items()]


def place(row):
    visit, item, _marks = row
    content = visit.lesson.content
    keys = [theme["key"] for theme in content.themes]
    return keys.index(item.theme), content.edition.checklist.family, item.order


def need_of(row):
    visit, item, _marks = row
    return next(
        Need(theme["key"], theme["name"])
        for theme in visit.lesson.content.themes
        if theme["key"] == item.theme
    )


def point(rows):
    item = rows[-1][1]
    tallies = [tally(rows, voice) for voice in Voice if judged(rows, voice)]
    lessons = [Marked(visit, said(visit, marks)) for visit, _item, marks in rows]
    return Point(item.key, item.short or item.text, tallies, lessons, not_counted(rows), wordings(rows))


def tally(rows, voice):
    of = judged(rows, voice)
    seen = sum(marks[voice] in SEEN for _visit, _item, marks in of)
    coaches = {visit.lesson.coach_id: visit.coach for visit, _item, _marks in of}
    who = next(iter(coaches.values())) if voice == Voice.COACH and len(coaches) == 1 else ""
    return Tally(voice, seen, len(of), words.tally(voice, seen, len(of), who))


def said(visit, marks):
    """Of each who took part in the visit."""
    scales = visit.lesson.content.words["scales"]
    voices = [Voice.TEACHER, *([Voice.COACH] if visit.lesson.has_coach else [])]
    found = [(voice, marks.get(voice, "")) for voice in voices]
    return [
        Said(voice, mark, capfirst(Mark(mark).label) if mark else blank(voice, scales))
        for voice, mark in found
    ]


def not_counted(rows):
    """Which lessons a voice left out of its own count, because the point did not apply there."""
    days = defaultdict(list)
    for visit, _item, marks in rows:
        whose = [voice for voice in Voice if marks.get(voice) == Mark.NA]
        if whose:
            is_shared = len(whose) == len([mark for mark in marks.values() if mark])
            days["" if is_shared else whose[0]].append(visit.day)
    return [words.not_applied(days[whose], whose) for whose in ("", *Voice) if whose in days]


def wordings(rows):
    """The point in the words of each edition, where these are not the same: in the order of the lessons."""
    days, editions = defaultdict(list), {}
    for visit, item, _marks in rows:
        texts = item.short or item.text, item.self_text, item.text, item.look_for
        days[texts].append(words.whole(visit.day))
        editions.setdefault(texts, {})[visit.lesson.edition_id] = visit.lesson.content.edition
    if len(days) == 1:
        return []
    lists = {each.checklist_id for found in editions.values() for each in found.values()}
    return [
        Wording(
            words.editions(editions[texts].values(), with_list=len(lists) > 1),
            *texts,
            words.listed(days[texts]),
        )
        for texts in days
    ]
