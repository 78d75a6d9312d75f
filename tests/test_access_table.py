"""Every address × everyone × every stage. May not → 404, not now → 423, anonymous → sign-in (a script: 401).

The table says what the two people of a visit may do; everybody else gets 404 everywhere, and the fixture
holds what could leak: a lead of the team, a colleague, an administrator, the former coach, someone of another
school.
"""

import json
import re
import uuid
from datetime import timedelta

import pytest
from django.db import transaction
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone

from observations import actions
from observations.models import UNDER_KEY, Observation, Stage
from reports import actions as reports
from tests import factories
from tests.factories import answer, bring_to, fresh
from tests.once import made_once

pytestmark = pytest.mark.urls("tests.plain_refusals")
PROPOSED, PLANNED, LOOKING, W_COACH, W_TEACHER, READY, OPEN, BACK, CANCELLED = (
    Stage.PROPOSED, Stage.PLANNED, Stage.LOOKING, Stage.WAITING_FOR_COACH, Stage.WAITING_FOR_TEACHER,
    Stage.READY, Stage.OPEN, Stage.LOOKED_BACK, Stage.CANCELLED,
)  # fmt: skip
RUNNING = {PLANNED, LOOKING, W_COACH, W_TEACHER, READY}
OPENED = {OPEN, BACK}
ALL = set(Stage)


class Rule:
    """What teacher and coach get: `ok` in these stages, 404 in `gone`, 423 in the rest; None: 404 always."""

    def __init__(self, method, ok, teacher=None, coach=None, gone=frozenset({CANCELLED}), also=()):
        self.method, self.ok, self.gone, self.also = method, ok, gone, dict(also)
        self.stages = {"teacher": teacher, "coach": coach}

    def status(self, role, stage):
        stages = self.stages.get(role)
        if stages is None:
            return 404
        if stage in stages:
            return self.ok
        return self.also.get(stage) or (404 if stage in self.gone else 423)


