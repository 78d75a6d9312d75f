"""Own data to take along: everything of oneself, nothing of anybody else, and no cell that a spreadsheet
would run."""

import csv
import json
import uuid
from datetime import timedelta
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.urls import reverse
from django.utils import timezone

from letters import wishes
from letters.models import How, OwnCalendar
from observations import actions, offers
from observations.models import Lesson, News, Step
from reports import actions as reports
from reports.data import ENTRY, VISIT, moment_of
from studio import proposing
from tests import factories
from tests.factories import answer, fresh, in_timetable, make_lesson, make_timetable, moment, save
from tests.observations.timetables import at, begin, timetable_of
from tests.once import made_once
from tests.together.visits import opened, seen
from together import actions as together

POINT = "saf.small_before_whole"


@pytest.fixture
@made_once
def visit(lesson):
    opened(
        lesson,
        before=[{"type": "question", "text": "Hoe begin ik?", "revision": 0}],
        teacher=[seen(POINT, "docent-notitie", value="not_seen"), answer("open.inside", "", "docent-prive")],
        coach=[seen(POINT, "coach-notitie"), moment(text="coach-moment")],
    )
    together.add(lesson=lesson, by=lesson.teacher, kind="reply", text="docent-antwoord")
    together.add(lesson=lesson, by=lesson.coach, kind="reply", text="coach-antwoord")
    together.choose_step(
        lesson=lesson, by=lesson.teacher, id="7f5f3a9c-3c53-4d0e-8d2e-0d6f6f1d0a11", text="docent-stap"
    )
    return fresh(lesson)


def file(client, person, teacher, name, language="nl"):
    type(person).objects.filter(pk=person.pk).update(language=language)
    client.force_login(person)
    return client.get(reverse("data_file", args=[teacher.pk, name]))


def table(response, delimiter=";"):
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig")), delimiter=delimiter))


def parts_of(workbook):
    """All XML of an xlsx, one part after the other."""
    with ZipFile(BytesIO(workbook)) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist())


def notes(response):
    return {row["note"] for row in table(response)}


def test_the_teacher_takes_everything_own_along_the_private_too(client, visit, teacher):
    [row] = table(file(client, teacher, teacher, "visits.csv"))

    assert (row["subject"], row["stage"], row["learning_question"]) == ("Rekenen", "open", "Hoe begin ik?")
    assert notes(file(client, teacher, teacher, "entries.csv")) == {
        "docent-notitie",
        "docent-prive",
        "docent-antwoord",
        "docent-stap",
    }


def test_the_coach_takes_own_words_along_and_no_others(client, visit, teacher, coach):
    reply = file(client, coach, teacher, "entries.csv")
    [row] = table(file(client, coach, teacher, "visits.csv"))

    assert notes(reply) == {"coach-notitie", "coach-moment", "coach-antwoord"}
    assert (row["stage"], row["learning_question"]) == ("open", "")
    assert reply.headers["Content-Disposition"].startswith(
        'attachment; filename="Meekijken, Tijn Verzonnen, wat ik vastlegde.csv"'
    )


def test_a_row_says_what_it_is_about_in_the_words_of_the_reader(client, visit, teacher):
    rows = table(file(client, teacher, teacher, "entries.csv"))
    [row] = [row for row in rows if row["item"] == POINT]

    assert list(row) == list(ENTRY)
    assert (row["kind"], row["need"], row["value"], row["language"]) == ("point", "safety", "not_seen", "nl")
    assert (
        row["text"]
        == "Ik liet studenten eerst alleen of in een klein groepje nadenken voordat ze in de hele groep deelden."
    )


def test_no_file_holds_two_teachers(client, visit, teacher, coach, team):
    other = factories.make_person("Sam Bedacht", team=team, role="teacher")
    theirs = make_lesson(other, coach=coach, subject="Taal")
    save(theirs, "coach", seen(POINT, "bij-sam"))

    assert [row["subject"] for row in table(file(client, coach, teacher, "visits.csv"))] == ["Rekenen"]
    assert notes(file(client, coach, other, "entries.csv")) == {"bij-sam"}
    assert table(file(client, coach, coach, "visits.csv")) == []
    page = client.get(reverse("data")).content.decode()
    assert (str(teacher.pk) in page, str(other.pk) in page) == (True, True)


