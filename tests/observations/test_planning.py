"""Planning, answering, moving, cancelling, choosing who looks along: the pages, with real rows."""

import uuid
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.contrib.messages import get_messages
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from checklists.models import Edition
from letters.postman import deliver
from observations import actions
from observations.models import Lesson, Observation, Stage, Voice
from people.models import Membership, User
from tests import factories
from tests.factories import bring_to, fresh
from tests.home.conftest import english, words  # noqa: F401 -- the same fixture
from tests.once import made_once
from tests.typed_times import TYPED

pytestmark = pytest.mark.usefixtures("english")
HOME = ZoneInfo("Europe/Amsterdam")
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def as_(client, english):  # noqa: F811
    """The client, signed in as this person."""

    def sign_in(person):
        english()
        client.force_login(person)
        return client

    return sign_in


def own(teacher, **changes):
    """What the form of a teacher sends."""
    return {
        "id": uuid.uuid4(), "coach": "", "date": TOMORROW.isoformat(), "begin": "10:15", "finish": "11:05",
        "subject": "Rekenen", "group": "VZ2B", "place": "1.14", "membership": teacher.memberships.get().pk,
        "is_flash": "", "edition": Edition.objects.latest("number").pk, "language": "nl",
    } | changes  # fmt: skip


def proposal(teacher, **changes):
    """What the form of somebody who proposes sends."""
    sent = own(teacher, message="Zal ik een keer meekijken?") | changes
    del sent["coach"]
    return sent


def moved(**changes):
    return {
        "date": TOMORROW.isoformat(), "begin": "13:00", "finish": "13:50", "subject": "Rekenen", "group": "VZ2B", "place": "",
    } | changes  # fmt: skip


def said(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def when(day):
    """1 December 2026"""
    return f"{day.day} {day:%B %Y}"


def asked(response):
    """What the page asks before it does it, with the values of the ticks."""
    return {question.words: question.token for question in response.context["form"].questions}


def errors(response):
    return {name: list(found) for name, found in response.context["form"].errors.items()}


# --- plan -------------------------------------------------------------------------------------------


def test_a_teacher_plans_a_visit_that_stands_at_once(edition, teacher, coach, as_):
    response = as_(teacher).post(reverse("plan"), own(teacher, coach=coach.pk))

    lesson = Lesson.objects.get()
    assert response["Location"] == reverse("visit", args=[lesson.pk])
    assert (lesson.stage, lesson.teacher, lesson.coach, lesson.planned_by) == (
        Stage.PLANNED, teacher, coach, teacher,
    )  # fmt: skip
    assert lesson.start == datetime.combine(TOMORROW, time(10, 15), tzinfo=HOME)
    assert (lesson.until - lesson.start, lesson.team, lesson.purpose) == (
        timedelta(minutes=50), teacher.memberships.get().team, "development",
    )  # fmt: skip
    assert said(response) == [
        f"The visit is planned: {TOMORROW:%A} {when(TOMORROW)}, tomorrow, 10:15 to 11:05. Coba gets a letter."
    ]


def test_a_teacher_plans_to_look_back_alone(edition, teacher, as_):
    as_(teacher).post(reverse("plan"), own(teacher))

    lesson = Lesson.objects.get()
    assert (lesson.coach, lesson.stage) == (None, Stage.PLANNED)


def test_the_form_offers_colleagues_and_own_teams_and_nobody_else(edition, school, team, teacher, coach, as_):
    elsewhere = factories.make_person(
        "Vera Vreemd", team=factories.make_team(factories.make_school("Andere School")), role="coach"
    )
    gone = factories.make_person("Wim Weg", team=team, role="coach", is_active=False)
    other_team = factories.make_team(school, "Team Techniek")

    form = as_(teacher).get(reverse("plan")).context["form"]

    assert [value for value, _name in form.fields["coach"].choices] == ["", coach.pk]
    assert [name for _value, name in form.fields["membership"].choices] == [team.name]
    for sent in ({"coach": elsewhere.pk}, {"coach": gone.pk}, {"coach": teacher.pk}):
        response = as_(teacher).post(reverse("plan"), own(teacher, **sent))
        assert (response.status_code, set(errors(response))) == (422, {"coach"})
    theirs = Membership.objects.create(user=coach, team=other_team, role="teacher")
    response = as_(teacher).post(reverse("plan"), own(teacher, membership=theirs.pk))
    assert (response.status_code, set(errors(response))) == (422, {"membership"})
    assert not Lesson.objects.exists()


@pytest.mark.parametrize(
    ("name", "who"), [("plan", "teacher"), ("propose", "coach"), ("coach", "teacher")], ids=lambda each: each
)
def test_each_choice_of_people_says_that_who_was_never_in_is_not_among_them(lesson, as_, name, who):
    for role in ("teacher", "coach"):
        factories.join(lesson.team, "Nora Nieuw", role)
    page = as_(getattr(lesson, who)).get(reverse(name, args=[lesson.pk] if name == "coach" else []))

    assert "who came in already." in words(page)
    assert "Nora" not in words(page)


def test_a_double_click_plans_one_visit(edition, teacher, coach, as_):
    sent = own(teacher, coach=coach.pk)

    first, second = (as_(teacher).post(reverse("plan"), sent) for _ in range(2))

    assert Lesson.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_going_back_and_saving_again_finds_the_same_visit(edition, teacher, as_):
    sent = own(teacher)
    as_(teacher).post(reverse("plan"), sent)

    as_(teacher).post(reverse("plan"), sent | {"subject": "Anatomie"})

    assert list(Lesson.objects.values_list("subject", flat=True)) == ["Rekenen"]


def test_the_id_of_somebody_elses_visit_gives_nothing_away(edition, team, lesson, as_):
    stranger = factories.make_person("Sam Bedacht", team=team, role="teacher")

    response = as_(stranger).post(reverse("plan"), own(stranger, id=lesson.pk))

    assert response.status_code == 404
    assert Lesson.objects.get().teacher == lesson.teacher


def test_who_teaches_nowhere_is_led_to_proposing(coach, as_):
    assert as_(coach).get(reverse("plan"))["Location"] == reverse("propose")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"finish": "09:05"}, {"finish": ["The lesson ends before it begins: choose a later end time."]}),
        ({"finish": "10:15"}, {"finish": ["The lesson ends before it begins: choose a later end time."]}),
        ({"subject": " "}, {"subject": ["Say which subject it is"]}),
        ({"subject": "x" * 121}, {"subject": ["121 characters, and 120 fit: take 1 away."]}),
        ({"subject": "\u200b"}, {"subject": ["Write something that can be read."]}),
        ({"group": "\u3164"}, {"group": ["Write something that can be read."]}),
        ({"place": "\u2800"}, {"place": ["Write something that can be read."]}),
        ({"date": "2019-01-01"}, {"date": ["Choose a day between a year ago and two years from now."]}),
        ({"id": "geen-id"}, {"id": ["Enter a valid UUID."]}),
        ({"edition": uuid.uuid4()}, {"edition": ["Select a valid choice. That choice is not one of the available choices."]}),
        ({"language": "de"}, {"language": ["Select a valid choice. de is not one of the available choices."]}),
    ],
)  # fmt: skip
def test_what_is_not_right_is_said_beside_the_field_and_above_the_form(
    edition, teacher, as_, changes, expected
):
    response = as_(teacher).post(reverse("plan"), own(teacher, **changes))

    assert (response.status_code, errors(response)) == (422, expected)
    assert "One thing is not right yet" in words(response)
    assert response.content.decode().count('aria-invalid="true"') == (0 if "id" in changes else 1)
    assert not Lesson.objects.exists()


