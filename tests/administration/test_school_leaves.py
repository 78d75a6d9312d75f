"""A whole school stops: everybody is told, it closes after its last day, an administrator can undo it for a
fortnight, and then nothing of it is left; another school notices nothing."""

from datetime import timedelta

import pytest
import time_machine
from allauth.socialaccount.models import SocialAccount
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from administration import leaving, school_leaving
from administration.refusals import NotNow
from checklists.models import Checklist, Edition, JudgingWord
from letters.models import OwnCalendar
from letters.still import is_so
from letters.words import SCHOOL, words_for
from letters.writing import Telling
from observations.models import ABOUT_GOING, Lesson, News, ToTell
from people.audit import AuditEvent, Done
from people.holidays import Holiday
from people.models import Membership, School, Team, User
from reports import actions as reports
from reports.models import Mirror, Period
from signing_in.models import AskedForPlace, OpenIDProvider
from studio import proposing
from tests import factories
from tests.administration.test_what_stays import everything, relations
from tests.factories import bring_to, make_lesson

A_DAY = timedelta(days=1)
# Everything that points to a school or a team, and goes with it; nameless people stay with a nameless school
OF_A_SCHOOL = {
    "checklists.Checklist.school", "checklists.JudgingWord.school", "people.AuditEvent.school", "people.Holiday.school", "people.Team.school", "people.User.school",
    "reports.Period.school", "signing_in.AskedForPlace.school", "signing_in.OpenIDProvider.school", "studio.Proposal.school",
}  # fmt: skip
OF_A_TEAM = {
    "observations.Lesson.team",
    "people.Membership.team",
    "reports.Bundle.team",
    "reports.Mirror.team",
}


def test_of_every_relation_to_a_school_or_a_team_somebody_decided():
    assert (set(relations(School)), set(relations(Team))) == (OF_A_SCHOOL, OF_A_TEAM)


@pytest.fixture
def full(settings, tmp_path, school, team, teacher, coach, lesson, administrator):
    settings.LETTER_BOX = settings.LETTER_BOX | {"OPTIONS": {"file_path": tmp_path / "mail"}}
    School.objects.filter(pk=school.pk).update(name="Zeldzaam College", accent="#1d4f91")
    Team.objects.filter(pk=team.pk).update(name="Zeldzaam team")
    school = School.objects.get(pk=school.pk)
    school.logo.save("zeldzaam.png", ContentFile(b"png"))
    bring_to("open", lesson)
    reports.give_key(
        lesson=lesson, by=teacher, part="steps", audience="team", until=school.today + 60 * A_DAY
    )
    period = Period.objects.create(
        school=school, start=school.today - 40 * A_DAY, end=school.today - 5 * A_DAY
    )
    Mirror.objects.create(team=team, period=period, made_on=school.today)
    Holiday.objects.create(school=school, name="Zeldzaam feest", first=school.today, last=school.today)
    JudgingWord.objects.create(school=school, word="zeldzaam")
    checklist = Checklist.objects.create(school=school, key="zeldzaam")
    Edition.objects.create(checklist=checklist, number=1)
    said = {"theme": "safety", "key": "", "text": "Zeldzaam punt", "why": "", "lang": "nl", "says_name": True}
    proposing.propose(by=teacher, edition=lesson.edition, **said)
    OwnCalendar.of(coach).give_address("token", 0)
    service = OpenIDProvider(
        school=school, issuer="https://zeldzaam.example", client_id="a", domains=["zeldzaam.example"]
    )
    service.save()
    SocialAccount.objects.create(user=coach, provider=service.provider_id, uid="coach")
    AskedForPlace.objects.create(school=school, email="iemand@zeldzaam.example", name="Iemand Zeldzaam")
    return school


def again(row):
    return type(row).objects.get(pk=row.pk)


def stops(full, administrator):
    """Until it is closed."""
    school_leaving.let_go(by=administrator, last_day=full.today)
    with time_machine.travel(timezone.now() + A_DAY):
        call_command("hourly")


def test_everybody_is_told_and_nothing_changes_until_the_last_day_is_over(client, full, teacher, coach, administrator):  # fmt: skip
    ToTell.objects.all().delete()
    school_leaving.let_go(by=administrator, last_day=full.today)
    school_leaving.let_go(by=administrator, last_day=full.today)

    told = ToTell.objects.values_list("person", "kind")
    assert set(told) == {(person.pk, News.LEAVING) for person in (teacher, coach, administrator)}
    assert len(told) == 3
    assert school_leaving.close_schools() == 0
    client.force_login(teacher)
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("take_along")).status_code == 200


def test_then_it_closes_for_all(client, full, teacher, coach, administrator):
    stops(full, administrator)

    assert School.objects.get(pk=full.pk).closed_at
    assert not User.objects.filter(school=full, closed_at=None).exists()
    assert not Membership.objects.not_ended(full.today + A_DAY).exists()
    client.force_login(again(teacher))
    assert client.get(reverse("home"))["Location"] == reverse("take_along")
    assert OwnCalendar.at("token") is None


