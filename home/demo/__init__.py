"""Two fictional schools to look around in: people, and visits in every stage, made through the real
actions."""

from pathlib import Path

import yaml
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from checklists import actions as checklists
from home.demo import checklist, office, timetable
from home.demo.calendar import school_day
from home.demo.people import CARE, COLLEGE, bring_to_their_states, make_schools
from home.demo.visits import Visit
from letters.still import is_so
from letters.writing import Telling
from observations.models import ToTell
from people.models import User
from reports.mirror import make_all
from reports.models import Period

TEXTS = Path(__file__).parent / "texts"


class RealPeople(Exception):
    """People who are not part of the demo use this database."""


def load():
    """Makes the demo and says True; where it is there already it only moves on to today, and says False.

    Raises RealPeople where someone has an address that could be real: demo people never join them.
    """
    if is_there():
        move_on()
        return False
    if User.objects.exclude(email__endswith=".example").exists():
        raise RealPeople
    build()
    return True


@transaction.atomic
def build():
    people, teams = make_schools()
    editions = editions_of(people)
    for name, facts in visits():
        Visit(name, facts, people, teams, editions).walk()
    office.remember(people)
    office.go_on(people)
    timetable.link(people)
    bring_to_their_states(people)
    for start, end in ((-64, -40), (-39, 20)):
        Period.objects.create(school=teams[CARE].school, start=school_day(start), end=school_day(end))
    make_all()
    tell_little()


def tell_little():
    """What happened lies behind them. Of each kind one that is still so stays to be told, about the latest
    lesson, so that everybody finds a few letters (letters/views/demo.py)."""
    few, rows = {}, ToTell.objects.untold().filter(person__in=User.objects.here())
    rows = rows.select_related("person__school", "by")
    for row in rows.order_by(F("start").desc(nulls_last=True), "-pk"):
        if (row.person, row.kind) not in few and is_so(Telling(row)):
            few[row.person, row.kind] = row.pk
    ToTell.objects.untold().exclude(pk__in=few.values()).update(told_at=timezone.now())
    ToTell.objects.untold().update(not_before=None)


def is_there():
    return User.objects.filter(pk__in=[person.id for person in COLLEGE.people]).exists()


def move_on():
    """Visits of today and later that were passed by untouched get a day of today or later again; says how
    many. What somebody wrote stays: such a visit keeps its day, and another one comes beside it."""
    people, teams = make_schools()
    editions = editions_of(people)
    ahead = [Visit(name, facts, people, teams, editions) for name, facts in visits() if facts["day"] >= 0]
    moved = sum(visit.move_on() for visit in ahead)
    office.go_on(people)
    timetable.go_on(people)
    bring_to_their_states(people)
    return moved


def editions_of(people):
    """The shipped one, and the one that the first school made of it; by how visits call them."""
    shipped = checklists.load_all()[-1]
    return {"": shipped, checklist.OWN: checklist.in_use(people) or checklist.make(people, shipped)}


def visits():
    """Name and facts of each visit; the name is also where its ids come from. A file with a list has many
    short ones."""
    for path in sorted(TEXTS.glob("*.yaml")):
        facts = yaml.safe_load(path.read_text("utf-8"))
        if isinstance(facts, list):
            yield from ((f"{path.stem} {number}", short_visit(row)) for number, row in enumerate(facts))
        else:
            yield path.stem, facts


def short_visit(row):
    """A visit that the team may read, from a few facts: what the coach saw, one note, a step with what came
    of it, and perhaps a learning question, what the teacher named, and a shared sentence."""
    first, *rest = row["seen"]
    marks = {first: {"value": "seen", "note": row["noted"]}} | {key: {"value": "partly"} for key in rest}
    named = {key: {"value": value} for key, value in row.get("named", {}).items()}
    asked = {"before": {"question": row["asked"]}} if "asked" in row else {}
    sentence = {"open.share": {"note": row["shared"]}} if "shared" in row else {}
    parts = ["coach_account", "steps", *(["sentence"] if sentence else [])]
    facts = {name: row[name] for name in ("teacher", "day", "hours", "subject", "group")}
    return facts | asked | {
        "coach": row.get("coach", "coba"), "team": CARE, "place": "1.12", "look": {"answers": marks, "ready": True},
        "look_back": {"answers": {first: {"value": "seen"}} | named | sentence, "ready": True}, "open": True,
        "steps": [{"suggestion": row["step"], "look_back_after": 10, "result": "tried", "outcome": row.get("outcome", "")}],
        "keys": [{"part": part, "audience": "team"} for part in parts],
    } | {name: row[name] for name in ("echo",) if name in row}  # fmt: skip