def test_a_refused_form_keeps_what_was_typed_and_its_id(edition, teacher, as_):
    sent = own(teacher, subject="Anatomie & fysiologie", finish="09:00")

    html = as_(teacher).post(reverse("plan"), sent).content.decode()

    assert "Anatomie &amp; fysiologie" in html
    assert f'value="{sent["id"]}"' in html


def test_a_new_visit_takes_the_newest_edition_and_no_other(edition, first_edition, teacher, as_):
    offered = as_(teacher).get(reverse("plan")).content.decode()
    assert str(edition.pk) in offered
    assert str(first_edition.pk) not in offered

    response = as_(teacher).post(reverse("plan"), own(teacher, edition=first_edition.pk))

    assert set(errors(response)) == {"edition"}


def test_an_edition_that_is_not_published_cannot_be_chosen(edition, teacher, as_):
    draft = Edition.objects.create(checklist=edition.checklist, number=99)

    response = as_(teacher).post(reverse("plan"), own(teacher, edition=draft.pk))

    assert set(errors(response)) == {"edition"}


def test_the_hour_that_does_not_exist_is_refused_and_the_double_one_too(edition, teacher, as_):
    spring, autumn = last_sunday(3), last_sunday(10)
    for day, begin in ((spring, "02:30"), (autumn, "02:30")):
        response = as_(teacher).post(reverse("plan"), own(teacher, date=day, begin=begin, finish="03:30"))
        assert errors(response) == {
            "begin": ["On this day the clock changes at this time. Choose another time."]
        }


def last_sunday(month):
    """The day on which the clock changes, next year."""
    day = date(timezone.localdate().year + 1, month, 31)
    return day - timedelta(days=(day.weekday() + 1) % 7)


