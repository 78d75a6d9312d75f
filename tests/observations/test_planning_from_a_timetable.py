"""Planning from the own timetable: lessons to choose from, what choosing fills in, and what is kept of it."""

import re
import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from observations import actions
from observations.models import CopiedLesson, Lesson
from tests import factories
from tests.factories import in_timetable, make_timetable
from tests.home.conftest import english, words  # noqa: F401 -- the same fixture
from tests.observations.test_planning import asked, errors, own
from timetables.models import Timetable

pytestmark = pytest.mark.usefixtures("english", "edition")
PLAN = "/visits/new/"
TOMORROW = timezone.localtime().replace(hour=10, minute=15, second=0, microsecond=0) + timedelta(days=1)


@pytest.fixture
def as_(client, english):  # noqa: F811
    """The client, signed in as this person."""

    def sign_in(person):
        english()
        client.force_login(person)
        return client

    return sign_in


def at(hour, minute=0, days=0):
    return TOMORROW.replace(hour=hour, minute=minute) + timedelta(days=days)


@pytest.fixture
def timetable(teacher):
    return make_timetable(
        teacher,
        in_timetable(at(8, 45), group="VZ1A", place="2.02"),
        in_timetable(at(10, 15)),
        in_timetable(at(14, 10), subject="Anatomie & fysiologie", group="VZ1C", place=""),
        in_timetable(at(10, 15, days=7)),
    )


def chosen(teacher, lesson, **changes):
    """What the form sends once this lesson is chosen and its facts are in the fields."""
    start, end = timezone.localtime(lesson.start), timezone.localtime(lesson.end)
    facts = {"date": f"{start:%Y-%m-%d}", "begin": f"{start:%H:%M}", "finish": f"{end:%H:%M}"}
    facts |= {name: getattr(lesson, name) for name in ("subject", "group", "place")}
    return own(teacher, lesson=lesson.pk, taken=lesson.pk, **(facts | changes))


def fields(response):
    form = response.context["form"]
    names = ("date", "begin", "finish", "subject", "group", "place")
    return {name: str(form[name].value() or "") for name in names}


def offered(response):
    """The numbers of the lessons that can be chosen, in order."""
    return [int(pk) for pk in re.findall(r'name="lesson" value="(\d+)"', response.text)]


# --- to choose from ---------------------------------------------------------------------------------


def test_lessons_to_come_stand_as_days_and_what_is_over_does_not(timetable, teacher, as_):
    over = timezone.now() - timedelta(minutes=1)
    rows = [in_timetable(over - timedelta(minutes=50), end=over), *timetable.lessons.all()]
    make_timetable(teacher, *rows)

    page = as_(teacher).get(PLAN)

    assert offered(page) == list(timetable.lessons.filter(end__gt=over).values_list("pk", flat=True))
    assert len(offered(page)) == len(rows) - 1
    assert "Choose from your timetable" in words(page)
    assert "08:45–09:35 Rekenen VZ1A, room 2.02" in words(page)
    assert f'aria-label="{TOMORROW:%A} {TOMORROW.day} {TOMORROW:%B}"' in page.text


def test_a_lesson_that_has_a_visit_says_so_and_leads_there(timetable, teacher, coach, as_):
    first, second = timetable.lessons.all()[:2]
    as_(teacher).post(PLAN, chosen(teacher, first))
    by_hand = factories.make_lesson(teacher, start=second.start, end=second.end)

    page = as_(teacher).get(PLAN)

    assert {first.pk, second.pk}.isdisjoint(offered(page))
    assert words(page).count("has a visit already") == 2
    for lesson in (Lesson.objects.exclude(pk=by_hand.pk).get(), by_hand):
        assert reverse("visit", args=[lesson.pk]) in page.text
        actions.cancel(lesson=lesson, by=teacher)
    assert {first.pk, second.pk} <= set(offered(as_(teacher).get(PLAN)))


