"""Questions that are compiled once (people/compiled.py) ask what their querysets ask, and find the same
rows."""

import threading
import uuid
from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.db import OperationalError, connection, models
from django.db.models import Exists, OuterRef, Q
from django.db.transaction import TransactionManagementError
from django.http import Http404
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from checklists.models import JudgingWord
from config import urls  # noqa: F401 -- with the pages comes whatever they ask
from observations import actions
from observations.models import (
    Answer,
    CopiedLesson,
    LedgerEntry,
    Lesson,
    Moment,
    Observation,
    OfferedLesson,
    Part,
    Stage,
)
from observations.savers import answers_to_compare, save_answers, save_moments
from people.compiled import Compiled, attach, questions
from people.models import User
from reports import actions as reports
from reports.models import Bundle, Mirror, MirrorSentence, Period
from tests import factories
from tests.test_house import modules
from tests.together.visits import lens
from together import actions as together


def facts(row):
    """All that was read of a row, and of the rows that came with it."""
    if not isinstance(row, models.Model):
        return row
    read = {name: value for name, value in vars(row).items() if not name.startswith("_")}
    return type(row), read, {name: facts(found) for name, found in row._state.fields_cache.items()}


def asked(find, *values):
    """What it sends to the database, parameters filled in, and what it finds."""
    with CaptureQueriesContext(
        connection,
    ) as sent:
        found = list(find(*values))
    return [query["sql"] for query in sent], [facts(row) for row in found]


# --- every question of the app -----------------------------------------------------------------------


@pytest.fixture
def world(client, team, lesson, teacher, coach):
    """{kind: values by which something can be found}, the likeliest first: an opened visit, of which the team
    may read; one that is planned; an account that was set aside; a key that ended; a period with a mirror; a
    file that was asked for."""
    lead = factories.make_person("Lotte Leidt", team=team, role="lead")
    timetable = factories.make_timetable(teacher)
    shared = factories.answer("pre.small_choice", "", "Rondje achterin.", coach_may_read=True)
    own = {"type": "own", "slot": 1, "text": "Ik kijk eerst rond.", "theme": "safety", "revision": 0}
    factories.save(lesson, "teacher", *lens("saf.other_views"), shared, own)
    opened = factories.bring_to(Stage.LOOKED_BACK, lesson)
    for part in (Part.COACH_ACCOUNT, Part.STEPS):
        until = timezone.localdate() + timedelta(days=9)
        reports.give_key(lesson=opened, by=teacher, part=part, audience="team", until=until)
    CopiedLesson.objects.create(lesson=opened, timetable=timetable, key="0" * 64)
    other = {"slot": 2, "subject": "Rekenen", "group": "VZ1A", "start": timezone.now()}
    OfferedLesson.objects.create(lesson=opened, timetable=timetable, **other)
    aside = factories.make_lesson(teacher, coach=coach)
    factories.look(aside)
    actions.choose_coach(lesson=factories.fresh(aside), by=teacher, coach=None)
    ended = LedgerEntry.What.ENDED
    LedgerEntry.objects.create(lesson=opened, who=teacher, what=ended, reason=LedgerEntry.Reason.NOT_TOLD)
    today = timezone.localdate()
    period = Period.objects.create(school=team.school, start=today, end=today + timedelta(days=9))
    mirror = Mirror.objects.create(team=team, period=period, made_on=today)
    MirrorSentence.objects.create(mirror=mirror, lesson=opened, text="Zo doe ik het.", lang="nl")
    later = timezone.now() + timedelta(hours=1)
    days = {"first": today, "last": today}
    Bundle.objects.create(reader=coach, team=team, kind=Bundle.Kind.ZIP, asked_at=later, **days)
    together.add(lesson=opened, by=teacher, kind="late", text="Nagekomen.")
    JudgingWord.objects.create(school=team.school, language="nl", word="suf")
    client.force_login(coach)
    return {
        User: [coach, teacher, lead],
        Mirror: [mirror],
        Lesson: [opened],
        Observation: list(opened.accounts.values()),
        uuid.UUID: [
            opened.pk,
            coach.pk,
            teacher.pk,
            *(each.pk for each in opened.accounts.values()),
            mirror.pk,
        ],
        datetime: [timezone.now()],
        date: [timezone.localdate(), timezone.localdate() - timedelta(days=9)],
        str: [client.session.session_key, "coach", "teacher", "nl"],
        int: [
            opened.accounts["coach"].answers.first().item_id,
            team.pk,
            team.school.pk,
            opened.content.points[0].pk,
            opened.content.suggestions[0].pk,
            opened.content.by_key["pre.small_choice"].pk,
        ],
        bool: [True, False],
        team.__class__: [team],
        team.school.__class__: [team.school],
    }