# --- typed times ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "begins"), [pair for pair in TYPED.items() if pair[0].strip()], ids=ascii)
def test_a_time_is_taken_as_people_type_it_or_told_beside_its_field(edition, teacher, as_, typed, begins):
    response = as_(teacher).post(reverse("plan"), own(teacher, begin=typed, finish=""))

    if begins:
        assert f"{timezone.localtime(Lesson.objects.get().start):%H:%M}" == begins
        return
    assert (response.status_code, Lesson.objects.count()) == (422, 0)
    assert errors(response) == {"begin": ["This is no time. Type for example 9:15 or 915."]}
    assert response.context["form"]["begin"].value() == typed
    assert f'value="{escape(typed)}"' in response.content.decode()


@pytest.mark.parametrize(("language", "shown"), [("nl", "09.15"), ("en", "09:15")])
def test_a_form_that_comes_back_writes_times_as_its_language_does(edition, teacher, client, language, shown):
    User.objects.filter(pk=teacher.pk).update(language=language)
    client.force_login(teacher)

    html = client.post(reverse("plan"), own(teacher, begin="915", subject="")).content.decode()

    assert f'name="begin" value="{shown}" inputmode="numeric"' in html
    assert 'type="time"' not in html


# --- what was chosen, in words ----------------------------------------------------------------------

LATER = timezone.localdate() + timedelta(days=3)
DUTCH_DAYS = ["maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"]


def test_a_form_that_comes_back_reads_day_and_times_back_in_words(edition, teacher, as_):
    response = as_(teacher).post(
        reverse("plan"), own(teacher, date=LATER, begin="915", finish="10u05", subject="")
    )

    assert response.status_code == 422
    assert f"{LATER:%A} {when(LATER)}, in 3 days, 09:15 to 10:05" in words(response)


def test_the_words_are_those_of_the_page(edition, teacher, client):
    client.force_login(teacher)

    response = client.post(reverse("plan"), own(teacher, date=LATER, begin="915", finish="", subject=""))

    first = f"{DUTCH_DAYS[LATER.weekday()].capitalize()} {LATER.day} "
    line = next(part for part in response.content.decode().split("<p") if "data-when=" in part).split(">")[1]
    assert line.startswith(first)
    assert line.split("<")[0].endswith(f" {LATER.year}, over 3 dagen, 09.15 uur")


def test_a_day_of_another_year_is_never_shown_without_it(edition, teacher, as_):
    lesson = factories.make_lesson(teacher, **at("10:15", "11:05", LONG_AGO))
    factories.look_back(lesson)

    home = words(as_(teacher).get(reverse("home")))
    visit = words(as_(teacher).get(reverse("visit", args=[lesson.pk])))
    page = words(as_(teacher).get(reverse("look_back", args=[lesson.pk])))

    full = f"{LONG_AGO:%A} {when(LONG_AGO)}"
    assert f"{full} at 10:15" in home
    assert f"{LONG_AGO:%b} {LONG_AGO.year} " in home  # in the margin
    assert f"{full}, 10:15 to 11:05 1 year ago" in visit
    assert f"{full} at 10:15" in page


# --- the past ---------------------------------------------------------------------------------------

LONG_AGO = timezone.localdate() - timedelta(days=366)  # always in another year, and just near enough
OVER = f"This is over: {LONG_AGO:%A} {when(LONG_AGO)}, 1 year ago, 10:15 to 11:05. Is that right?"


def test_a_visit_in_the_past_is_asked_about_and_can_still_be_written_down(edition, teacher, as_):
    sent = own(teacher, date=LONG_AGO, subject="Anatomie & fysiologie")
    response = as_(teacher).post(reverse("plan"), sent)

    assert (response.status_code, Lesson.objects.count()) == (422, 0)
    assert [*asked(response)] == [OVER]
    assert f"{OVER} Yes, this lesson has been given already" in words(response)
    assert "Anatomie &amp; fysiologie" in response.content.decode()
    assert "not right yet" not in words(response)

    as_(teacher).post(reverse("plan"), sent | {"sure": asked(response).values()})

    assert "The lesson is over. Look back while it is fresh." in words(
        as_(teacher).get(reverse("visit", args=[Lesson.objects.get().pk]))
    )


def test_a_tick_is_for_the_day_it_was_given_for(edition, teacher, as_):
    sent = own(teacher, date=LONG_AGO)
    ticked = asked(as_(teacher).post(reverse("plan"), sent)).values()

    response = as_(teacher).post(
        reverse("plan"), sent | {"date": LONG_AGO + timedelta(days=1), "sure": ticked}
    )

    assert (response.status_code, len(asked(response)), Lesson.objects.count()) == (422, 1, 0)