def test_the_visit_is_found_where_the_timetable_has_it_now(timetable, teacher, as_):
    first = timetable.lessons.first()
    as_(teacher).post(PLAN, chosen(teacher, first))
    make_timetable(teacher, in_timetable(at(12), key=first.key), in_timetable(at(15)))

    page = as_(teacher).get(PLAN)

    assert offered(page) == [timetable.lessons.last().pk]
    assert "12:00–12:50 Rekenen VZ2B, room 1.14 has a visit already" in words(page)


def test_at_the_time_of_another_own_visit_a_lesson_says_so_and_can_be_chosen(timetable, teacher, team, as_):
    sam = factories.make_person("Sam Bedacht", team=team, role="teacher")
    factories.make_lesson(sam, coach=teacher, start=at(10, 30), end=at(11))

    page = as_(teacher).get(PLAN)

    assert words(page).count("you also have: Sam Bedacht, Rekenen") == 2  # to choose, and to offer
    assert len(offered(page)) == 4


def test_nobody_elses_timetable_is_on_the_page(timetable, teacher, coach, team, as_):
    """Not of who is asked either, not even busy or free."""
    make_timetable(coach, in_timetable(at(10, 15), subject="Geheim", group="GEHEIM"))
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")

    mine, theirs = as_(teacher).get(PLAN), as_(colleague).get(PLAN)
    sent = as_(teacher).post(
        PLAN, own(teacher, coach=coach.pk, date=at(10).date(), begin="10:15", subject="")
    )

    assert "geheim" not in (mine.text + sent.text).casefold()
    assert offered(theirs) == []
    assert "timetable" not in words(theirs).replace("Link your timetable", "")
    pk = timetable.lessons.first().pk
    assert fields(as_(colleague).get(PLAN, {"from": pk})) == dict.fromkeys(fields(theirs), "")


@pytest.mark.parametrize("facts", [{"is_on_trial": True}, {}])
def test_a_timetable_on_trial_or_without_lessons_offers_nothing(teacher, as_, facts):
    make_timetable(teacher, *([in_timetable(at(9))] if facts else []), **facts)

    page = as_(teacher).get(PLAN)

    assert offered(page) == []
    assert ("There are no lessons in your timetable" in words(page)) is not bool(facts)
    assert "Which lesson is it?" in words(page)


@pytest.mark.parametrize("why", ["", "late"])
def test_the_page_says_of_when_the_lessons_are(teacher, as_, why):
    """A timetable that does not answer takes none of them away."""
    make_timetable(teacher, in_timetable(at(9)), why=why, read_at=timezone.now() - timedelta(days=1))

    page = as_(teacher).get(PLAN)

    assert len(offered(page)) == 1
    assert (
        "Your timetable does not answer now. These are the lessons of yesterday, " in words(page)
    ) is bool(why)
    assert ("From your timetable of yesterday, " in words(page)) is not bool(why)
    assert reverse("timetable") in page.text


def test_words_of_a_timetable_are_text_and_nothing_else(teacher, as_):
    make_timetable(teacher, in_timetable(at(9), subject='<b>"Reken\'en"', group="<i>", place="&amp;"))

    page = as_(teacher).get(PLAN)

    assert escape('<b>"Reken\'en"') in page.text
    assert "<b>&quot;" not in page.text
    assert "<i>" not in page.text


@pytest.mark.parametrize("weeks", [1, 4])
def test_the_page_takes_as_many_queries_with_many_lessons(
    teacher, coach, as_, weeks, django_assert_num_queries
):
    lessons = [in_timetable(at(hour, days=day)) for day in range(7 * weeks - 7) for hour in range(8, 16)]
    make_timetable(teacher, in_timetable(at(8)), *lessons)
    factories.make_lesson(teacher, coach=coach)
    client = as_(teacher)

    # person, teaches; timetable, its lessons, coaches, editions; own visits of these weeks, the last one; who
    # coaches in the team, who looked along
    with django_assert_num_queries(10):
        client.get(PLAN)