def values_of(param, world):
    return [[value] for value in world[param.kind]] if param.is_many else world[param.kind]


@pytest.mark.parametrize("question", questions, ids=lambda question: question.__name__)
def test_a_question_asks_what_its_queryset_asks_and_finds_the_same(question, world):
    """By some of the values it finds something, else nothing would be compared."""
    for values in product(*(values_of(param, world) for param in question.params)):
        sql, rows = asked(question, *values)

        assert (sql, rows) == asked(question.ask, *values)
        if rows:
            return
    raise AssertionError("`world` holds no values by which it finds anything")


def test_every_question_that_is_declared_is_looked_at():
    declared = sum(
        source.count(f"\n@{kind}\n") for _name, source in modules() for kind in ("compiled", "prepared")
    )

    assert len(questions) == declared


# --- how one is asked ----------------------------------------------------------------------------------


@Compiled
def visit(user: User, pk: uuid.UUID):
    return Lesson.objects.of(user).with_people().select_related("talk").filter(pk=pk)


@Compiled
def accounts_of(lessons: list[uuid.UUID]):
    return Observation.objects.filter(lesson__in=lessons).order_by("voice")


@Compiled
def voices(author: User, before: datetime):
    written = Observation.objects.filter(author=author, lesson=OuterRef("pk"))
    lessons = Lesson.objects.filter(Exists(written), start__lt=before)
    return Observation.objects.filter(lesson__in=lessons).values_list("voice", "lesson__subject")


@Compiled
def starting(first: date, last: date):
    return Lesson.objects.filter(Q(start__date__range=(first, last)) & ~Q(subject="")).values(
        "subject", "start"
    )


@Compiled
def locked(lessons: list[uuid.UUID], limit: int):
    rows = Observation.objects.select_related("lesson").select_for_update(of=("lesson", "self"))
    return rows.filter(lesson__in=lessons, lesson__question_revision__lt=limit)


@pytest.fixture
def recorded(lesson):
    factories.record_something(lesson, "coach")
    factories.record_something(lesson, "teacher")
    return factories.fresh(lesson)


def test_rows_come_as_django_makes_them(recorded, teacher, coach):
    today, another = timezone.localdate(), uuid.uuid4()

    for question, values in [
        (visit, (coach, recorded.pk)),
        (accounts_of, ([recorded.pk, another, recorded.pk],)),
        (voices, (teacher, timezone.now())),
        (starting, (today - timedelta(days=1), today)),
        (locked, ([another, recorded.pk], 3)),
    ]:
        sql, rows = asked(question, *values)
        assert rows
        assert (sql, rows) == asked(question.ask, *values)


def test_values_are_those_of_this_request(recorded, teacher, coach):
    stranger = factories.make_person("Els Anders", team=recorded.team, role="teacher")

    assert visit.or_404(teacher, recorded.pk).teacher == teacher
    assert visit.or_404(coach, recorded.pk).coach == coach
    assert visit.first(stranger, recorded.pk) is None
    with pytest.raises(Http404):
        visit.or_404(teacher, uuid.uuid4())