def test_a_tick_stays_when_something_else_is_not_right(edition, teacher, as_):
    sent = own(teacher, date=LONG_AGO)
    ticked = asked(as_(teacher).post(reverse("plan"), sent)).values()

    response = as_(teacher).post(reverse("plan"), sent | {"subject": "", "sure": ticked})

    assert set(errors(response)) == {"subject"}
    assert [question.is_answered for question in response.context["form"].questions] == [True]
    assert response.content.decode().count("checked>") == 3  # nobody, the kind of visit, and this tick


@pytest.mark.parametrize(
    ("begin", "finish", "is_asked"),
    [("08:00", "08:50", True), ("08:00", "", True), ("11:40", "", False), ("11:40", "12:30", False), ("12:30", "", False)],
)  # fmt: skip
def test_a_lesson_of_today_is_over_once_it_has_ended(
    edition, teacher, as_, monkeypatch, begin, finish, is_asked
):
    noon = datetime.combine(timezone.localdate(), time(12), tzinfo=HOME)
    monkeypatch.setattr("observations.sure.timezone.now", lambda: noon)

    response = as_(teacher).post(reverse("plan"), own(teacher, date=noon.date(), begin=begin, finish=finish))

    assert (response.status_code == 422) is is_asked


def test_proposing_and_moving_to_the_past_is_asked_about_too(edition, teacher, coach, lesson, as_):
    proposed = as_(coach).post(reverse("propose"), proposal(teacher, date=LONG_AGO))
    move = as_(coach).post(
        reverse("move", args=[lesson.pk]), moved(date=LONG_AGO, begin="10:15", finish="11:05")
    )

    assert ([*asked(proposed)], [*asked(move)]) == ([OVER], [OVER])
    assert (Lesson.objects.count(), fresh(lesson).start) == (1, lesson.start)
    sure = {"sure": asked(move).values()}
    as_(coach).post(
        reverse("move", args=[lesson.pk]), moved(date=LONG_AGO, begin="10:15", finish="11:05") | sure
    )
    assert fresh(lesson).start == at("10:15", day=LONG_AGO)["start"]


def test_another_room_for_a_lesson_that_is_over_asks_nothing(edition, teacher, as_):
    lesson = factories.make_lesson(teacher, **at("10:15", "11:05", LONG_AGO))

    as_(teacher).post(
        reverse("move", args=[lesson.pk]), moved(date=LONG_AGO, begin="1015", finish="1105", place="2.02")
    )

    assert fresh(lesson).place == "2.02"


# --- overlap ----------------------------------------------------------------------------------------


def at(begin, finish=None, day=TOMORROW):
    start, end = (
        clock and datetime.combine(day, time.fromisoformat(clock), tzinfo=HOME) for clock in (begin, finish)
    )
    return {"start": start, "end": end}


OTHER = f"{TOMORROW:%A} {when(TOMORROW)}, tomorrow, 10:15 to 11:05"
TWICE = f"At that time you have another visit: Anatomie, VZ1A, {OTHER}. Do you want both?"


@pytest.mark.parametrize(
    ("begin", "finish", "is_asked"),
    [
        ("10:30", "10:45", True), ("09:30", "10:16", True), ("11:00", "", True), ("09:20", "", True),
        ("11:05", "12:00", False), ("09:00", "10:15", False), ("09:15", "", False),
    ],
)  # fmt: skip
def test_a_visit_at_the_same_time_as_another_own_one_is_asked_about(
    edition, teacher, coach, as_, begin, finish, is_asked
):
    factories.make_lesson(teacher, coach=coach, subject="Anatomie", group="VZ1A", **at("10:15", "11:05"))
    sent = own(teacher, begin=begin, finish=finish)

    response = as_(teacher).post(reverse("plan"), sent)

    assert Lesson.objects.count() == (1 if is_asked else 2)
    if is_asked:
        assert [*asked(response)] == [TWICE]
        response = as_(teacher).post(reverse("plan"), sent | {"sure": asked(response).values()})
    assert (response.status_code, Lesson.objects.count()) == (302, 2)


def test_the_very_same_visit_is_asked_about_in_its_own_words(edition, teacher, coach, as_):
    as_(teacher).post(reverse("plan"), own(teacher, coach=coach.pk))

    response = as_(teacher).post(reverse("plan"), own(teacher, subject="rekenen"))

    assert [*asked(response)] == [
        f"This visit is there already: Rekenen, VZ2B, {OTHER}. Do you want it once more?"
    ]
    assert Lesson.objects.count() == 1