# --- chosen -----------------------------------------------------------------------------------------


def test_a_visit_of_a_lesson_keeps_which_one_it_was(timetable, teacher, coach, as_):
    lesson = timetable.lessons.all()[1]

    as_(teacher).post(PLAN, chosen(teacher, lesson, coach=coach.pk, place="3.03", subject="Breuken"))

    visit, copied = Lesson.objects.get(), CopiedLesson.objects.get()
    assert (visit.start, visit.end, visit.place, visit.subject) == (
        lesson.start,
        lesson.end,
        "3.03",
        "Breuken",
    )
    assert (copied.lesson, copied.timetable, copied.key) == (visit, timetable, lesson.key)
    assert (copied.start, copied.end, copied.place) == (lesson.start, lesson.end, "1.14")


def test_sent_twice_it_is_one_visit_and_one_copy(timetable, teacher, as_):
    sent = chosen(teacher, timetable.lessons.first())

    replies = [as_(teacher).post(PLAN, each) for each in (sent, sent, sent | {"id": uuid.uuid4()})]

    assert len({reply["Location"] for reply in replies}) == 1
    assert (Lesson.objects.count(), CopiedLesson.objects.count()) == (1, 1)


@pytest.mark.parametrize("changes", [{"date": at(10, days=2).date()}, {"begin": "16:00", "finish": "16:50"}])
def test_at_another_time_it_is_no_longer_that_lesson(timetable, teacher, as_, changes):
    as_(teacher).post(PLAN, chosen(teacher, timetable.lessons.first(), **changes))

    assert (Lesson.objects.count(), CopiedLesson.objects.count()) == (1, 0)


def test_filled_in_by_hand_nothing_is_copied(timetable, teacher, as_):
    as_(teacher).post(PLAN, own(teacher))

    assert (Lesson.objects.count(), CopiedLesson.objects.count()) == (1, 0)


@pytest.mark.parametrize("gone", ["lesson", "timetable"])
def test_a_lesson_that_is_gone_meanwhile_is_planned_as_it_stands_in_the_fields(timetable, teacher, as_, gone):
    sent = chosen(teacher, timetable.lessons.first())
    if gone == "lesson":
        make_timetable(teacher)
    else:
        Timetable.objects.all().delete()

    as_(teacher).post(PLAN, sent)

    assert (Lesson.objects.get().group, CopiedLesson.objects.count()) == ("VZ1A", 0)


def test_unlinked_while_it_is_planned_nothing_of_it_is_kept(timetable, teacher, team, edition, monkeypatch):
    """Read before, gone at the moment of writing."""
    lesson = timetable.lessons.first()
    names = ("timetable", "key", "start", "end", "place")
    copied = {name: getattr(lesson, name) for name in names}
    Timetable.objects.all().delete()

    factories.make_lesson(teacher, copied=copied)

    assert (Lesson.objects.count(), CopiedLesson.objects.count()) == (1, 0)


def test_the_lesson_of_somebody_else_fills_and_copies_nothing(timetable, teacher, team, as_):
    sam = factories.make_person("Sam Bedacht", team=team, role="teacher")
    theirs = make_timetable(sam, in_timetable(at(9), subject="Geheim")).lessons.get()

    page = as_(teacher).post(PLAN, own(teacher, lesson=theirs.pk, taken="", subject=""))
    as_(teacher).post(PLAN, own(teacher, lesson=theirs.pk, taken=theirs.pk))

    assert "Geheim" not in page.text
    assert (Lesson.objects.get().subject, CopiedLesson.objects.count()) == ("Rekenen", 0)


# --- without a script -------------------------------------------------------------------------------


