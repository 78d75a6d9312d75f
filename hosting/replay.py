"""What ended after a back-up was made, done again in what was put back (docs/adr/0065).

Of each column the last line counts, also where it says that something was undone. Most columns take what
stands in the list; what is not in it (a password, an address) is closed instead: its person comes in anew.
"""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import IntegrityError, transaction
from django.db.models import F, ProtectedError
from django.utils import timezone

from administration import emptying, emptying_schools
from hosting.ending import LISTED, said
from hosting.triggers import DELETED, WAY_IN
from observations.models import Lesson
from people.models import School, User


def moment(line):
    """The end of the day of the list: never before the deed."""
    end = datetime.combine(date.fromisoformat(line["day"]), time.max, UTC)
    return min(end, timezone.now())


def replay(lines):
    """{(table, what): how many rows were changed}, and how many lines could not be done."""
    done, left = Counter(), in_order(lines)
    for _again in range(3):  # what holds another row goes before it
        left = [line for line in left if not tried(line, done)]
    renew_links()
    count_proposals()
    return done, len(left)


def in_order(lines):
    """The last of each row and column; the emptying of people and schools at the end, for it asks for what
    else they have."""
    last = {}
    for line in lines:
        key = line["table"], line["key"], line["what"]
        last.pop(key, None)
        last[key] = line
    return sorted(
        last.values(), key=lambda line: (line["what"] == "left_at", line["table"] == "people_school")
    )


def tried(line, done):
    """Whether it is done with, though there may have been nothing to do."""
    model = models().get(line["table"])
    if model is None:
        return True  # no version that we know had it
    try:
        with transaction.atomic():
            done[line["table"], line["what"]] += do(model, line)
        return True
    except FieldDoesNotExist:
        return True  # a column of another version, which is not there to be closed
    except (IntegrityError, ProtectedError):
        return False


def models():
    return {apps.get_model(label)._meta.db_table: apps.get_model(label) for label in LISTED}


def do(model, line):
    """Says how many rows it changed."""
    rows = model._base_manager.filter(pk=line["key"])
    if line["what"] == DELETED:
        return int(bool(rows.delete()[0]))
    own = OWN.get((line["table"], line["what"])) or OWN.get((line["table"], None)) or as_listed
    return own(rows, line)


def as_listed(rows, line):
    field = rows.model._meta.get_field(line["what"])
    value = line["value"]
    if said(field) == "switch":
        value = value == "1"
    if said(field) == "set":
        if value == "1" and rows.filter(**{f"{field.name}__isnull": False}).exists():
            return 0
        value = moment(line) if value == "1" else None
    return rows.update(**{field.attname: value})


# --- what has a way of its own ------------------------------------------------------------------------


def no_password(rows, _line):
    """Nor, for who never came in, the invitation that this password came by."""
    no_invitation(rows, _line)
    for person in rows:
        person.set_unusable_password()
        person.save(update_fields=["password"])
    return rows.count()


def no_address(rows, _line):
    """The address of now is not in the list. Nobody gets in, or hears anything, at the one of before."""
    for person in rows.filter(left_at=None):
        person.email = f"{person.pk}@changed.invalid"
        person.set_unusable_password()
        person.save()
    return rows.count()


def nothing_waits(rows, _line):
    return rows.exclude(waiting_email="").update(waiting_email="")


def no_invitation(rows, _line):
    return rows.filter(last_login=None, invited_at__isnull=False).update(invited_at=None)


def closed(rows, line):
    if line["value"] == "1":
        rows.filter(leaves_on=None).update(leaves_on=line["day"])
    return as_listed(rows, line)


def person_left(rows, line):
    """With all that goes with them (administration/emptying.py)."""
    closed(rows.filter(left_at=None), line | {"what": "closed_at"})
    return sum(map(emptying.empty, rows.filter(left_at=None)))


def school_left(rows, _line):
    return sum(map(emptying_schools.empty, rows.filter(left_at=None)))


def began_later(rows, line):
    return rows.update(began_at=moment(line))


def service_closed(rows, _line):
    return rows.filter(is_open=True).update(is_open=False)


def gone(rows, _line):
    return int(bool(rows.delete()[0]))


def no_coach(rows, line):
    """Unless it is the same one again. The teacher goes on alone, or asks somebody anew."""
    held = rows.filter(opened_at=None).exclude(coach=None)
    held = held.exclude(coach_id=line["value"]) if line["value"] else held
    return held.update(coach=None, coach_accepted_at=None, declined_by=None, alone_at=moment(line))


def called_off(rows, line):
    if line["value"] == "0":
        return rows.update(cancelled_at=None, cancelled_by=None)
    stands = rows.filter(cancelled_at=None, opened_at=None)
    return stands.update(cancelled_at=moment(line), cancelled_by=F("planned_by"), declined_by=None)


def aside(rows, line):
    """As the visit is called now (set_aside_coach in observations/actions.py)."""
    if line["value"] == "0":
        return rows.update(set_aside_at=None, was_subject="", was_group="", was_start=None)
    for account in rows.filter(set_aside_at=None).select_related("lesson"):
        visit = account.lesson
        account.set_aside_at, account.ready_at = moment(line), None
        account.was_subject, account.was_group, account.was_start = visit.subject, visit.group, visit.start
        account.save()
    return rows.count()


def no_words(rows, line):
    return (
        rows.filter(deleted_at=None).update(deleted_at=moment(line), text="") if line["value"] == "1" else 0
    )


def no_feed(rows, _line):
    return rows.exclude(address=None).update(address=None, made_at=None, turn=F("turn") + 1)


OWN = {
    ("people_user", "password"): no_password,
    ("people_user", WAY_IN): no_password,
    ("people_user", "email"): no_address,
    ("people_user", "waiting_email"): nothing_waits,
    ("people_user", "invited_at"): no_invitation,
    ("people_user", "closed_at"): closed,
    ("people_user", "left_at"): person_left,
    ("people_school", "closed_at"): closed,
    ("people_school", "left_at"): school_left,
    ("people_membership", "began_at"): began_later,
    ("signing_in_openidprovider", None): service_closed,
    ("mfa_authenticator", "data"): gone,
    ("timetables_timetable", "sealed_address"): gone,
    ("observations_lesson", "coach"): no_coach,
    ("observations_lesson", "cancelled_at"): called_off,
    ("observations_observation", "set_aside_at"): aside,
    ("observations_moment", "deleted_at"): no_words,
    ("letters_owncalendar", "address"): no_feed,
}


def renew_links():
    """Links to another password that are under way hold for one `last_login` (Django seals it in)."""
    User.objects.exclude(last_login=None).update(last_login=F("last_login") + timedelta(seconds=1))


@transaction.atomic
def count_proposals():
    """A menu tells how many wait; those that were withdrawn are gone by now."""
    for school in School.objects.filter(left_at=None):
        school.count_proposals()


def counts():
    """What there is now, for who runs it."""
    return {
        "people": User.objects.filter(left_at=None).count(),
        "schools": School.objects.filter(left_at=None).count(),
        "visits": Lesson.objects.count(),
    }