def test_who_proposes_is_asked_about_own_visits_only(edition, team, teacher, coach, as_):
    elsewhere = factories.make_person("Sam Bedacht", team=team, role="teacher")
    factories.make_lesson(elsewhere, coach=coach, subject="Anatomie", group="VZ1A", **at("10:15", "11:05"))
    factories.make_lesson(teacher, subject="Geheim", **at("10:15", "11:05"))

    response = as_(coach).post(reverse("propose"), proposal(teacher))

    assert [*asked(response)] == [TWICE]
    assert "Geheim" not in response.content.decode()


def test_a_past_visit_at_the_time_of_another_asks_both(edition, teacher, as_):
    factories.make_lesson(teacher, subject="Anatomie", group="VZ1A", **at("10:15", "11:05", LONG_AGO))
    sent = own(teacher, date=LONG_AGO)
    questions = asked(as_(teacher).post(reverse("plan"), sent))

    response = as_(teacher).post(reverse("plan"), sent | {"sure": [questions[OVER]]})

    assert (len(questions), response.status_code, Lesson.objects.count()) == (2, 422, 1)
    assert as_(teacher).post(reverse("plan"), sent | {"sure": questions.values()}).status_code == 302


def test_a_cancelled_visit_overlaps_nothing(edition, teacher, as_):
    other = factories.make_lesson(teacher, **at("10:15", "11:05"))
    actions.cancel(lesson=other, by=teacher)

    assert as_(teacher).post(reverse("plan"), own(teacher)).status_code == 302


def test_other_visits_of_the_teacher_are_never_told_to_who_proposes(edition, team, teacher, coach, as_):
    someone = factories.make_person("Noor Fictief", team=team, role="coach")
    factories.make_lesson(teacher, coach=someone, subject="Anatomie", **at("10:15", "11:05"))

    response = as_(coach).post(reverse("propose"), proposal(teacher), follow=True)

    assert said(response) == [f"Your proposal has been sent: {OTHER}. Tijn gets a letter."]
    assert [word for word in ("Anatomie", "Noor", "overlaps") if word in response.content.decode()] == []


def test_moving_a_visit_onto_another_own_one_is_asked_about(edition, teacher, lesson, as_):
    factories.make_lesson(teacher, subject="Anatomie", group="VZ1A", **at("13:30", "14:20"))

    response = as_(teacher).post(reverse("move", args=[lesson.pk]), moved())

    assert [*asked(response)] == [TWICE.replace("10:15 to 11:05", "13:30 to 14:20")]
    assert fresh(lesson).start == lesson.start
    response = as_(teacher).post(
        reverse("move", args=[lesson.pk]), moved() | {"sure": asked(response).values()}
    )
    assert said(response) == [
        f"The appointment has been changed: {OTHER.replace('10:15 to 11:05', '13:00 to 13:50')}. Coba gets a letter."
    ]


# --- propose ----------------------------------------------------------------------------------------


def test_a_coach_proposes_and_nothing_is_fixed(edition, teacher, coach, as_):
    response = as_(coach).post(reverse("propose"), proposal(teacher))

    lesson = Lesson.objects.get()
    assert (lesson.stage, lesson.teacher, lesson.coach, lesson.message) == (
        Stage.PROPOSED, teacher, coach, "Zal ik een keer meekijken?",
    )  # fmt: skip
    assert said(response) == [f"Your proposal has been sent: {OTHER}. Tijn gets a letter."]


def test_any_colleague_may_propose_and_nobody_to_themself_or_to_another_school(edition, team, teacher, as_):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    colleague = factories.make_person("Sam Bedacht", team=team, role="teacher")
    elsewhere = factories.make_person(
        "Vera Vreemd", team=factories.make_team(factories.make_school("Andere School")), role="teacher"
    )

    assert as_(lead).post(reverse("propose"), proposal(teacher)).status_code == 302
    assert as_(colleague).post(reverse("propose"), proposal(teacher)).status_code == 302
    for whom in (colleague, elsewhere):
        response = as_(colleague).post(reverse("propose"), proposal(whom))
        assert set(errors(response)) == {"membership"}
    assert Lesson.objects.count() == 2


def test_the_page_shows_beforehand_what_the_teacher_will_see(edition, teacher, coach, as_):
    text = words(as_(coach).get(reverse("propose")))

    assert "Proposal from Coba Voorbeeld" in text
    assert "Yes, welcome Another moment Not now You need not give a reason." in text


@pytest.fixture
@made_once
def proposed(edition, teacher, coach):
    return factories.make_lesson(
        teacher, coach=coach, by=coach, message="Zal ik <b>meekijken</b>?", **at("10:15")
    )