def test_choosing_without_a_script_fills_the_fields_and_plans_nothing_yet(timetable, teacher, coach, as_):
    lesson = timetable.lessons.all()[1]
    empty = dict.fromkeys(("date", "begin", "finish", "subject", "group", "place"), "")
    sent = own(teacher, coach=coach.pk, is_flash="1", language="en", lesson=lesson.pk, taken="", **empty)

    page = as_(teacher).post(PLAN, sent)

    assert (page.status_code, Lesson.objects.count()) == (200, 0)
    assert "not right yet" not in words(page)
    assert "nothing is planned yet. Is it right? Then press once more." in page.text
    assert fields(page) == {
        "date": f"{TOMORROW:%Y-%m-%d}", "begin": "10:15", "finish": "11:05", "subject": "Rekenen", "group": "VZ2B", "place": "1.14",
    }  # fmt: skip
    assert "10:15 to 11:05 Rekenen with group VZ2B in room 1.14. Coba looks along." in words(page)
    assert "Ask Coba" in words(page)
    form = page.context["form"]
    assert (form["id"].value(), form["taken"].value()) == (str(sent["id"]), lesson.pk)

    again = sent | fields(page) | {"taken": lesson.pk}
    assert as_(teacher).post(PLAN, again).status_code == 302
    visit = Lesson.objects.get()
    assert (visit.coach, visit.is_flash, visit.language, visit.copied.key) == (coach, True, "en", lesson.key)


def test_without_a_lesson_one_question_is_asked(timetable, teacher, coach, as_):
    """Folded fields stay folded; of what was begun by hand each field says what it needs."""
    empty = dict.fromkeys(("date", "begin", "finish", "subject", "group", "place"), "")

    nothing = as_(teacher).post(PLAN, own(teacher, coach=coach.pk, **empty))
    begun = as_(teacher).post(PLAN, own(teacher, coach=coach.pk, **(empty | {"subject": "Rekenen"})))

    asked_once = {"__all__": ["Choose a lesson from your timetable, or fill it in by hand."]}
    assert (nothing.status_code, errors(nothing), Lesson.objects.count()) == (422, asked_once, 0)
    assert 'id="by-hand" open' not in nothing.text
    assert set(errors(begun)) == {"date", "begin", "group"}
    assert 'id="by-hand" open' in begun.text


def test_choosing_loses_nothing_that_was_typed(timetable, teacher, as_):
    """A room stays where the timetable knows none, unless it came with another lesson."""
    first, _second, third, _last = timetable.lessons.all()
    typed = chosen(teacher, first) | {"lesson": third.pk}

    came_with_it = as_(teacher).post(PLAN, typed)
    by_hand = as_(teacher).post(PLAN, typed | {"place": "Aula"})

    assert (fields(came_with_it)["place"], fields(by_hand)["place"]) == ("", "Aula")
    assert fields(by_hand)["subject"] == "Anatomie & fysiologie"


def test_the_button_to_fill_in_plans_nothing(timetable, teacher, as_):
    lesson = timetable.lessons.first()

    page = as_(teacher).post(PLAN, chosen(teacher, lesson, subject="Breuken", fill="1"))

    assert (page.status_code, fields(page)["subject"], Lesson.objects.count()) == (200, "Breuken", 0)
    assert f'name="lesson" value="{lesson.pk}"' in page.text


def test_the_address_may_name_a_lesson(timetable, teacher, as_):
    lesson = timetable.lessons.last()

    page = as_(teacher).get(PLAN, {"from": lesson.pk})

    assert page.context["form"].chosen == str(lesson.pk)
    assert (fields(page)["date"], fields(page)["begin"]) == (f"{at(10, days=7):%Y-%m-%d}", "10:15")
    [week] = re.findall(r'<details class="mk-week" open>.*?</details>', page.text, re.DOTALL)
    assert f'value="{lesson.pk}"' in week
    assert fields(as_(teacher).get(PLAN, {"from": "geen"}))["date"] == ""


# --- own overlap ------------------------------------------------------------------------------------


def by_hand(teacher, **changes):
    return own(teacher, date=f"{TOMORROW:%Y-%m-%d}", **changes)