VISIT = {
    "visit": Rule("get", 200, ALL, ALL),
    "accept": Rule("post", 302, ALL - {CANCELLED}, ALL - {CANCELLED}, gone=frozenset()),
    "decline": Rule("get", 200, None, {PLANNED}, also={PROPOSED: 302, CANCELLED: 302}),
    "cancel": Rule("get", 200, {PROPOSED, PLANNED}, {PROPOSED, PLANNED}, also={CANCELLED: 302}),
    "delete": Rule("get", 200, ALL, None),
    "undelete": Rule(
        "post", 302, ALL, None
    ),  # a visit that is there: a second click; tests/reports/test_deleting.py
    "deleted_prompts": Rule("get", 200, None, None),
    "move": Rule("get", 200, {PROPOSED, PLANNED}, {PROPOSED, PLANNED}),
    "coach": Rule("get", 200, RUNNING | {PROPOSED}, None),
    "offer_back": Rule("post", 302, ALL, None),
    "goes_along": Rule("post", 302, {PROPOSED, PLANNED}, None),
    "early": Rule("get", 302, {PLANNED, LOOKING, W_TEACHER}, {PLANNED, LOOKING, W_COACH}),  # its day is there
    "throw_away": Rule("get", 200, None, None),  # of practice only; tests/observations/test_practice.py
    "before": Rule("get", 200, {PLANNED}, None),
    "look": Rule("get", 200, None, {PLANNED, LOOKING, W_COACH}),
    "look_back": Rule("get", 200, {PLANNED, LOOKING, W_TEACHER}, None),
    "entries": Rule("json", 200, {PLANNED, LOOKING, W_TEACHER}, {PLANNED, LOOKING, W_COACH}),
    "ready": Rule("post", 302, RUNNING | OPENED, RUNNING | OPENED),
    "reopen": Rule("post", 302, RUNNING | {PROPOSED}, RUNNING | {PROPOSED}),
    "open": Rule("post", 302, {READY} | OPENED, None),
    "addition": Rule("json", 201, OPENED, OPENED),
    "together": Rule("get", 200, OPENED, OPENED),
    "everything": Rule("get", 200, OPENED, OPENED),
    "need": Rule("get", 200, OPENED, OPENED),
    "talk": Rule("get", 200, OPENED, OPENED),
    "talk_choose": Rule("get", 200, OPENED, None),
    "reply": Rule("get", 200, OPENED, OPENED),
    "guess": Rule("post", 302, OPENED, OPENED),
    "step_choose": Rule("post", 302, OPENED, None),
    "step_drop": Rule("post", 302, OPENED, None),
    "step_back": Rule("get", 200, set(), None, also=dict.fromkeys(OPENED, 404)),  # there is no such step
    "report_pdf": Rule("get", 200, ALL - {CANCELLED}, OPENED),
    "keys": Rule("get", 200, OPENED, None),
    "key_give": Rule("post", 302, OPENED, None),
    "key_revoke": Rule("post", 302, OPENED, None),
    "key_admit": Rule("post", 404, OPENED, None),  # nobody came later; tests/reports/test_newcomers.py
    # without a key there is nothing; tests/reports/test_keys.py and test_read_on_screen.py have them
    "released": Rule("get", 200, None, None),
    "released_pdf": Rule("get", 200, None, None),
    # the pulse of a visit where nothing was prepared; tests/pulse/test_access.py walks through its other
    # states
    "pulse": Rule("get", 200, RUNNING | OPENED, None),
    "pulse_open": Rule("post", 302, RUNNING, None),
    "pulse_screen": Rule("get", 200, set(), None),
    "pulse_count": Rule("get", 200, RUNNING | OPENED, None),
    "pulse_close": Rule("post", 302, RUNNING | OPENED, None),
    "pulse_hear": Rule("post", 302, set(), None),
    "pulse_release": Rule("post", 302, set(), None),
    "pulse_present": Rule("post", 302, set(), None),
    "pulse_tell": Rule("get", 200, set(), None),
    "pulse_tell_screen": Rule("get", 200, set(), None),
    "echo": Rule("get", 200, OPENED, None),
    "echo_take_back": Rule("post", 302, OPENED, None),
}
# Not about one visit: (anonymous, anyone signed in)
OTHER = {
    "line": (302, 200), "line_beside": (302, 200),  # one's own lessons alone: tests/line
    "home": (302, 200), "earlier": (302, 200), "coaching": (302, 200), "about": (200, 200), "device": (200, 200), "worker": (200, 200), "manifest": (200, 200), "how": (200, 200), "health": (200, 200), "health_live": (200, 200), "health_ready": (200, 200), "metrics": (404, 404), "pulse_enter": (200, 200),
    "plan": (302, "who teaches"), "forms": (302, 200), "data": (302, 200), "school": (302, "administrators"), "letters_waiting": (302, "administrators"), "log": (302, "administrators"), "own_log": (302, 200), "school_logo": (302, 404), "line_pdf": (302, 404), "team": (302, 200), "mirrors": (302, 200), "propose": (302, "who takes part"), "practice": (302, "who takes part"), "me": (302, 200), "heard": (302, 200), "preferences": (302, 405),
    # one's own alone, with what comes along: tests/timetables/test_page.py
    "timetable": (302, "who ever teaches"), "timetable_yes": (302, 405), "timetable_no": (302, 405), "timetable_again": (302, 405), "timetable_unlink": (302, 405), "demo_timetable": (404, 404),
    "wishes": (302, 200), "calendar": (404, 404), "own_calendar": (302, 200), "calendar_address": (302, 405), "calendar_withdraw": (302, 405),
    # what a school says of itself: tests/administration
    "teams": (302, "administrators"), "team_change": (302, "administrators of the school"), "team_close": (302, 405), "team_open": (302, 405), "days": (302, "administrators"),
    "holiday_add": (302, "administrators"), "holiday": (302, "administrators of the school"), "holiday_remove": (302, 405), "period_add": (302, "administrators"), "period": (302, "administrators of the school"),
    "period_remove": (302, 405), "school_rules": (302, "administrators"), "school_sign_in": (302, "administrators"), "school_sign_in_try": (302, 405), "school_sign_in_open": (302, 405), "school_sign_in_close": (302, 405), "words": (302, "administrators"), "word_remove": (302, 405),
    # everybody of the school reads; who makes checklists changes: tests/studio
    "checklist_schema": (200, 200), "checklist_file": (302, 200), "draft_file": (302, "administrators"),
    "draft_paste": (302, 404),
    "checklist_archive": (302, 405), "draft_same": (302, 405), "draft_changes": (302, 404),
    "checklists": (302, 200), "checklist": (302, 200), "checklist_copy": (302, "administrators"), "checklist_next": (302, 405), "checklist_publish": (302, 405), "checklist_let_go": (302, 404),
    "checklist_draft": (302, "administrators are led on"), "draft_line": (302, "administrators are led on"), "draft_entries": (302, 405), "draft_hints": (302, 405),
    "proposals": (302, 200), "checklist_propose": (302, "who takes part"),  # what one proposed oneself: tests/studio
    "draft_overview": (302, 404), "draft_add": (302, 405), "draft_move": (302, 405), "draft_switch": (302, 405), "draft_undo": (302, 405), "draft_preview": (302, 405),
    "people": (302, "administrators"),
    # of the demo alone: tests/letters/test_demo_letters.py
    "demo_letters": (404, 404), "demo_letters_of": (404, 404), "demo_letter": (404, 404), "demo_letter_looks": (404, 404), "demo_letter_calendar": (404, 404),
    # from nothing to a first visit: tests/administration/test_beginning.py
    "invite": (302, "administrators"),
    "begin": (404, 404), "first_steps": (302, "administrators"), "schools": (302, "operators"),
    "school_leaves": (302, "administrators"), "school_leaves_undo": (302, 405),
    "take_along": (302, 404), "take_along_file": (302, 405),  # for who leaves: tests/administration/test_leaving.py
    "drafts": (302, 200), "draft_again": (302, 405), "address": (302, 302), "address_code": (302, 302), "address_again": (302, 405), "address_keep": (302, 405),
    "account_login": (200, 302), "account_logout": (302, 200), "account_inactive": (200, 200), "account_signup": (200, 302),
    "account_reauthenticate": (302, 200), "account_change_password": (302, 200), "account_set_password": (302, 302),
    "account_reset_password": (200, 200), "account_reset_password_done": (200, 200),
    "account_request_login_code": (200, 302), "account_confirm_login_code": (302, 302), "mfa_authenticate": (302, 302), "mfa_login_webauthn": (302, 302), "ways": (302, 200),
    "sign_out_there": (302, 405), "sign_out_elsewhere": (302, 405),
    "place_asked_let_go": (302, 405),
    "school_ask": (302, 302),  # for who just signed in at the school: tests/signing_in
    # who just came in has them: tests/signing_in/test_sure.py
    "sure_code": (302, 302), "sure_school": (302, 405), "sure_passkey": (302, 302), "passkey_add": (302, 302), "totp_add": (302, 302), "totp_remove": (302, 302),
    "recovery_codes": (302, 302), "recovery_codes_new": (302, 405), "recovery_codes_file": (302, 302), "school_join": (302, 405), "school_part": (302, 405),
    "account_reset_password_from_key": (200, 200), "account_reset_password_from_key_done": (200, 200),
}  # fmt: skip
SPECIAL = {
    # where no school signs in there are none: tests/signing_in
    "ready",  # not within a second on a busy machine: tests/hosting/test_health.py
    "school_start",
    "school_back",
    "passkey_remove",
    "school_out",
    "admit",
    "bundle_make",
    "bundle",
    "bundle_cancel",
    "bundle_file",
    "data_file",
    "mirror",
    "mirror_pdf",
    "mirror_file",
    "form",
    "form_pdf",
    "set_aside",
    "language",
    "pulse_answer",
    "pulse_thanks",
    "wish",
    "device_left",
    "welcome",
    "invite_sent",
    "invitation",
    "invite_again",
    "school_again",
    "invite_withdraw",
    "leave",
    "leave_undo",
    "people_file",
    "person",
    "proposal",
    "proposal_withdraw",
    "person_change",
    "person_edits",
    "person_part",
    "person_pause",
    "person_resume",
    "person_roles",
    "person_sign_out",
    "person_step_remove",
    "person_task",
}  # tested below, in tests/administration, tests/home, tests/hosting, tests/pulse, tests/reports and tests/letters, or Django's own