def test_the_teacher_reads_the_message_and_finds_three_answers_of_one_size(proposed, as_):
    response = as_(proposed.teacher).get(reverse("visit", args=[proposed.pk]))

    html = response.content.decode()
    assert "Zal ik &lt;b&gt;meekijken&lt;/b&gt;?" in html
    assert "Coba proposes this moment. You decide." in words(response)
    assert "Yes, welcome Another moment Not now You need not give a reason." in words(response)
    assert "mk-btn-go" not in html
    assert [reverse(name, args=[proposed.pk]) in html for name in ("accept", "move", "cancel")] == [True] * 3
    assert [reverse(name, args=[proposed.pk]) in html for name in ("before", "look_back", "coach")] == [
        False
    ] * 3


def test_the_coach_cannot_answer_the_own_proposal_but_can_take_it_back(proposed, as_):
    html = as_(proposed.coach).get(reverse("visit", args=[proposed.pk])).content.decode()

    assert [reverse(name, args=[proposed.pk]) in html for name in ("accept", "look")] == [False, False]
    assert [reverse(name, args=[proposed.pk]) in html for name in ("move", "cancel")] == [True, True]


def test_yes_makes_it_a_visit_also_when_it_is_said_twice(proposed, as_):
    for _ in range(2):
        response = as_(proposed.teacher).post(reverse("accept", args=[proposed.pk]))
        assert response["Location"] == reverse("visit", args=[proposed.pk])

    assert fresh(proposed).stage == Stage.PLANNED


def test_the_teacher_who_says_yes_is_told_of_another_own_visit_at_that_time(proposed, as_):
    factories.make_lesson(proposed.teacher, subject="Anatomie", group="VZ1A", **at("10:30", "11:00"))

    response = as_(proposed.teacher).post(reverse("accept", args=[proposed.pk]))

    assert said(response) == [
        "Agreed. You can now choose what to look at. Coba gets a letter.",
        "This visit overlaps another one of yours: Anatomie, VZ1A, at 10:30. Both stay.",
    ]


def test_not_now_asks_once_and_needs_no_reason(proposed, as_):
    page = as_(proposed.teacher).get(reverse("cancel", args=[proposed.pk]))
    response = as_(proposed.teacher).post(reverse("cancel", args=[proposed.pk]))

    assert "Not now?" in words(page)
    assert "Coba sees on the start page that the visit is cancelled." in words(page)
    assert page.content.decode().count("<textarea") == 0
    assert response["Location"] == reverse("home")
    assert fresh(proposed).stage == Stage.CANCELLED


# --- move and cancel --------------------------------------------------------------------------------


def test_moving_starts_from_what_was_agreed(edition, teacher, coach, as_):
    lesson = factories.make_lesson(teacher, coach=coach, **at("10:15", "11:05"))

    form = as_(teacher).get(reverse("move", args=[lesson.pk])).context["form"]

    shown = {name: form[name].value() for name in ("subject", "group", "place", "date")}
    assert shown == {"subject": "Rekenen", "group": "VZ2B", "place": "1.14", "date": TOMORROW}
    assert [form[name].value().strftime("%H:%M") for name in ("begin", "finish")] == ["10:15", "11:05"]


def test_moved_by_the_coach_it_is_a_proposal_again_and_the_page_says_so_beforehand(lesson, as_):
    page = words(as_(lesson.coach).get(reverse("move", args=[lesson.pk])))
    as_(lesson.coach).post(reverse("move", args=[lesson.pk]), moved())

    assert "it becomes a proposal again: Tijn decides about it." in page
    assert fresh(lesson).stage == Stage.PROPOSED


def test_moved_by_the_teacher_it_stands(lesson, as_):
    as_(lesson.teacher).post(reverse("move", args=[lesson.pk]), moved(group="VZ1A"))

    after = fresh(lesson)
    assert (after.stage, after.group, after.start) == (Stage.PLANNED, "VZ1A", at("13:00")["start"])


def test_a_move_that_is_not_right_changes_nothing(lesson, as_):
    response = as_(lesson.teacher).post(reverse("move", args=[lesson.pk]), moved(finish="12:00"))

    assert (response.status_code, set(errors(response))) == (422, {"finish"})
    assert fresh(lesson).start == lesson.start


def test_after_the_first_note_the_page_offers_no_moving_and_says_why(lesson, as_):
    factories.look(lesson)

    response = as_(lesson.teacher).get(reverse("visit", args=[lesson.pk]))

    html = response.content.decode()
    assert [reverse(name, args=[lesson.pk]) in html for name in ("move", "cancel", "before")] == [False] * 3
    assert "The visit has begun, so the appointment itself stays as it is." in words(response)
    assert as_(lesson.teacher).get(reverse("move", args=[lesson.pk])).status_code == 423


