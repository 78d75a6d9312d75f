"""After the fortnight no name, address or word of who left stands in the files of the database."""

import sys
from datetime import timedelta
from functools import partial

from django.core.management import call_command

from administration import emptying, leaving
from letters.postman import deliver
from people.models import User
from people.traces import tables_of_people
from reports.bundles import own_asked
from tests import factories
from tests.factories import answer, moment
from tests.served.forgotten_on_disk import copies
from tests.served.patience import wiped

NAME, ADDRESS, WORD = "Onvindbaar", "onvindbaar.adres", "Onvergetelijk"
WORDS = (NAME, ADDRESS, WORD)
TABLES = [*tables_of_people(), *emptying.TABLES]


def run():
    team = factories.make_team(factories.make_school())
    administrator = factories.make_person(
        "Ada Beheer", school=team.school, is_administrator=True, password=None
    )
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach", password=None)
    person = factories.make_person(f"{NAME} Iemand", team=team, role="teacher", password=None)
    for number in range(5):
        person.email = f"{ADDRESS}{number}@school.example"
        person.save()
    lesson = factories.make_lesson(person, coach=coach, subject=f"{WORD} vak")
    entry = answer("saf.other_views", "seen", f"{WORD} docent")
    factories.save(
        lesson, "coach", answer("saf.other_views", "seen", f"{WORD} coach"), moment(text=f"{WORD} moment")
    )
    factories.save(lesson, "teacher", entry)
    for ready in (factories.coach_ready, factories.teacher_ready, factories.open_it):
        ready(lesson)
    own_asked(person, "nl")
    before = [found(word) for word in WORDS]
    leaving.let_go(by=administrator, person=person, last_day=person.today)
    User.objects.filter(pk=person.pk).update(leaves_on=person.today - timedelta(days=14))
    call_command("hourly", verbosity=0, stdout=sys.stderr)
    deliver.call()
    after = [wiped(partial(found, word), 0) for word in WORDS]
    return {"before": all(before), "after": after}


def found(word):
    return copies(word, TABLES)