def test_a_list_has_any_length(recorded):
    ids = [recorded.pk, *(uuid.uuid4() for _ in range(300))]

    assert [len(accounts_of(ids[:number])) for number in (1, 301, 2)] == [2, 2, 2]
    assert accounts_of([]) == []


def test_a_number_that_no_row_can_have_finds_what_django_finds(recorded):
    assert len(locked([recorded.pk], 2**70)) == 2
    assert locked([recorded.pk], -(2**70)) == []


def test_a_day_begins_in_the_zone_of_the_reader(recorded):
    """Half past four in the night of Amsterdam is the evening before on Bonaire."""
    start = datetime(2026, 11, 29, 4, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))
    Lesson.objects.filter(pk=recorded.pk).update(start=start, end=None)
    day = date(2026, 11, 29)

    for zone, found in [("Europe/Amsterdam", 1), ("America/Kralendijk", 0), ("Europe/Amsterdam", 1)]:
        with timezone.override(ZoneInfo(zone)):
            assert len(starting(day, day)) == found


def test_what_belongs_to_rows_is_attached_to_them(recorded):
    attach([recorded], "current", accounts_of([recorded.pk]), "lesson")

    assert [account.voice for account in recorded.current] == ["coach", "teacher"]
    assert all(account.lesson is recorded for account in recorded.current)


@pytest.mark.parametrize("values", [(None, None), ("x", "x"), (uuid.uuid4(), uuid.uuid4())])
def test_a_value_of_another_kind_is_refused(db, values):
    with pytest.raises(TypeError):
        visit(*values)


def test_a_value_too_few_or_too_many_is_refused(coach):
    with pytest.raises(ValueError, match="shorter"):
        visit(coach)
    with pytest.raises(TypeError):
        starting(timezone.now(), timezone.localdate())


@pytest.mark.parametrize(
    "ask",
    [
        lambda: Lesson.objects.filter(start__lt=timezone.now()),
        lambda: Lesson.objects.filter(start__date=timezone.localdate()),
        lambda: Lesson.objects.filter(pk=uuid.uuid4()),
        lambda: Lesson.objects.with_accounts(),
    ],
)
def test_what_would_stay_as_it_was_at_the_first_request_is_refused(db, ask):
    with pytest.raises(TypeError):
        Compiled(ask)()


def test_a_question_that_locks_is_refused_outside_a_transaction(db, monkeypatch):
    monkeypatch.setattr(connection, "get_autocommit", lambda: True)
    if not connection.features.has_select_for_update:
        assert locked([uuid.uuid4()], 3) == []
        return
    with pytest.raises(TransactionManagementError):
        locked([uuid.uuid4()], 3)


def test_each_thread_keeps_its_own(recorded, coach):
    visit(coach, recorded.pk)
    seen = []
    other = threading.Thread(target=lambda: seen.append(dict(visit.of_thread.__dict__)))
    other.start()
    other.join()

    assert visit.of_thread.__dict__
    assert seen == [{}]


# --- how a row is written ------------------------------------------------------------------------------


def first_answer(account, content, **facts):
    row = account.answers.first()
    for name, value in facts.items():
        setattr(row, name, value)
    return row


def new_answer(account, content, **facts):
    taken = account.answers.values_list("item", flat=True)
    item = next(item for item in content.points if item.pk not in taken)
    return Answer(observation=account, item=item, kind=item.kind, noted_at=NOON, **facts)


def first_moment(account, content, **facts):
    return Moment(id=account.moments.first().pk, observation=account, noted_at=NOON, **facts)


def new_moment(account, content, **facts):
    return Moment(id=uuid.uuid4(), observation=account, noted_at=NOON, item=content.points[0], **facts)