@pytest.fixture
@made_once
def people(team, school, teacher, coach):
    other_school = factories.make_school("Andere School")
    return {
        "anonymous": None,
        "teacher": teacher,
        "coach": coach,
        "another coach": factories.make_person("Noor Fictief", team=team, role="coach"),
        "colleague": factories.make_person("Sam Bedacht", team=team, role="teacher"),
        "lead": factories.make_person("Lotte Leiding", team=team, role="lead"),
        "administrator": factories.make_person("Ada Beheer", school=school, is_administrator=True),
        # both have their role from before administrators took part in no visit
        "administrator who is a teacher": factories.make_administrator(
            factories.make_person("Bo Beheer", team=team, role="teacher")
        ),
        "administrator who is a lead": factories.make_administrator(
            factories.make_person("Luc Beheer", team=team, role="lead")
        ),
        "superuser": factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True),
        "former coach": factories.make_person("Puck Pseudoniem", team=team, role="coach"),
        "stranger": factories.make_person(
            "Vera Vreemd", team=factories.make_team(other_school), role="coach"
        ),
        "administrator of another school": factories.make_person(
            "Vic Beheer", school=other_school, is_administrator=True
        ),
    }


@pytest.fixture
def visit(edition, people):
    return lambda stage, coach: visit_at(edition=edition, people=people, stage=stage, coach=coach)