def test_where_the_hourly_work_stood_still_the_fortnight_begins_once_it_goes_on(full, teacher, administrator):
    school_leaving.let_go(by=administrator, last_day=full.today + A_DAY)
    with time_machine.travel(timezone.now() + 20 * A_DAY):
        call_command("hourly")
        assert User.objects.get(pk=teacher.pk).left_at is None
        assert school_leaving.can_undo(User.objects.get(pk=administrator.pk))


def test_an_administrator_signs_in_and_undoes_it_for_everybody(
    client, full, team, teacher, coach, administrator
):
    early = factories.make_person("Wim Eerder", team=team, role="teacher")
    leaving.let_go(by=administrator, person=early, last_day=full.today)
    stops(full, administrator)
    with time_machine.travel(timezone.now() + 13 * A_DAY):
        for person in (teacher, early):
            client.force_login(again(person))
            assert client.post(reverse("school_leaves_undo")).status_code == 404
        client.force_login(again(administrator))
        page = client.get(reverse("take_along")).content.decode()
        assert reverse("school_leaves_undo") in page
        for _press in range(2):
            assert client.post(reverse("school_leaves_undo")).status_code == 302
        assert client.get(reverse("school_leaves")).status_code == 200

    school = again(full)
    assert (school.leaves_on, school.closed_at) == (None, None)
    assert [again(person).closed_at for person in (teacher, coach, administrator)] == [None] * 3
    assert again(early).closed_at  # who had gone before stays gone
    assert again(teacher).memberships.filter(until=None).get().role == "teacher"
    assert [*AuditEvent.objects.filter(about=None).order_by("pk").values_list("what", flat=True)] == [
        Done.LEAVES, Done.CLOSED, Done.BROUGHT_BACK,
    ]  # fmt: skip


def told_of_going(person):
    """What a letter says of it, in order."""
    rows = ToTell.objects.filter(person=person, kind__in=ABOUT_GOING).order_by("pk")
    return [(row.kind, row.thing) for row in rows if is_so(Telling(row))]


def brought_back_after(days, full, administrator):
    with time_machine.travel(timezone.now() + days * A_DAY):
        school_leaving.bring_back(by=again(administrator))


def test_who_had_an_own_later_last_day_has_it_again(full, teacher, coach, administrator):
    own = full.today + 9 * A_DAY
    leaving.let_go(by=administrator, person=teacher, last_day=own)
    stops(full, administrator)
    ToTell.objects.update(told_at=timezone.now())
    brought_back_after(3, full, administrator)

    assert (again(teacher).leaves_on, again(teacher).closed_at) == (own, None)
    assert again(teacher).teaching(full.today + 3 * A_DAY).exists()
    assert told_of_going(again(teacher)) == [(News.LEAVING, own.isoformat())] * 2
    assert (again(coach).leaves_on, again(coach).closed_at) == (None, None)
    assert [kind for kind, _day in told_of_going(again(coach))] == [News.STAYING]


def test_whose_own_last_day_is_over_by_then_stays_closed_as_of_that_day(full, teacher, administrator):
    own = full.today + 5 * A_DAY
    leaving.let_go(by=administrator, person=teacher, last_day=own)
    stops(full, administrator)
    brought_back_after(8, full, administrator)

    assert again(teacher).closed_at
    assert again(teacher).leaves_on == own
    with time_machine.travel(timezone.now() + 8 * A_DAY):
        leaving.bring_back(by=again(administrator), person=again(teacher))
    assert (again(teacher).leaves_on, again(teacher).closed_at) == (None, None)


def test_the_only_administrator_whose_own_day_was_over_can_undo_it(full, administrator):
    User.objects.filter(pk=administrator.pk).update(leaves_on=full.today - 5 * A_DAY)
    School.objects.filter(pk=full.pk).update(leaves_on=full.today - A_DAY)
    call_command("hourly")
    school_leaving.bring_back(by=again(administrator))

    assert (again(administrator).leaves_on, again(administrator).closed_at) == (None, None)


def test_whose_own_day_comes_later_hears_that_the_school_stops_before_it_and_when_it_does_not(
    full, teacher, administrator
):
    own, sooner = full.today + 9 * A_DAY, full.today + 4 * A_DAY
    leaving.let_go(by=administrator, person=teacher, last_day=own)
    ToTell.objects.update(told_at=timezone.now())
    school_leaving.let_go(by=administrator, last_day=sooner)
    row = ToTell.objects.filter(person=teacher).latest("pk")
    assert (row.kind, row.thing) == (News.LEAVING, sooner.isoformat())
    assert Telling(row).words.subject == words_for(News.LEAVING, SCHOOL).subject
    ToTell.objects.update(told_at=timezone.now())

    school_leaving.stays(by=administrator)
    assert told_of_going(again(teacher))[-1] == (News.LEAVING, own.isoformat())
    row = ToTell.objects.filter(person=teacher).latest("pk")
    assert Telling(row).words.subject == words_for(News.LEAVING, "").subject


def test_before_the_day_one_press_undoes_it(client, full, administrator):
    school_leaving.let_go(by=administrator, last_day=full.today + 9 * A_DAY)
    client.force_login(administrator)
    client.post(reverse("school_leaves_undo"))

    assert again(full).leaves_on is None


