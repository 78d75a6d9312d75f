from datetime import timedelta

from django.utils import timezone

from people.audit import AuditEvent, Done, forget_log, note
from tests.factories import make_person, make_school


def test_an_administrator_reads_when_administrators_were_here_and_nobody_else(school):
    ada = make_person("Ada Beheer", school=school, is_administrator=True)
    noor = make_person("Noor Fictief", school=school)
    for person in (ada, noor):
        note(Done.SIGNED_IN, by=person, school=school, about=person)
    note(Done.TOOK_ALONG, by=noor, school=school, about=noor)
    note(Done.ROLE_GIVEN, by=ada, school=school, about=noor, role="coach", team="Team Zorg")

    seen = {(row.what, row.about) for row in AuditEvent.objects.of_school(school)}
    assert seen == {(Done.SIGNED_IN, ada), (Done.ROLE_GIVEN, noor)}
    own = {row.what for row in AuditEvent.objects.of_person(noor)}
    assert own == {Done.SIGNED_IN, Done.TOOK_ALONG, Done.ROLE_GIVEN}


def test_another_school_has_a_log_of_its_own(school):
    note(Done.SCHOOL, by=None, school=make_school("Andere School"))

    assert not AuditEvent.objects.of_school(school).exists()


def test_what_had_no_person_is_seen(school):
    note(Done.TEAM, by=None, school=school, team="Team Zorg")

    assert AuditEvent.objects.of_school(school).get().detail == {"team": "Team Zorg"}


def test_a_line_is_kept_for_a_year(school):
    for days in (364, 366):
        row = note(Done.SCHOOL, by=None, school=school)
        AuditEvent.objects.filter(pk=row.pk).update(at=timezone.now() - timedelta(days=days))

    assert forget_log() == 1
    assert AuditEvent.objects.count() == 1