def test_at_the_time_of_another_lesson_of_the_timetable_it_is_asked(timetable, teacher, as_):
    sent = by_hand(teacher, group="VZ9Z", begin="10:30", finish="11:20")

    page = as_(teacher).post(PLAN, sent)

    [(question, token)] = asked(page).items()
    assert question.startswith("At that time your timetable has another lesson: Rekenen, VZ2B, ")
    assert question.endswith(", tomorrow, 10:15 to 11:05. Is this right?")
    assert (page.status_code, Lesson.objects.count()) == (422, 0)
    assert as_(teacher).post(PLAN, sent | {"sure": token}).status_code == 302


@pytest.mark.parametrize(
    "changes", [{"group": "VZ9Z", "begin": "10:15"}, {"group": "vz2b", "begin": "10:30"}, {"begin": "12:00", "finish": "13:00"}],
)  # fmt: skip
def test_the_lesson_that_is_meant_and_a_free_hour_are_not_asked_about(timetable, teacher, as_, changes):
    assert as_(teacher).post(PLAN, by_hand(teacher, **changes)).status_code == 302


# --- as last time -----------------------------------------------------------------------------------


@pytest.fixture
def last(teacher, coach, first_edition):
    """The last own visit, some days ago; and one before it that was cancelled later."""
    then = timezone.now() - timedelta(days=4)
    facts = {"subject": "Breuken", "group": "vz2b", "place": "2.01", "language": "en", "is_flash": True}
    visit = factories.make_lesson(teacher, coach=coach, start=then, end=None, edition=first_edition, **facts)
    cancelled = factories.make_lesson(teacher, subject="Niet doorgegaan")
    actions.cancel(lesson=cancelled, by=teacher)
    return visit


def begins(response):
    form = response.context["form"]
    return {name: form[name].value() for name in ("coach", "edition", "language", "is_flash", "membership")}


def test_as_last_time_begins_with_the_people_and_the_next_lesson_of_that_group(
    last, timetable, teacher, edition, as_
):
    asked_first = words(as_(teacher).get(PLAN))
    page = as_(teacher).get(PLAN, {"like": "last"})

    lesson = timetable.lessons.all()[1]
    assert f"Like last time Breuken with vz2b, {TOMORROW:%A} 10:15, Coba looks along" in asked_first
    assert "Like last time" not in words(page)
    assert page.context["form"].chosen == str(lesson.pk)
    assert fields(page) == {
        "date": f"{TOMORROW:%Y-%m-%d}", "begin": "10:15", "finish": "11:05", "subject": "Breuken", "group": "VZ2B", "place": "1.14",
    }  # fmt: skip
    assert begins(page) == {
        "coach": last.coach_id, "edition": edition.pk, "language": "en", "is_flash": "1", "membership": teacher.memberships.get().pk,
    }  # fmt: skip
    assert 'value="1" checked' in re.sub(r'\s+id="[^"]*"|\s+aria-label="[^"]*"', "", page.text)


def test_without_a_timetable_the_moment_stays_open(last, teacher, as_):
    page = as_(teacher).get(PLAN, {"like": "last"})

    assert fields(page) == {
        "date": "", "begin": "", "finish": "", "subject": "Breuken", "group": "vz2b", "place": "2.01",
    }  # fmt: skip
    assert "Breuken with group vz2b in room 2.01. Coba looks along." in words(page)


def test_of_that_group_a_lesson_of_the_same_subject_goes_first(last, timetable, teacher, as_):
    timetable.lessons.filter(start=at(10, 15, days=7)).update(subject="breuken", group="VZ2B")

    page = as_(teacher).get(PLAN, {"like": "last"})

    assert (fields(page)["date"], fields(page)["subject"]) == (f"{at(10, days=7):%Y-%m-%d}", "Breuken")


def test_a_lesson_of_that_group_that_has_a_visit_is_passed_over(last, timetable, teacher, as_):
    as_(teacher).post(PLAN, chosen(teacher, timetable.lessons.all()[1], subject="Breuken", group="vz2b"))

    page = as_(teacher).get(PLAN, {"like": "last"})

    assert page.context["form"].chosen == str(timetable.lessons.last().pk)