def test_as_json_each_visit_with_what_was_recorded(client, visit, teacher):
    [found] = json.loads(file(client, teacher, teacher, "all.json").content)["visits"]

    assert list(found) == [*VISIT, "entries"]
    assert {entry["note"] for entry in found["entries"]} == {
        "docent-notitie",
        "docent-prive",
        "docent-antwoord",
        "docent-stap",
    }


def test_a_step_is_one_sentence_with_its_sign_and_what_one_wanted_to_talk_about_is_there(
    client, visit, teacher, coach
):
    together.choose_stops(lesson=visit, by=teacher, stops=[POINT], other="de pauze", lang="nl")
    together.say_core(lesson=visit, by=teacher, text="onze kern", need="safety")
    words = {"situation": "het stil is", "text": "tel ik.", "seen_by": "Iemand begint."}
    together.choose_step(lesson=visit, by=teacher, id=uuid.uuid4(), **words)
    rows = {(row["kind"], row["note"]) for row in table(file(client, teacher, teacher, "entries.csv"))}

    assert {
        ("topic", "de pauze"),
        ("step", "Als het stil is, dan tel ik."),
        ("seen_by", "Iemand begint."),
    } <= rows
    assert "onze kern" not in {note for _kind, note in rows}  # of the two: in the report
    assert not {"topic", "step", "seen_by"} & {
        row["kind"] for row in table(file(client, coach, teacher, "entries.csv"))
    }


def test_what_came_of_a_step_has_its_own_day_and_language(client, visit, teacher):
    [step] = visit.steps.all()
    together.look_back_on(
        lesson=visit, by=teacher, step_id=step.pk, result="tried", outcome="It worked.", lang="en"
    )
    Step.objects.update(created_at="2026-01-05T12:00:00Z", looked_back_at="2026-02-05T12:00:00Z")
    rows = {row["kind"]: row for row in table(file(client, teacher, teacher, "entries.csv"))}

    found = [(rows[kind]["note"], rows[kind]["value"], rows[kind]["language"], rows[kind]["noted_at"]) for kind in ("step", "outcome")]  # fmt: skip
    assert found == [("docent-stap", "tried", "nl", "2026-01-05 13:00"), ("It worked.", "tried", "en", "2026-02-05 13:00")]  # fmt: skip


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\uff1d"])
def test_a_cell_of_a_csv_is_never_a_formula(client, lesson, teacher, start):
    Lesson.objects.filter(pk=lesson.pk).update(subject=f'{start}HYPERLINK("http://kwaad.example")')
    [row] = table(file(client, teacher, teacher, "visits.csv"))

    assert row["subject"] == f'\'{start}HYPERLINK("http://kwaad.example")'


@pytest.mark.parametrize(("language", "other"), [("nl", ","), ("en", ";")])
def test_nor_is_a_line_of_it_where_the_other_separator_begins_a_row(client, visit, teacher, language, other):
    together.add(lesson=visit, by=teacher, kind="reply", text="eerst\n=1+1\n+2")
    text = file(client, teacher, teacher, "entries.csv", language).content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(StringIO(text), delimiter=other) for cell in row]

    assert [cell for cell in cells if cell.strip().startswith(("=", "+"))] == []
    assert "'=1+1" in text


@pytest.mark.parametrize("words", [";-)", "a, -b", "10:00; =2", "-", "e-mail"])
def test_within_a_cell_words_stay_as_they_are(client, visit, teacher, words):
    together.add(lesson=visit, by=teacher, kind="reply", text=words)

    assert ("'-" if words == "-" else words) in notes(file(client, teacher, teacher, "entries.csv"))


def test_what_any_program_takes_for_a_separator_is_quoted_and_nothing_else(client, visit, teacher):
    Lesson.objects.filter(pk=visit.pk).update(subject="a, b", group="c;d", place="e f")
    for language, separator in (("nl", ";"), ("en", ",")):
        text = file(client, teacher, teacher, "visits.csv", language).content.decode()
        head, line = text.splitlines()
        assert head == "\ufeff" + separator.join(VISIT)
        assert f'{separator}"a, b"{separator}"c;d"{separator}e f{separator}' in line


# --- as a workbook: tests/reports/test_opened_elsewhere.py opens it in the programs of people -----