@made_once
def visit_at(edition, people, stage, coach):
    """A visit with a set-aside account of a former coach, and something written by everyone who may write. A
    coach who is an administrator became so after the visit was agreed."""
    if coach.is_administrator:
        type(coach).objects.filter(pk=coach.pk).update(is_administrator=False)
        coach.is_administrator = False
        lesson = visit_at(edition=edition, people=people, stage=stage, coach=coach)
        factories.make_administrator(coach)
        return fresh(lesson)
    if stage == PROPOSED:
        return factories.make_lesson(people["teacher"], coach=coach, by=coach)
    lesson = factories.make_lesson(people["teacher"], coach=people["former coach"])
    factories.look(lesson)
    actions.choose_coach(lesson=lesson, by=lesson.teacher, coach=coach)
    return bring_to(stage, fresh(lesson))


def request(client, name, rule, lesson, role):
    body = {
        "entries": {"voice": role, "entry": answer("saf.other_views", "seen")},
        "ready": {"sure": "1"},
        "addition": {"kind": "late", "text": "Nagekomen."},
        "key_give": {"part": "teacher_account", "audience": "team", "until": str(timezone.localdate())},
        "step_choose": {"id": str(uuid.uuid4()), "text": "Begin achterin."},
    }.get(name, {})
    kwargs = {"lesson_id": lesson.pk} | (
        {"step_id": uuid.uuid4()} if name in ("step_drop", "step_back") else {}
    )
    kwargs |= {"part": "steps"} if name == "key_revoke" else {}
    kwargs |= {"part": "competence"} if name == "need" else {}
    kwargs |= {"member": 1} if name == "key_admit" else {}
    if rule.method == "json":
        return client.post(reverse(name, kwargs=kwargs), json.dumps(body), content_type="application/json")
    return getattr(client, rule.method)(reverse(name, kwargs=kwargs), body)


def statuses(client, lesson, role):
    found = {}
    for name, rule in VISIT.items():
        with transaction.atomic():
            found[name] = request(client, name, rule, lesson, role).status_code
            transaction.set_rollback(True)
    return found


def sign_in(client, person):
    if person:
        client.force_login(person)


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("role", ["teacher", "coach"])
def test_what_the_two_people_of_a_visit_may_do_at_each_stage(client, people, visit, role, stage):
    lesson = visit(stage, people["coach"])
    sign_in(client, people[role])

    assert statuses(client, lesson, role) == {name: rule.status(role, stage) for name, rule in VISIT.items()}


@pytest.mark.parametrize("stage", [PROPOSED, LOOKING, OPEN])
@pytest.mark.parametrize(
    "person", ["lead", "administrator who is a teacher", "administrator who is a lead", "colleague"]
)
def test_whoever_is_the_coach_may_do_what_a_coach_may_and_no_more(client, people, visit, person, stage):
    """Also who became an administrator after the visit was agreed: nothing of the own visits is lost."""
    lesson = visit(stage, people[person])
    sign_in(client, people[person])

    assert statuses(client, lesson, "coach") == {
        name: rule.status("coach", stage) for name, rule in VISIT.items()
    }


@pytest.mark.parametrize("stage", Stage)
def test_everybody_else_gets_404_everywhere_and_a_visitor_the_sign_in_page(client, people, visit, stage):
    lesson = visit(stage, people["coach"])
    for name, person in people.items():
        if name in ("teacher", "coach"):
            continue
        client.logout()
        sign_in(client, person)
        sign_in_page = {name: 401 if rule.method == "json" else 302 for name, rule in VISIT.items()}
        expected = sign_in_page if person is None else dict.fromkeys(VISIT, 404)
        assert (name, statuses(client, lesson, "coach")) == (name, expected)


def test_who_said_no_gets_404_everywhere_and_the_no_once_more_leads_home(client, people, visit):
    lesson = visit(PLANNED, people["coach"])
    actions.decline(lesson=lesson, by=people["coach"])
    client.force_login(people["coach"])

    assert statuses(client, lesson, "coach") == dict.fromkeys(VISIT, 404) | {"decline": 302}
    actions.choose_coach(lesson=lesson, by=people["teacher"], coach=None)
    assert statuses(client, lesson, "coach") == dict.fromkeys(VISIT, 404)