@pytest.mark.parametrize("by", ["teacher", "coach"])
def test_a_cancelled_visit_says_who_cancelled_it_to_both(lesson, as_, by):
    as_(getattr(lesson, by)).post(reverse("cancel", args=[lesson.pk]))

    name = getattr(lesson, by).short_name
    for person in (lesson.teacher, lesson.coach):
        response = as_(person).get(reverse("visit", args=[lesson.pk]))
        assert f"{name} cancelled it on" in words(response)
        assert "<ol" not in response.content.decode().split("<main")[1]


@pytest.mark.parametrize("by", ["teacher", "coach"])
def test_who_did_not_cancel_is_told_by_letter_too_and_no_page_says_otherwise(lesson, as_, by):
    other = lesson.coach if by == "teacher" else lesson.teacher
    deliver.call()
    mail.outbox.clear()
    page, asked = as_(getattr(lesson, by)), reverse("cancel", args=[lesson.pk])
    said = words(page.get(asked))
    page.post(asked)
    deliver.call()

    assert f"{other.short_name} sees on the start page that the visit is cancelled." in said
    assert "message is sent" not in said
    assert [other.email] in [letter.to for letter in mail.outbox]
    assert "cancelled" in words(as_(other).get(reverse("home")))


def test_nobody_reads_a_visit_that_a_teacher_looks_back_on_alone(teacher, coach, team, school, edition, as_):
    lesson = factories.make_lesson(teacher)
    factories.look_back(lesson)
    others = [
        coach, factories.make_person("Sam Bedacht", team=team, role="teacher"), factories.make_person("Lotte Leiding", team=team, role="lead"),
        factories.make_person("Ada Beheer", school=school, is_administrator=True),
    ]  # fmt: skip
    addresses = [
        reverse(name, args=[lesson.pk])
        for name in ("visit", "look_back", "together", "talk", "report_pdf", "released_pdf")
    ]
    for is_open in (False, True):
        if is_open:
            factories.teacher_ready(lesson)
            assert fresh(lesson).stage == Stage.OPEN
        for person in others:
            assert [as_(person).get(address).status_code for address in addresses] == [404] * len(addresses)
    assert as_(teacher).get(reverse("together", args=[lesson.pk])).status_code == 200


# --- who looks along --------------------------------------------------------------------------------


def test_the_page_says_what_happens_with_the_account_of_the_former_coach(lesson, as_):
    text = words(as_(lesson.teacher).get(reverse("coach", args=[lesson.pk])))

    assert "Coba no longer sees this visit. What Coba wrote is set aside: only Coba can read it" in text
    assert "If you go on alone the visit opens as soon as your story is ready." in text


def test_a_teacher_who_is_ready_is_told_that_going_on_alone_opens_the_visit(lesson, as_):
    factories.teacher_ready(lesson)

    text = words(as_(lesson.teacher).get(reverse("coach", args=[lesson.pk])))
    as_(lesson.teacher).post(reverse("coach", args=[lesson.pk]), {"coach": "", "save": ""})

    assert "If you go on alone the visit opens at once, because your story is ready." in text
    assert fresh(lesson).stage == Stage.OPEN


def test_choosing_another_coach_takes_the_visit_from_the_first(team, lesson, as_):
    other = factories.make_person("Noor Fictief", team=team, role="coach")
    factories.look(lesson)

    response = as_(lesson.teacher).post(reverse("coach", args=[lesson.pk]), {"coach": other.pk})

    assert said(response) == ["Your choice has been saved. Noor gets a letter."]
    assert as_(lesson.coach).get(reverse("visit", args=[lesson.pk])).status_code == 404
    assert as_(other).get(reverse("visit", args=[lesson.pk])).status_code == 200
    assert Observation.objects.get(author=lesson.coach).set_aside_at is not None


# --- the visit's own page ---------------------------------------------------------------------------


def prepare(lesson):
    """A question, two items, one intention for the coach and one that stays the teacher's own."""
    intentions = [item.key for item in lesson.content.items if item.when == "before"][:2]
    factories.save(
        lesson,
        Voice.TEACHER,
        {"type": "question", "text": "Hoe help ik stille studenten?", "revision": 0},
        *({"type": "lens", "item": item.key, "chosen": True} for item in lesson.content.points[:2]),
        factories.answer(intentions[0], note="Let op de start", coach_may_read=True),
        factories.answer(intentions[1], note="Alleen voor mij"),
    )


def test_both_read_the_question_and_the_chosen_items_and_the_coach_what_was_shared(lesson, as_):
    prepare(lesson)

    coach = words(as_(lesson.coach).get(reverse("visit", args=[lesson.pk])))
    teacher = words(as_(lesson.teacher).get(reverse("visit", args=[lesson.pk])))

    for text, whose in ((coach, "Tijn’s"), (teacher, "your")):
        assert f"Hoe help ik stille studenten? {whose} learning question, with 2 items" in text
        assert [item.short_en for item in lesson.content.points[:2] if item.short_en not in text] == []
        assert lesson.content.points[2].short_en not in text
        assert "Let op de start" in text
    assert ("Alleen voor mij" in coach, "Alleen voor mij" in teacher) == (False, True)
    assert "Tijn lets you read this beforehand" in coach
    assert "Coba may read this beforehand" in teacher


