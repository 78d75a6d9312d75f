"""What the files of the database still hold of what five teachers said of their visits, once it is counted,
changed or taken back."""

from functools import partial

from echo import saying
from echo.batches import TABLES
from echo.models import Batch, Saying
from tests import factories
from tests.echo.conftest import TURN, opened, said, teachers
from tests.served.forgotten_on_disk import copies
from tests.served.patience import wiped


def run():
    team = factories.make_team(factories.make_school())
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", password=None)
    visits = [opened(teacher, coach) for teacher in teachers(team, 5)]
    changed = [*say(visits[0], TURN[1]), *say(visits[1], TURN[0])]
    say(visits[0], TURN[0])
    saying.take_back(lesson=visits[1], by=visits[1].teacher)
    sealed = [
        text for lesson, choices in zip(visits[1:4], TURN[1:4], strict=True) for text in say(lesson, choices)
    ]
    before = [bool(on_disk([text])) for text in sealed]
    let_go = wiped(partial(on_disk, changed), 0)
    kept = [*sealed, Saying.objects.get(teacher=visits[0].teacher).sealed]
    say(visits[4], TURN[4])
    return {"open": before, "changed": let_go, "counted": wiped(partial(on_disk, kept), 0), "rows": Saying.objects.count(), "batches": Batch.objects.count()}  # fmt: skip


def say(lesson, choices):
    """The sealed text of it, where it is kept."""
    saying.say(lesson=lesson, by=lesson.teacher, choices=said(*choices))
    return list(Saying.objects.filter(teacher=lesson.teacher).values_list("sealed", flat=True))


def on_disk(texts):
    return sum(copies(text, list(TABLES)) for text in texts)
