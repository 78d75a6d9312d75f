"""An administrator names the holidays of the own school and the periods of its mirrors, and is told in words
what is not right."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from people.audit import AuditEvent
from people.models import Holiday
from reports.models import Period
from tests import factories
from tests.administration.test_teams import beside
from tests.home.conftest import words


def day(number):
    return timezone.localdate() + timedelta(days=number)


@pytest.fixture
def christmas(school):
    return Holiday.objects.create(school=school, name="Kerstvakantie", first=day(20), last=day(34))


@pytest.fixture
def autumn(school):
    return Period.objects.create(school=school, start=day(10), end=day(60))


def holiday(first, last, name="Vakantie"):
    return {"name": name, "first": str(first), "last": str(last)}


def period(start, end):
    return {"start": str(start), "end": str(end)}


def add(client, sent):
    return client.post(reverse("holiday_add" if "name" in sent else "period_add"), sent)


# --- holidays -------------------------------------------------------------------------------------------


def test_a_holiday_is_named(signed_in, school):
    assert add(signed_in, holiday(day(3), day(3)))["Location"] == reverse("days")

    assert [str(row) for row in school.holidays.all()] == ["Vakantie"]
    listed = words(signed_in.get(reverse("days")))
    assert ("Vakantie" in listed, "one day closed" in listed) == (True, True)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (80, 79, "The last day comes before the first. Look at both once more."),
        (80, 150, "A holiday is ten weeks at most. Look at the year once more."),
        (34, 40, "This holiday shares a day with ‘Kerstvakantie’. Change one of the two."),
        (2, 20, "This holiday shares a day with ‘Kerstvakantie’. Change one of the two."),
        (25, 26, "This holiday shares a day with ‘Kerstvakantie’. Change one of the two."),
    ],
)
def test_what_is_not_right_of_a_holiday_is_said(signed_in, school, christmas, first, last, said):
    reply = add(signed_in, holiday(day(first), day(last)))

    page = words(reply)
    assert (reply.status_code, said in page, said in page.replace("Last day: ", "")) == (422, True, True)
    assert f'value="{day(first)}"' in reply.content.decode()
    assert Holiday.objects.get() == christmas


def test_the_days_beside_a_holiday_and_those_of_another_school_are_free(signed_in, school, christmas):
    other = factories.make_school("Andere School")
    Holiday.objects.create(school=other, name="Elders", first=day(35), last=day(60))
    for first, last in ((19, 19), (35, 80)):
        assert add(signed_in, holiday(day(first), day(last))).status_code == 302
    assert school.holidays.count() == 3


def test_a_holiday_changes_and_shares_no_day_with_itself(signed_in, school, christmas):
    page = reverse("holiday", args=[christmas.pk])
    assert signed_in.post(page, holiday(day(21), day(35), "Kerst")).status_code == 302

    christmas.refresh_from_db()
    assert (christmas.name, christmas.first, christmas.last) == ("Kerst", day(21), day(35))
    assert AuditEvent.objects.get().detail == {"kind": "holiday"}


def test_a_holiday_that_is_over_stays_as_it_was(signed_in, school):
    over = Holiday.objects.create(school=school, name="Herfst", first=day(-9), last=day(-1))
    page, remove = (reverse(name, args=[over.pk]) for name in ("holiday", "holiday_remove"))

    html = signed_in.get(page).content.decode()
    assert ("This holiday is over and stays as it was." in html, 'name="last"' in html) == (True, False)
    assert beside(signed_in.post(page, holiday(day(-9), day(5))), "id_last").startswith(
        "This holiday is over"
    )
    assert "This holiday is over" in signed_in.post(remove, follow=True).content.decode()
    assert Holiday.objects.get().last == day(-1)
    assert page not in signed_in.get(reverse("days")).content.decode()


def test_a_holiday_that_runs_can_end_sooner_or_go(signed_in, school):
    runs = Holiday.objects.create(school=school, name="Herfst", first=day(-2), last=day(4))
    signed_in.post(reverse("holiday", args=[runs.pk]), holiday(day(-2), day(0), "Herfst"))
    assert Holiday.objects.get().last == day(0)

    for _click in range(2):
        reply = signed_in.post(reverse("holiday_remove", args=[runs.pk]))
        assert (reply.status_code, reply["Location"]) == (302, reverse("days"))
    assert not Holiday.objects.exists()


# --- periods --------------------------------------------------------------------------------------------


def test_a_period_is_named_and_says_when_its_mirror_comes(signed_in, school):
    assert add(signed_in, period(day(0), day(28))).status_code == 302

    [row] = school.periods.all()
    assert (row.start, row.end) == (day(0), day(28))
    assert f"mirrors on {row.mirror_day.day} " in words(signed_in.get(reverse("days")))


@pytest.mark.parametrize(
    ("start", "end", "field", "said"),
    [
        (-1, 60, "start", "A period begins today or later, and does not change once it has begun."),
        (70, 97, "end", "A period is four weeks or longer."),
        (70, 60, "end", "A period is four weeks or longer."),
        (60, 100, "start", "This period shares a day with another one. Periods follow each other."),
        (0, 120, "start", "This period shares a day with another one. Periods follow each other."),
    ],
)
def test_what_is_not_right_of_a_period_is_said_beside_its_day(signed_in, autumn, start, end, field, said):
    reply = add(signed_in, period(day(start), day(end)))

    assert beside(reply, f"id_{field}") == said
    assert f'value="{day(start)}"' in reply.content.decode()
    assert Period.objects.get() == autumn


def test_periods_of_another_school_are_no_hindrance(signed_in, school):
    other = factories.make_school("Andere School")
    Period.objects.create(school=other, start=day(0), end=day(60))

    assert add(signed_in, period(day(0), day(60))).status_code == 302


def test_a_period_that_is_to_come_changes_and_can_be_taken_away(signed_in, autumn):
    page = reverse("period", args=[autumn.pk])
    assert signed_in.post(page, period(day(12), day(70))).status_code == 302
    autumn.refresh_from_db()
    assert (autumn.start, autumn.end) == (day(12), day(70))

    for _click in range(2):
        assert signed_in.post(reverse("period_remove", args=[autumn.pk]))["Location"] == reverse("days")
    assert not Period.objects.exists()
    assert {str(event.detail) for event in AuditEvent.objects.all()} == {"{'kind': 'period'}"}


@pytest.mark.parametrize("start", [0, -1, -40])
def test_a_period_that_has_begun_stays_as_it_is(signed_in, school, start):
    """Nobody chooses its borders round lessons that are known (evidence.md 4.4)."""
    begun = Period.objects.create(school=school, start=day(start), end=day(60))
    page, remove = (reverse(name, args=[begun.pk]) for name in ("period", "period_remove"))

    html = signed_in.get(page).content.decode()
    assert ("so it stays as it is" in html, 'name="start"' in html) == (True, False)
    for sent in (period(day(start), day(90)), period(day(3), day(60))):
        assert beside(signed_in.post(page, sent), "id_start").startswith("A period begins today or later")
    signed_in.post(remove)
    begun.refresh_from_db()
    assert (begun.start, begun.end) == (day(start), day(60))
    assert page not in signed_in.get(reverse("days")).content.decode()


# --- both -----------------------------------------------------------------------------------------------


def test_a_second_click_adds_nothing(signed_in):
    for sent in (holiday(day(3), day(4)), period(day(0), day(40))):
        assert [add(signed_in, sent).status_code for _click in range(2)] == [302, 302]
    assert (Holiday.objects.count(), Period.objects.count()) == (1, 1)


def test_days_of_another_school_are_neither_seen_nor_named_nor_touched(signed_in, christmas):
    other = factories.make_school("Andere School")
    rows = [
        Holiday.objects.create(school=other, name="Elders", first=day(3), last=day(4)),
        Period.objects.create(school=other, start=day(3), end=day(60)),
    ]
    listed = words(signed_in.get(reverse("days")))
    assert ("Kerstvakantie" in listed, "Elders" in listed, "Period" in listed) == (True, False, False)

    for name, row in zip(("holiday", "period"), rows, strict=True):
        sent = holiday(day(5), day(6)) | period(day(5), day(90))
        found = [signed_in.get(reverse(name, args=[row.pk]))]
        found += [signed_in.post(reverse(end, args=[row.pk]), sent) for end in (name, f"{name}_remove")]
        assert [reply.status_code for reply in found] == [404] * 3
    add(signed_in, holiday(day(7), day(8)) | {"school": other.pk})
    assert (other.holidays.count(), other.periods.count()) == (1, 1)


def test_the_list_is_that_of_a_calendar_on_the_wall(signed_in, school):
    """Both kinds together by their first day; school years before are folded away, the newest first."""
    today = timezone.localdate()
    began = today.year if today.month >= 8 else today.year - 1
    for year, name in ((began - 2, "Lang geleden"), (began - 1, "Geleden"), (began + 1, "Straks")):
        Holiday.objects.create(school=school, name=name, first=f"{year}-08-01", last=f"{year}-08-02")
        Period.objects.create(school=school, start=f"{year}-09-01", end=f"{year}-10-20")

    page = signed_in.get(reverse("days"))

    coming, before = page.context["coming"], page.context["before"]
    assert [[entry.is_holiday for entry in year.entries] for year in coming] == [[True, False]]
    assert [year.name for year in before] == [f"{began - 1}–{began}", f"{began - 2}–{began - 1}"]
    text = words(page)
    assert text.index("Straks") < text.index("School years before") < text.index("Geleden")


def test_a_day_follows_the_clock_of_the_school(signed_in, school, settings):
    """Where it is still yesterday, a period of that day has not begun."""
    type(school).objects.filter(pk=school.pk).update(time_zone="America/Kralendijk")
    there = type(school).objects.get(pk=school.pk).today

    assert add(signed_in, period(there, there + timedelta(days=40))).status_code == 302


@pytest.mark.parametrize("number", [1, 25])
def test_the_days_ask_three_times_however_many_there_are(
    signed_in, school, django_assert_num_queries, number
):
    for place in range(number):
        Holiday.objects.create(school=school, name="Dag", first=day(place), last=day(place))
        Period.objects.create(school=school, start=day(place * 50), end=day(place * 50 + 40))

    with django_assert_num_queries(3):  # the person, holidays, periods
        signed_in.get(reverse("days"))