def test_who_cannot_be_asked_any_more_is_not_chosen(last, teacher, as_):
    last.coach.is_active = False
    last.coach.save()

    page = as_(teacher).get(PLAN, {"like": "last"})

    assert begins(page)["coach"] is None
    assert "Coba" not in words(page)


def test_without_a_visit_there_is_no_last_time(teacher, as_):
    page = as_(teacher).get(PLAN, {"like": "last"})

    assert (page.status_code, "Like last time" in words(page)) == (200, False)


# --- who looks along --------------------------------------------------------------------------------


def people(response):
    """What stands on the buttons, in order."""
    labels = re.findall(r'name="coach" value="[^"]*".*?</label>', response.text, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]*>|^[^>]*>", " ", label).split()) for label in labels]


def test_coaches_stand_first_and_who_looked_along_before_ahead_of_them(teacher, coach, team, school, as_):
    other = factories.make_team(school, "Team Techniek")
    for name, where, role in [
        ("Anna Nieuw", team, "coach"), ("Bas Elders", other, "coach"), ("Sam Bedacht", team, "teacher"), ("Lotte Leiding", team, "lead"),
    ]:  # fmt: skip
        factories.make_person(name, team=where, role=role)
    lesson = factories.bring_to("open", factories.make_lesson(teacher, coach=coach))
    factories.make_lesson(teacher, coach=lesson.coach)  # planned: nobody looked along there yet
    day = timezone.localtime(lesson.start)

    assert people(as_(teacher).get(PLAN)) == [
        f"Coba Voorbeeld looked along on {day.day} {day:%B}",
        "Anna Nieuw coach of Team Zorg",
        "Bas Elders",
        "Lotte Leiding team lead of Team Zorg",
        "Sam Bedacht",
        "Nobody you look back on your lesson alone",
    ]


@pytest.fixture
def many(team):
    return [factories.make_person(f"Collega {letter}", team=team, role="teacher") for letter in "ABCDEFGH"]


def test_many_colleagues_stand_in_a_list_and_can_be_asked(many, teacher, coach, as_):
    page = as_(teacher).get(PLAN)

    assert people(page) == [
        "Coba Voorbeeld coach of Team Zorg", "Somebody else", "Nobody you look back on your lesson alone",
    ]  # fmt: skip
    assert re.findall(r"<option[^>]*>(Collega .)</option>", page.text) == [each.name for each in many]
    as_(teacher).post(PLAN, own(teacher, coach="other", **{"coach-other": many[3].pk}))
    assert Lesson.objects.get().coach == many[3]


@pytest.mark.parametrize(
    "sent", [{"coach": "other"}, {"coach": "other", "coach-other": ""}, {"coach": "", "coach-other": "one"}]
)
def test_nobody_is_asked_by_mistake(many, teacher, as_, sent):
    sent = {name: many[0].pk if value == "one" else value for name, value in sent.items()}

    page = as_(teacher).post(PLAN, own(teacher, **sent))

    assert (page.status_code, errors(page)) == (422, {"coach": ["Choose one person, or nobody."]})
    assert '<a href="#id_coach_0">Who looks along? Choose one person, or nobody.</a>' in page.text
    assert not Lesson.objects.exists()


def test_who_was_chosen_from_the_list_stays_chosen(many, teacher, as_):
    sent = {"coach": "other", "coach-other": many[2].pk, "subject": ""}

    page = as_(teacher).post(PLAN, own(teacher, **sent))

    assert f'<option value="{many[2].pk}" data-name="Collega" selected>' in page.text
    assert re.search(r'value="other" checked', page.text)


def test_a_form_of_before_still_plans(many, teacher, as_):
    """Kept on a device while the list was one, and without a timetable."""
    as_(teacher).post(PLAN, own(teacher, coach=many[4].pk))

    assert Lesson.objects.get().coach == many[4]