def test_after_the_fortnight_nothing_of_it_is_left_and_another_school_notices_nothing(
    full, teacher, coach, administrator, django_capture_on_commit_callbacks
):
    other = factories.make_team(factories.make_school("Blijft College"), "Blijft team")
    stays = factories.make_person("Bo Blijft", team=other, role="teacher")
    theirs = make_lesson(stays)
    assert full.logo.storage.exists(full.logo.name)
    addresses = [teacher.email, coach.email, administrator.email]
    stops(full, administrator)
    with (
        time_machine.travel(timezone.now() + 14 * A_DAY),
        django_capture_on_commit_callbacks(execute=True),
    ):
        call_command("hourly")
        call_command("hourly")

    lost = ["eldzaam", "Tijn", "Coba", "Ada Beheer", *addresses]
    assert [(label, text) for label, text in everything() if any(word in text for word in lost)] == []
    assert not full.logo.storage.exists(full.logo.name)
    school = again(full)
    assert (school.name, school.accent, school.logo.name, school.leaves_on) == ("", "", "", None)
    assert school.left_at
    left = {
        name: field.model._base_manager.filter(**{field.name: full.pk}).count()
        for name, field in relations(School).items()
    }
    assert {name for name, number in left.items() if number} == {
        "people.User.school",
        "people.AuditEvent.school",
    }
    assert [*AuditEvent.objects.filter(school=full).values_list("what", "about")] == [(Done.GONE, None)]
    assert Lesson.objects.get() == theirs
    assert again(stays).teaching().exists()
    assert {model._meta.label for model in (Team, Period, Holiday) if model.objects.filter(school=full).exists()} == set()  # fmt: skip


# --- the page ---------------------------------------------------------------------------------------------


def sent(school, day, **more):
    return {"last_day": day.isoformat(), "seen": day.isoformat(), "name": school.name} | more


@pytest.mark.parametrize("typed", ["", "Zeldzaam", "Ander College"])
def test_without_the_name_of_the_school_nothing_happens(client, full, administrator, typed):
    client.force_login(administrator)
    answer = client.post(reverse("school_leaves"), sent(full, full.today + A_DAY, name=typed))

    assert answer.status_code == 422
    assert again(full).leaves_on is None


def test_with_it_the_school_stops_on_that_day(client, full, administrator):
    client.force_login(administrator)
    answer = client.post(reverse("school_leaves"), sent(full, full.today + A_DAY, name=" zeldzaam  college "))

    assert answer.status_code == 302
    assert again(full).leaves_on == full.today + A_DAY


def test_where_somebody_keeps_the_installation_only_they_let_the_school_go(client, full, administrator):
    keeper = factories.make_person("Su Per", school=full, is_administrator=True, is_superuser=True)
    client.force_login(administrator)
    page = client.get(reverse("school_leaves")).content.decode()
    assert 'name="last_day"' not in page
    client.post(reverse("school_leaves"), sent(full, full.today + A_DAY))
    assert again(full).leaves_on is None
    client.force_login(keeper)
    client.post(reverse("school_leaves"), sent(full, full.today + A_DAY))
    assert again(full).leaves_on


def test_the_last_operator_stays_while_there_are_other_schools(client, full):
    keeper = factories.make_person("Su Per", school=full, is_administrator=True, is_superuser=True)
    other = factories.make_school("Andere School")
    client.force_login(keeper)
    assert "andere scholen" in client.get(reverse("school_leaves")).content.decode()
    client.post(reverse("school_leaves"), sent(full, full.today + A_DAY))
    with pytest.raises(NotNow):
        school_leaving.let_go(by=keeper, last_day=full.today + A_DAY)
    assert again(full).leaves_on is None
    factories.make_person("Su Perdaar", school=other, is_administrator=True, is_superuser=True)
    client.post(reverse("school_leaves"), sent(full, full.today + A_DAY))
    assert again(full).leaves_on


def test_nobody_of_another_school_undoes_it(full, administrator):
    stops(full, administrator)
    stranger = factories.make_person(
        "Vera Vreemd", school=factories.make_school("Elders"), is_administrator=True
    )
    school_leaving.bring_back(by=stranger)
    assert again(full).closed_at
    with pytest.raises(Http404):
        school_leaving.let_go(by=again(administrator), last_day=full.today)


@pytest.mark.parametrize("looks", [False, True])
def test_its_page_says_that_the_name_is_asked_and_who_tells_whom(
    client, full, administrator, settings, looks
):
    """Also where somebody only looked at what happens on a day."""
    client.force_login(administrator)
    said = {}
    for settings.MAIL_HOST in ("", "mail.school.example"):
        address, look = reverse("school_leaves"), {"last_day": full.today + 9 * A_DAY, "look": "1"}
        page = (client.post(address, look, follow=True) if looks else client.get(address)).content.decode()
        assert "Type the name" in page and "(may stay empty)" not in page
        said[settings.MAIL_HOST] = (
            "You tell everybody yourself" in page,
            "Everybody is told" in page,
        )

    assert said == {"": (True, False), "mail.school.example": (False, True)}