def test_a_deleted_visit_is_gone_for_everyone(client, people, visit):
    lesson = visit(OPEN, people["coach"])
    type(lesson).objects.filter(pk=lesson.pk).update(deleted_at=lesson.opened_at)

    left = {"teacher": {"undelete": 302}, "coach": {"deleted_prompts": 200}}  # within the day
    for role in ("teacher", "coach"):
        client.force_login(people[role])
        assert statuses(client, lesson, role) == dict.fromkeys(VISIT, 404) | left[role]


@pytest.mark.parametrize(("days", "paper"), [(0, 200), (-1, 404)], ids=["valid", "expired"])
def test_who_has_a_key_gets_the_page_and_the_paper_and_nothing_else(client, people, visit, days, paper):
    lesson = visit(OPEN, people["coach"])
    until = timezone.localdate() + timedelta(days=days)
    for part in UNDER_KEY:
        reports.give_key(lesson=lesson, by=lesson.teacher, part=part, audience="team", until=until)

    inside = {"lead", "colleague", "another coach", "former coach"}
    outside = {"administrator", "administrator who is a teacher", "administrator who is a lead", "superuser"}
    for name in inside | outside | {"stranger"}:
        client.force_login(people[name])
        expected = dict.fromkeys(VISIT, 404) | (
            {"released": paper, "released_pdf": paper} if name in inside else {}
        )
        assert (name, statuses(client, lesson, "coach")) == (name, expected)


@pytest.mark.parametrize("audience", ["team", "lead"])
def test_an_administrator_opens_nothing_under_a_key_also_with_a_role_from_before(
    client, people, visit, audience
):
    lesson = visit(OPEN, people["coach"])
    for part in UNDER_KEY:
        reports.give_key(
            lesson=lesson, by=lesson.teacher, part=part, audience=audience, until=timezone.localdate()
        )

    found = {}
    for name in ("lead", "administrator who is a teacher", "administrator who is a lead"):
        client.force_login(people[name])
        listed = str(lesson.pk) in client.get(reverse("team")).content.decode()
        opens = [
            client.get(reverse(door, args=[lesson.pk])).status_code for door in ("released", "released_pdf")
        ]
        found[name] = (*opens, listed)

    nothing = (404, 404, False)
    assert found == {
        "lead": (200, 200, True), "administrator who is a teacher": nothing, "administrator who is a lead": nothing,
    }  # fmt: skip


@pytest.mark.urls("config.urls")
@pytest.mark.parametrize("name", ["colleague", "lead", "administrator", "stranger"])
def test_the_page_of_a_refusal_is_that_of_a_visit_that_never_was(client, people, visit, name):
    lesson = visit(OPEN, people["coach"])
    client.force_login(people[name])

    refused, never = (client.get(reverse("together", args=[pk])) for pk in (lesson.pk, uuid.uuid4()))

    assert (refused.status_code, never.status_code) == (404, 404)
    assert same_for_all(refused) == same_for_all(never)
    assert refused.headers.keys() == never.headers.keys()
    assert "Hier is niets voor jou" in same_for_all(refused)


def same_for_all(response):
    """Without what the form that switches language has of its own each time: its token, and the address that
    was asked for."""
    own = r'(name="(?:csrfmiddlewaretoken|next)" value=)"[^"]+"'
    return re.sub(own, r"\1", response.content.decode())


def test_a_set_aside_account_is_its_authors_alone(client, people, visit):
    visit(LOOKING, people["coach"])
    account = Observation.objects.get(author=people["former coach"])
    address = reverse("set_aside", args=[account.pk])

    found = {}
    for name, person in people.items():
        client.logout()
        sign_in(client, person)
        found[name] = client.get(address).status_code

    assert found == dict.fromkeys(people, 404) | {"anonymous": 302, "former coach": 200}


def test_an_account_that_counts_has_no_set_aside_page(client, people, visit):
    visit(LOOKING, people["coach"])
    account = Observation.objects.get(author=people["coach"])
    client.force_login(people["coach"])

    assert client.get(reverse("set_aside", args=[account.pk])).status_code == 404