NOON = datetime(2026, 11, 29, 12, 0, 0, 250, tzinfo=ZoneInfo("America/Kralendijk"))
WRITTEN = [
    (save_answers, first_answer, {"note": "100 %s 'zo' 🙂", "is_example": True, "revision": 2}),
    (save_answers, first_answer, {"value": "", "note": "", "coach_may_read": False, "lang": "en"}),
    (save_answers, new_answer, {"value": "seen", "received_at": NOON}),
    (save_moments, first_moment, {"kind": "told", "text": "Later", "received_at": NOON, "theme": "safety"}),
    (save_moments, first_moment, {"kind": "saw", "deleted_at": NOON, "received_at": NOON}),
    (save_moments, new_moment, {"kind": "wonder", "text": "%", "is_example": True, "received_at": NOON}),
]


@pytest.mark.parametrize(("upsert", "make", "facts"), WRITTEN)
def test_a_row_is_written_as_django_writes_it(recorded, upsert, make, facts):
    """But that nothing is asked back. A row was written before, so that something is kept."""
    account = recorded.accounts["coach"]
    factories.save(recorded, "coach", factories.moment())
    upsert([make(account, recorded.content, **facts)])
    row = make(account, recorded.content, **facts)

    with CaptureQueriesContext(connection) as ours:
        upsert([row])
    read = upsert.model.objects.get(pk=row.pk) if row.pk else account.answers.get(item=row.item)
    with CaptureQueriesContext(connection) as djangos:
        upsert.model.objects.bulk_create([row], **upsert.options)

    asked, _, _back = djangos[0]["sql"].partition(" RETURNING ")
    assert [query["sql"] for query in ours] == [asked]
    assert {name: getattr(read, name) for name in facts} == facts


def test_rows_that_are_there_and_new_ones_are_written_together(recorded):
    account = recorded.accounts["coach"]
    rows = [
        first_answer(account, recorded.content, note="Eerst"),
        new_answer(account, recorded.content, note="Nieuw", received_at=NOON),
    ]

    save_answers(rows)

    assert {"Eerst", "Nieuw"} <= set(account.answers.values_list("note", flat=True))


# --- what PostgreSQL keeps too -----------------------------------------------------------------------------

on_postgresql = pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite keeps no plan")


def kept_by_the_server():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        return cursor.fetchone()[0]


@on_postgresql
def test_what_a_save_asks_is_planned_once(recorded):
    account, before = recorded.accounts["coach"], kept_by_the_server()

    for _ in range(3):
        answers_to_compare(account, [1, 2])
        accounts_of([recorded.pk])

    assert kept_by_the_server() == before + 1


@on_postgresql
def test_behind_a_pooler_nothing_is_prepared(recorded):
    account, before = recorded.accounts["coach"], kept_by_the_server()
    own, connection.connection.prepare_threshold = connection.connection.prepare_threshold, None
    try:
        assert answers_to_compare(account, []) == list(answers_to_compare.ask(account, []))
        assert kept_by_the_server() == before
    finally:
        connection.connection.prepare_threshold = own


@pytest.fixture
def other(db):
    """A connection of its own, on which a question was prepared and a release then changed its column."""
    made = connection.copy()
    made.settings_dict["OPTIONS"].pop("pool", None)
    with made.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE said (word varchar(2))")
    asked_of(made)
    with made.cursor() as cursor:
        cursor.execute(
            "DO $$ BEGIN ALTER TABLE said ALTER COLUMN word TYPE varchar(3); END $$"
        )  # as if elsewhere
    yield made
    made.close()


def asked_of(connection):
    with connection.prepared_cursor() as cursor:
        cursor.execute("SELECT word FROM said", ())
        return cursor.fetchall()


@on_postgresql
def test_a_release_may_change_a_column_beneath_what_is_asked(other):
    assert [asked_of(other), asked_of(other)] == [[], []]


@on_postgresql
def test_who_is_in_the_middle_then_sends_it_again(other):
    """As where the database is busy: 503."""
    other.set_autocommit(False)
    with pytest.raises(OperationalError, match="changed beneath"):
        asked_of(other)
    other.rollback()

    assert asked_of(other) == []
