"""What colleagues share, on the start page of a lead and on the page of the team: what is new, what was read,
and no trace of what ended."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from observations.models import Admission, Key
from people.models import Membership
from reports import actions
from reports.mirror import make_all
from reports.models import Mirror, Period
from tests import factories
from tests.factories import fresh
from tests.home.conftest import words
from tests.once import made_once
from tests.reports.test_mirror import NAMES, OTHER, POINT, day, share

pytestmark = pytest.mark.usefixtures("edition")
PAGES = ["home", "team"]


@pytest.fixture
@made_once
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead", language="en")


@pytest.fixture
@made_once
def ans(team):
    return factories.make_person("Ans Docent", team=team, role="teacher")


@pytest.fixture
def look(client):
    """The words of a page as this person sees it, in English."""

    def look(person, page="home"):
        type(person).objects.filter(pk=person.pk).update(language="en")
        client.force_login(person)
        return words(client.get(reverse(page)))

    return look


def give(lesson, part, audience="lead", days=30):
    until = timezone.localdate() + timedelta(days=days)
    actions.give_key(lesson=lesson, by=lesson.teacher, part=part, audience=audience, until=until)


def read(client, person, lesson):
    client.force_login(person)
    return client.get(reverse("released", args=[lesson.pk]))


def shared(teacher, coach, *parts, **facts):
    lesson = share(
        teacher, coach, POINT, parts=(), step={"text": "Begin achterin."}, sentence="Ik wacht.", **facts
    )
    for part in parts:
        give(lesson, part)
    return lesson


# --- new, and read ----------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES)
def test_who_shares_what_of_which_lesson_until_when_and_not_a_word_of_it(look, lead, ans, coach, page):
    lesson = shared(ans, coach, "steps", "sentence", subject="Taal", group="T1")
    text = look(lead, page)
    until = timezone.localdate() + timedelta(days=30)

    assert "Ans Docent shares the small steps and one chosen sentence" in text
    assert f"Taal T1 lesson on {timezone.localtime(lesson.start):%-d %B}" in text
    assert f"to read up to and including {until:%-d %B %Y}" in text
    assert "Begin achterin" not in text and "Ik wacht" not in text and "Coba" not in text


def test_each_last_day_is_told_where_they_differ(look, lead, ans, coach):
    lesson = shared(ans, coach, "steps")
    give(lesson, "sentence", days=9)
    text = look(lead)
    days = [f"{timezone.localdate() + timedelta(days=number):%-d %B %Y}" for number in (30, 9)]

    assert f"The small steps, to read up to and including {days[0]}" in text
    assert f"One chosen sentence, to read up to and including {days[1]}" in text


@pytest.mark.parametrize("page", PAGES)
def test_the_newest_stands_first_and_what_was_read_below(client, look, lead, ans, coach, page):
    first, second = shared(ans, coach, "steps", subject="Taal"), shared(ans, coach, "steps", subject="Lassen")
    text = look(lead, page)
    assert text.index("Newly shared") < text.index("Lassen") < text.index("Taal")
    assert "Read before" not in text

    read(client, lead, second)
    text = look(lead, page)
    assert (
        text.index("Taal") < text.index("Read before") < text.index("Lassen") < text.index("Ans sees that.")
    )
    read(client, lead, first)
    text = look(lead, page)
    assert ("Nothing new." in text) == (page == "home")
    assert text.index("Read before") < text.index("Taal") < text.index("Lassen")


def test_a_part_that_is_shared_later_is_new_again_and_only_that(client, look, lead, ans, coach):
    lesson = shared(ans, coach, "steps")
    read(client, lead, lesson)
    give(lesson, "sentence")
    text = look(lead)

    assert (
        "Newly shared" in text
        and "Ans Docent shares one chosen sentence" in text
        and "Read before" not in text
    )


def test_a_later_last_day_of_what_was_read_is_no_news(client, look, lead, ans, coach):
    lesson = shared(ans, coach, "steps")
    read(client, lead, lesson)
    give(lesson, "steps", days=60)

    assert "Nothing new." in look(lead)


def test_a_download_counts_as_read(client, look, lead, ans, coach):
    lesson = shared(ans, coach, "steps")
    client.force_login(lead)
    client.get(reverse("released_pdf", args=[lesson.pk]))
    text = look(lead)

    assert "Nothing new." in text
    assert "You read or downloaded it on" in text and "Ans sees that." in text


def test_before_the_first_press_a_lead_knows_that_teachers_see_it(look, lead, ans, coach):
    nothing = look(lead)
    shared(ans, coach, "steps")

    assert "Each teacher sees that you read it, and on which day." in look(lead)
    assert "Each teacher sees" not in nothing


def test_what_a_colleague_read_is_new_to_somebody_else(client, look, lead, ans, coach, team):
    lesson = shared(ans, coach)
    give(lesson, "steps", "team")
    sam = factories.make_person("Sam Bedacht", team=team, role="teacher")
    read(client, lead, lesson)

    assert "Nothing new" not in look(sam, "team") and "You read or" not in look(sam, "team")


# --- what ends leaves no trace ----------------------------------------------------------------------


ENDS = {
    "revoked": lambda lesson, lead: actions.revoke_key(lesson=lesson, by=lesson.teacher, part="steps"),
    "past its day": lambda lesson, lead: Key.objects.update(until=day(1)),
    "the visit deleted": lambda lesson, lead: actions.delete(lesson=fresh(lesson), by=lesson.teacher),
    "no longer in the team": lambda lesson, lead: lead.memberships.update(until=timezone.localdate()),
    "an administrator now": lambda lesson, lead: factories.make_administrator(lead),
}


@pytest.mark.parametrize("was_read", [False, True])
@pytest.mark.parametrize("end", ENDS)
def test_what_ended_leaves_no_trace(client, look, lead, ans, coach, end, was_read):
    lesson = shared(ans, coach, "steps", subject="Taal")
    if was_read:
        read(client, lead, lesson)
    assert "Taal" in look(lead) and "Taal" in look(lead, "team")
    ENDS[end](lesson, lead)

    for page in PAGES:
        text = look(lead, page)
        assert not any(trace in text for trace in ("Taal", "Ans", "You read or"))


# --- for whom -----------------------------------------------------------------------------------------


def test_the_start_page_of_who_leads_no_team_has_none_of_it(look, ans, coach, team):
    lesson = shared(ans, coach)
    give(lesson, "steps", "team")
    sam = factories.make_person("Sam Bedacht", team=team, role="teacher")

    assert "Newly shared" not in look(sam) and "Newly shared" in look(sam, "team")


def test_a_newcomer_finds_it_after_the_teachers_yes(look, ans, coach, team):
    shared(ans, coach, "steps")
    late = factories.join(team, "Nora Nieuw", role="lead")
    assert "Ans Docent" not in look(late) and "Ans Docent" not in look(late, "team")
    Admission.objects.create(teacher=ans, membership=late.memberships.get(), may_read=True)

    assert "Ans Docent shares the small steps" in look(late)


def test_own_visits_and_those_one_coached_are_not_listed(look, lead, ans, coach, team):
    Membership.objects.create(user=lead, team=team, role="teacher", since=day(30))
    Membership.objects.create(user=lead, team=team, role="coach", since=day(30))
    shared(lead, coach, "steps", subject="Eigen")
    shared(ans, lead, "steps", subject="Meegekeken")
    for page in PAGES:
        text = look(lead, page)
        assert "Nothing new" in text or "Nobody has shared" in text
        assert "lesson of" not in text


def test_a_lead_of_two_teams_finds_both_and_somebody_in_two_roles_everything_once(
    look, lead, ans, coach, school, team
):
    other = factories.make_team(school, "Team Techniek")
    Membership.objects.create(user=lead, team=other, role="lead", since=day(30))
    lead.memberships.update(began_at=timezone.now() - timedelta(days=30))
    Membership.objects.create(user=lead, team=team, role="coach", since=day(30))
    bo = factories.make_person("Bo Techniek", team=other, role="teacher")
    give(shared(ans, coach), "steps", "team")
    shared(bo, coach, "steps")
    text = look(lead)

    assert text.count("Ans Docent shares") == text.count("Bo Techniek shares") == 1
    assert "Team Techniek" in text and "Team Zorg" in text


def test_the_start_page_shows_a_few_and_the_page_of_the_team_all(client, look, lead, ans, coach):
    for number in range(7):
        shared(ans, coach, "steps", subject=f"Vak {number}.")
    text = look(lead)

    assert [number for number in range(7) if f"Vak {number}." in text] == [2, 3, 4, 5, 6]
    assert all(f"Vak {number}." in look(lead, "team") for number in range(7))


# --- the mirror beside it -----------------------------------------------------------------------------


@pytest.fixture
@made_once
def mirror(school, team, coach):
    """Of a period that ended yesterday, with two points in it; the next period has begun."""
    Period.objects.create(school=school, start=day(60), end=day(1))
    Period.objects.create(school=school, start=day(0), end=timezone.localdate() + timedelta(days=40))
    for name in NAMES:
        teacher = factories.make_person(f"{name} Docent", team=team, role="teacher")
        share(teacher, coach, POINT, OTHER)
    make_all()
    return Mirror.objects.get()


@pytest.mark.parametrize("page", PAGES)
def test_the_newest_mirror_stands_there_in_lines_without_a_number(client, look, lead, mirror, page):
    text = look(lead, page)
    section = text[text.index("Team mirror") :]
    html = client.get(reverse(page)).content.decode()
    coming = timezone.localdate() + timedelta(days=41)

    with override("en"):
        assert f"Team Zorg, {mirror.period}" in section
    assert "Seen in shared lessons" in section and "Which small step do you want to try together" in section
    assert reverse("mirror", args=[mirror.pk]) in html and reverse("mirror_pdf", args=[mirror.pk]) in html
    assert f"and comes on {coming:%-d %B}" in section
    listed = section[section.index("Seen in") : section.index("For your team")]
    assert not any(sign.isdigit() for sign in listed)
    assert not any(f"{name} Docent" in section for name in NAMES)


@pytest.mark.parametrize("page", PAGES)
def test_where_there_was_too_little_it_says_so_and_where_none_was_made_too(look, lead, ans, school, page):
    assert "There is none yet." in look(lead, page)
    Period.objects.create(school=school, start=day(60), end=day(1))
    make_all()

    assert "There is no team mirror of this period." in look(lead, page)


def test_who_came_later_gets_no_lines_of_it_either(look, mirror, team):
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        late = factories.join(team, "Nora Nieuw", role="lead")
        assert "Seen in shared lessons" not in look(late)


# --- number of queries ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [1, 9])
def test_the_pages_take_as_many_queries_for_much_as_for_little(
    client, lead, ans, coach, school, number, django_assert_num_queries
):
    Period.objects.create(school=school, start=day(0), end=timezone.localdate() + timedelta(days=40))
    for each in range(number):
        lesson = shared(ans, coach, "steps")
        if each % 2:
            read(client, lead, lesson)
    team = lead.memberships.get().team
    for each in range(min(number, 3)):
        period = Period.objects.create(school=school, start=day(600 - each * 40), end=day(570 - each * 40))
        item = lesson.content.points[0]
        Mirror.objects.create(team=team, period=period, made_on=timezone.localdate(), counts={"points": {str(item.pk): 6}, "steps": {}})  # fmt: skip
    client.force_login(lead)
    client.get(reverse("home"))
    # person, roles, visits, former accounts; what is shared, its visits; mirrors, their points, the
    # next period
    with django_assert_num_queries(9):
        client.get(reverse("home"))
    # person; what is shared, its visits; mirrors, their points, the next period; own teams, files
    # asked for
    with django_assert_num_queries(8):
        client.get(reverse("team"))