@pytest.mark.parametrize("name", OTHER)
def test_pages_that_are_not_about_one_visit(client, people, school, edition, name):
    anonymous, signed_in = OTHER[name]
    # an address that is somebody's own: tests/letters/test_feed.py
    args = {"account_reset_password_from_key": ["1", "a-b"], "calendar": ["nobodys"], "begin": ["0" * 32]}
    args |= {f"demo_letter{part}": ["20261129-1"] for part in ("", "_looks", "_calendar")}
    args |= {
        "checklist_file": [edition.pk, "yaml"],
        "draft_line": [edition.pk, "item", "rel.contact_at_start"],
        "draft_hints": [edition.pk, "rel.contact_at_start"],
        "draft_preview": [edition.pk, "item", "rel.contact_at_start"],
    }
    args |= rows_of(school, edition) | {"sign_out_there": ["of-nobody"], "place_asked_let_go": [1]}
    args = (args | {"demo_letters_of": [people["teacher"].pk]}).get(name, [])

    assert client.get(reverse(name, args=args)).status_code == anonymous
    for person in filter(None, people.values()):
        client.force_login(person)
        is_administrator = person.is_administrator
        expected = {
            "administrators": 200 if is_administrator else 404,
            "administrators of the school": 200 if is_administrator and person.school == school else 404,
            "administrators are led on": 302 if is_administrator else 404,
            "operators": 200 if person.is_superuser else 404,
            "who takes part": 404 if is_administrator else 200,
            "who ever teaches": 200 if person.teaching().exists() else 404,
            "who teaches": 404 if is_administrator else 200 if person.teaching().exists() else 302,
        }.get(signed_in, signed_in)
        assert (person.name, client.get(reverse(name, args=args)).status_code) == (person.name, expected)


def test_a_page_that_knows_somebody_is_kept_by_no_browser(client, people):
    """Nor put aside whole for Back: WebKit would let such a page hold what the device keeps
    (docs/browsers.md)."""
    client.force_login(people["administrator"])
    replies = {name: client.get(reverse(name)) for name in set(of_no_row()) - {"account_logout"}}
    pages = {name: reply["Cache-Control"] for name, reply in replies.items() if "X-Person" in reply}

    assert len(pages) > 20
    assert {name for name, said in pages.items() if "no-store" not in said} == set()


def of_no_row():
    """Names of OTHER whose address is about no row."""
    rows = "account_reset_password_from_key", "calendar"  # with something of somebody's own in them
    addresses = get_resolver().reverse_dict
    return [name for name in OTHER if name not in rows and not addresses[name][0][0][1]]


def rows_of(school, edition):
    """{address: the row of this school that it is about}"""
    team, today = school.teams.get(), school.today
    holiday = school.holidays.create(name="Vakantie", first=today, last=today)
    period = school.periods.create(start=today + timedelta(days=1), end=today + timedelta(days=40))
    word = school.judging_words.create(word="mat", language="nl")
    rows = {
        "team_change": team, "team_close": team, "team_open": team, "holiday": holiday, "holiday_remove": holiday,
        "draft_paste": edition, "draft_file": edition,
        "checklist_archive": edition, "draft_same": edition, "draft_changes": edition,
        "period": period, "period_remove": period, "word_remove": word, "checklist": edition, "checklist_copy": edition, "checklist_next": edition, "checklist_publish": edition, "checklist_let_go": edition, "checklist_draft": edition, "draft_entries": edition, "checklist_propose": edition,
        "draft_overview": edition, "draft_add": edition, "draft_move": edition, "draft_switch": edition, "draft_undo": edition,
    }  # fmt: skip
    return {name: [row.pk] for name, row in rows.items()}


def test_the_start_page_of_nobody_else_names_the_visit(client, people, visit):
    lesson = visit(OPEN, people["coach"])
    for name, person in people.items():
        if name in ("anonymous", "teacher", "coach"):
            continue
        client.force_login(person)
        for page in ("home", "coaching", "earlier", "me", "team", "mirrors"):
            text = same_for_all(client.get(reverse(page)))  # a token of letters can spell a name of four
            assert (name, page, str(lesson.pk) in text, "Tijn" in text and name != "former coach") == (
                name,
                page,
                False,
                False,
            )


def test_every_address_stands_in_a_table():
    tested = set(VISIT) | set(OTHER) | SPECIAL
    assert names(get_resolver()) - tested == set()
    assert tested - names(get_resolver()) - SPECIAL == set()


def names(resolver):
    found = set()
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLPattern):
            found.add(pattern.name)
        else:
            found |= names(pattern)
    return found