def test_the_workbook_comes_first_and_holds_both_tables(client, visit, teacher):
    reply = file(client, teacher, teacher, "all.xlsx")
    page = client.get(reverse("data")).content.decode()

    assert reply["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert 'filename="Meekijken, alles.xlsx"' in reply["Content-Disposition"]
    assert 'name="wat ik vastlegde"' in parts_of(reply.content)
    assert 'name="lesbezoeken"' in parts_of(reply.content)
    assert page.index("all.xlsx") < page.index("entries.csv") < page.index("all.json")


def test_its_head_stays_in_sight_and_no_cell_is_a_formula(client, visit, teacher):
    Lesson.objects.filter(pk=visit.pk).update(subject="=1+1")
    parts = parts_of(file(client, teacher, teacher, "all.xlsx").content)

    assert parts.count('state="frozen"') == 2
    assert "<f>" not in parts
    assert "<t>=1+1</t>" in parts


def test_a_row_is_as_high_as_its_words(client, visit, teacher):
    together.add(lesson=visit, by=teacher, kind="reply", text="een\ntwee\n" + "woord " * 50)
    parts = parts_of(file(client, teacher, teacher, "all.xlsx").content)

    assert (
        'ht="105"' in parts
    )  # seven lines of fifteen points: two, and three hundred signs of at most sixty a line


def test_the_same_rows_are_the_same_workbook_on_every_day(client, visit, teacher):
    made = file(client, teacher, teacher, "all.xlsx").content
    with time_machine.travel("2031-05-06T12:00:00Z"):
        assert file(client, teacher, teacher, "all.xlsx").content == made


def test_in_english_it_has_commas(client, visit, teacher):
    rows = table(file(client, teacher, teacher, "visits.csv", "en"), ",")

    assert [row["subject"] for row in rows] == ["Rekenen"]


def test_a_former_coach_takes_the_set_aside_account_along_and_learns_nothing_new(
    client, lesson, teacher, coach, team
):
    save(lesson, "coach", seen(POINT, "toen-geschreven"))
    other = factories.make_person("Noor Fictief", team=team, role="coach")
    actions.choose_coach(lesson=lesson, by=teacher, coach=other)
    save(fresh(lesson), "teacher", seen(POINT, "docent-notitie"))
    [row] = table(file(client, coach, teacher, "visits.csv"))

    assert {name: row[name] for name in ("stage", "place", "end", "learning_question")} == {"stage": "set_aside", "place": "", "end": "", "learning_question": ""}  # fmt: skip
    assert notes(file(client, coach, teacher, "entries.csv")) == {"toen-geschreven"}


def test_nobody_takes_along_what_is_not_theirs(client, visit, teacher, coach, team):
    lead = factories.make_person("Lotte Leiding", team=team, role="lead")
    for person in (lead, factories.make_person("Noor Fictief", team=team, role="coach")):
        assert file(client, person, teacher, "entries.csv").status_code == 404
    assert file(client, teacher, coach, "entries.csv").status_code == 404
    assert file(client, teacher, teacher, "all.xml").status_code == 404
    reports.delete(lesson=visit, by=teacher)
    assert table(file(client, teacher, teacher, "visits.csv")) == []
    assert file(client, coach, teacher, "entries.csv").status_code == 404


def test_that_there_is_an_own_calendar_is_taken_along_and_not_where(client, visit, teacher, coach):
    own = OwnCalendar(person=teacher)
    own.choose(says="visit")
    assert own.give_address("een-adres", turn=0)
    found = file(client, teacher, teacher, "all.json").content.decode()

    chosen = {"says": "visit", "files_in_letters": True}
    assert json.loads(found)["calendar"] == chosen | {"has_address_since": moment_of(timezone.now())}
    kept = OwnCalendar.objects.get().address
    assert "een-adres" not in found
    assert kept not in found
    assert "calendar" not in json.loads(file(client, coach, teacher, "all.json").content)


def test_which_letters_one_wants_is_taken_along(client, visit, teacher, coach):
    assert "letters" not in json.loads(file(client, teacher, teacher, "all.json").content)
    wishes.choose(teacher, {News.REPLY: How.DAILY, News.TURN: How.OFF})

    found = json.loads(file(client, teacher, teacher, "all.json").content)["letters"]
    assert found == {"reply": "daily", "turn": "off"}
    assert "letters" not in json.loads(file(client, coach, teacher, "all.json").content)


def test_what_one_proposed_for_the_checklist_is_taken_along_with_its_answer(client, visit, teacher, coach):
    said = {"theme": "safety", "key": "", "why": "Dat mis ik.", "lang": "nl", "says_name": False}
    made = proposing.propose(by=teacher, edition=visit.edition, text="De docent wacht.", **said)
    type(coach).objects.filter(pk=coach.pk).update(is_editor=True)
    coach.is_editor = True
    proposing.thank(by=coach, proposal_id=made.pk, answer="Nu niet.")

    [found] = json.loads(file(client, teacher, teacher, "all.json").content)["proposals"]
    assert found.pop("made_at")
    assert found == said | {"text": "De docent wacht.", "state": "not_taken", "answer": "Nu niet."}
    assert "proposals" not in json.loads(file(client, coach, teacher, "all.json").content)


def test_how_one_signs_in_is_taken_along_without_a_secret(client, visit, teacher, coach):
    kinds = Authenticator.Type
    account = SocialAccount.objects.create(user=teacher, provider="of-the-school", uid="subject-of-tijn")
    for kind, data in (
        (kinds.TOTP, {"secret": "geheim"}),
        (kinds.WEBAUTHN, {"name": "Telefoon", "credential": {"id": "geheim"}}),
        (kinds.RECOVERY_CODES, {"seed": "geheim", "used_mask": 0}),
    ):
        Authenticator.objects.create(user=teacher, type=kind, data=data)
    text = file(client, teacher, teacher, "all.json").content.decode()

    found = json.loads(text)["signing_in"]
    assert [*found] == ["school_accounts", "passkeys_and_second_steps", "signed_in"]
    assert found["school_accounts"] == [
        {"joined": moment_of(account.date_joined), "last_used": moment_of(account.last_login)}
    ]
    assert [(row["type"], row.get("name")) for row in found["passkeys_and_second_steps"]] == [
        ("totp", None), ("webauthn", "Telefoon"), ("recovery_codes", None),
    ]  # fmt: skip
    assert len(found["signed_in"]) == 1
    assert [word for word in ("geheim", "subject-of-tijn", client.session.session_key) if word in text] == []
    assert "signing_in" not in json.loads(file(client, coach, teacher, "all.json").content)


def test_the_own_timetable_goes_along_and_its_address_does_not(client, teacher, coach, visit):
    start = timezone.now().replace(microsecond=0)
    make_timetable(teacher, in_timetable(start), address="https://rooster.example/geheim.ics")
    text = file(client, teacher, teacher, "all.json").content.decode()

    [found] = json.loads(text)["timetable"]
    assert found["comes_from"] == "address" and "geheim" not in text
    assert found["lessons"] == [{
        "start": moment_of(start), "end": moment_of(start + timedelta(minutes=50)),
        "subject": "Rekenen", "group": "VZ2B", "place": "1.14",
    }]  # fmt: skip
    assert "timetable" not in json.loads(file(client, coach, teacher, "all.json").content)


@pytest.mark.parametrize(("name", "queries"), [("all.xlsx", 7), ("all.json", 17)])
@pytest.mark.parametrize("visits", [1, 12])
def test_a_file_takes_as_many_queries_for_much_as_for_little(
    client, teacher, coach, edition, visits, name, queries, django_assert_num_queries
):
    for _visit in range(visits):
        opened(make_lesson(teacher, coach=coach), teacher=[seen(POINT, "x")], coach=[seen(POINT)])
    client.force_login(teacher)
    # person, visits, their accounts, steps, answers, moments, additions; in JSON timetable, calendar,
    # letters, ways to sign in (3) and log too
    with django_assert_num_queries(queries):
        client.get(reverse("data_file", args=[teacher.pk, name]))


def test_the_page_explains_every_column(client, visit, teacher):
    client.force_login(teacher)
    page = client.get(reverse("data")).content.decode()

    assert [name for name in {*VISIT, *ENTRY} if name not in page] == []


def test_lessons_that_are_offered_besides_stand_in_the_file_of_their_teacher_alone(
    client, teacher, coach, edition
):
    asked = make_lesson(teacher, coach=coach, is_answered=False)
    offers.offer(asked, timetable_of(teacher, ("b", at(3, subject="Taal"))).lessons.all())

    [found] = json.loads(file(client, teacher, teacher, "all.json").content)["offered_lessons"]
    assert (found["visit"], found["subject"], found["start"]) == (str(asked.pk), "Taal", moment_of(begin(3)))
    assert "offered_lessons" not in json.loads(file(client, coach, teacher, "all.json").content)