def test_without_preparation_the_page_says_that_this_is_fine(lesson, as_):
    text = words(as_(lesson.coach).get(reverse("visit", args=[lesson.pk])))

    assert "No learning question and no items were chosen. That is fine" in text


@pytest.mark.parametrize(
    "stage", [Stage.LOOKING, Stage.WAITING_FOR_COACH, Stage.WAITING_FOR_TEACHER, Stage.READY]
)
def test_before_opening_the_page_holds_nothing_of_either_account(lesson, as_, stage):
    factories.save(lesson, Voice.COACH, factories.answer("saf.other_views", "seen", "Zag de coach"))
    factories.save(lesson, Voice.TEACHER, factories.answer("saf.other_views", "partly", "Schreef de docent"))
    bring_to(stage, lesson)

    for person in (lesson.teacher, lesson.coach):
        html = as_(person).get(reverse("visit", args=[lesson.pk])).content.decode()
        assert [word for word in ("Zag de coach", "Schreef de docent", "Drie stappen") if word in html] == []


def test_who_has_written_something_can_mark_the_account_ready_and_take_that_back(lesson, as_):
    page = reverse("visit", args=[lesson.pk])
    assert reverse("ready", args=[lesson.pk]) not in as_(lesson.coach).get(page).content.decode()
    factories.look(lesson)

    html = as_(lesson.coach).get(page).content.decode()
    assert reverse("ready", args=[lesson.pk]) in html
    as_(lesson.coach).post(reverse("ready", args=[lesson.pk]))

    html = as_(lesson.coach).get(page).content.decode()
    assert (reverse("ready", args=[lesson.pk]) in html, reverse("reopen", args=[lesson.pk]) in html) == (
        False,
        True,
    )
    response = as_(lesson.coach).post(reverse("reopen", args=[lesson.pk]))
    assert response["Location"] == reverse("look", args=[lesson.pk])


def test_only_the_teacher_finds_the_button_to_open_and_reads_what_it_does(lesson, as_):
    bring_to(Stage.READY, lesson)
    teacher, coach = (
        as_(person).get(reverse("visit", args=[lesson.pk])) for person in (lesson.teacher, lesson.coach)
    )

    assert reverse("open", args=[lesson.pk]) in teacher.content.decode()
    assert "When you open, you and Coba both read both stories, yours first." in words(teacher)
    assert reverse("open", args=[lesson.pk]) not in coach.content.decode()
    assert "You are both ready. Tijn opens, then you both read." in words(coach)


def test_opening_twice_is_opening_once(lesson, as_):
    bring_to(Stage.READY, lesson)

    places = {as_(lesson.teacher).post(reverse("open", args=[lesson.pk]))["Location"] for _ in range(2)}

    assert places == {reverse("together", args=[lesson.pk])}


def test_an_opened_visit_leads_to_reading_together_and_to_the_report(lesson, as_):
    bring_to(Stage.OPEN, lesson)

    for person in (lesson.teacher, lesson.coach):
        html = as_(person).get(reverse("visit", args=[lesson.pk])).content.decode()
        found = {
            name: reverse(name, args=[lesson.pk]) in html
            for name in ("together", "report_pdf", "move", "cancel", "coach", "ready", "reopen")
        }
        assert [name for name, is_there in found.items() if is_there] == ["together", "report_pdf"]


@pytest.mark.parametrize("stage", Stage)
def test_the_page_has_one_filled_button_at_most(edition, teacher, coach, as_, stage):
    by = coach if stage == Stage.PROPOSED else teacher
    lesson = factories.make_lesson(teacher, coach=coach, by=by)
    if stage != Stage.PROPOSED:
        bring_to(stage, lesson)

    for person in (teacher, coach):
        html = as_(person).get(reverse("visit", args=[lesson.pk])).content.decode()
        assert html.count("mk-btn-go") <= 1


@pytest.mark.parametrize("full", [False, True])
def test_the_page_of_a_visit_takes_five_queries(lesson, as_, full, django_assert_num_queries):
    prepare(lesson)
    factories.record_everything(lesson, "coach", moments=25) if full else factories.look(lesson)
    client = as_(lesson.coach)

    # person, visit with its team and pulse, accounts, lens, shared intentions
    with django_assert_num_queries(5):
        client.get(reverse("visit", args=[lesson.pk]))
