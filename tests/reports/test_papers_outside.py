"""A paper never keeps others from saving: quick ones at once, long ones outside the request, and none without
bound."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from observations import actions
from observations.models import MAX_ADDITIONS, MAX_MOMENTS, Addition, Moment
from reports import actions as reports
from reports import paper, printing
from reports.blank import printed_form
from reports.bundles import forget_expired
from reports.models import Bundle, Worker
from reports.tasks import make_bundle
from reports.views import bundles
from tests import factories
from tests.factories import bring_to, fresh, moment, save
from tests.home.conftest import words
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.reports.test_golden import world  # noqa: F401 -- a fixture
from tests.together.visits import opened
from together import actions as together

LONG = "De docent wacht, en iedereen schrijft eerst zelf. " * 40


@pytest.fixture
def visit(lesson, team):
    """Opened, with more words than a request prints; the team may read the coach's account and a step."""
    found = opened(lesson, coach=[moment(text=f"Moment {number}: {LONG}") for number in range(40)])
    together.choose_step(lesson=found, by=found.teacher, id=found.pk, text="Begin achterin.")
    give(found, "coach_account")
    give(found, "steps")
    return fresh(found)


def give(visit, part):
    soon = timezone.localdate() + timedelta(days=30)
    reports.give_key(lesson=visit, by=visit.teacher, part=part, audience="team", until=soon)


@pytest.fixture
def lead(team):
    return factories.make_person("Lotte Leiding", team=team, role="lead", language="en")


@pytest.fixture
def ask(client, visit, django_capture_on_commit_callbacks):
    """Presses the button, with a worker that takes it up at once, or (`worker=False`) with none."""

    def ask(person, name="report_pdf", *, worker=True, lesson=None, query=""):
        client.force_login(person)
        with django_capture_on_commit_callbacks(execute=worker):
            return client.get(reverse(name, args=[(lesson or visit).pk]) + query)

    return ask


def fetched(client, person):
    client.force_login(person)
    return client.get(reverse("bundle_file", args=[Bundle.objects.get(reader=person).pk]))


@pytest.fixture
def press_is_taken():
    """Somebody else's paper is on the press for as long as the test lasts."""
    with paper._lock:
        yield


# --- at once or later ---------------------------------------------------------------------------


def test_a_long_report_is_made_outside_the_request_and_fetched(client, visit, ask, coach):
    reply = ask(coach)
    assert (reply.status_code, reply.url) == (302, reverse("bundle", args=[Bundle.objects.get().pk]))
    assert not visit.ledger.filter(what="report").exists()  # nothing left yet

    page = client.get(reply.url)
    assert "Klaar: het verslag." in words(page) and "Tijn leest dat je dat hebt gedaan." in words(page)
    file = fetched(client, coach)
    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")
    assert file.headers["Content-Disposition"].startswith("attachment; filename")
    assert "Moment 39:" in words_of(file.content) and "voor Coba Voorbeeld" in words_of(file.content)
    assert problems(file.content) == []
    assert [(row.who, row.what) for row in visit.ledger.filter(what="report")] == [(coach, "report")]


def test_a_colleague_gets_the_released_parts_in_the_same_way(client, visit, ask, lead):
    reply = ask(lead, "released_pdf")
    assert "Ready: the report." in words(client.get(reply.url))
    text = words_of(fetched(client, lead).content)

    assert "Begin achterin." in text and "voor Lotte Leiding" in text
    assert [(row.who, row.parts) for row in visit.ledger.filter(what="downloaded")] == [
        (lead, ["coach_account", "steps"])
    ]


def test_the_teachers_page_for_oneself_comes_that_way_too_and_needs_no_row(
    client, lesson, teacher, ask, visit
):
    own = factories.make_lesson(teacher)
    save(own, "teacher", factories.answer("open.inside", "", "geheim denken"))
    for item in own.content.points:
        save(own, "teacher", factories.answer(item.key, "seen", LONG * 2))
    ask(teacher, lesson=own, query="?mine=1&lang=en")

    text = words_of(fetched(client, teacher).content)
    assert "geheim denken" in text and "You asked for this page." in text
    assert not own.ledger.exists()


def test_a_short_report_waits_a_moment_for_the_press_and_no_longer(
    lesson, coach, ask, press_is_taken, monkeypatch
):
    monkeypatch.setattr(bundles, "PATIENCE", 0.01)
    short = opened(factories.make_lesson(lesson.teacher, coach=coach))

    assert ask(coach, lesson=short, worker=False).status_code == 302
    assert Bundle.objects.get().lesson == short


def test_no_more_than_one_waits_for_the_press(press_is_taken):
    """Two of a server's four threads at most are with paper, however many ask."""
    with paper._places, paper._places, pytest.raises(paper.Busy):
        paper.write_pdf("<p>", wait=threading.TIMEOUT_MAX)  # not for its turn: at once


@pytest.mark.parametrize("name", ["form_pdf", "mirror_pdf"])
def test_forms_and_mirrors_are_refused_with_words_where_the_press_is_taken(
    client,
    world,  # noqa: F811
    press_is_taken,
    monkeypatch,
    name,
):
    monkeypatch.setattr("reports.views.mirror.PATIENCE", 0.01)
    monkeypatch.setattr("reports.blank.PATIENCE", 0.01)
    printed_form.cache_clear()
    client.force_login(world.reader)
    args = [world.edition.pk, "coach"] if name == "form_pdf" else [world.mirror.pk]
    reply = client.get(reverse(name, args=args))

    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "10")
    assert "Probeer het over een paar seconden nog een keer." in words(reply)
    assert "script-src 'self'" in reply.headers["Content-Security-Policy"]


# --- one at a time ------------------------------------------------------------------------------


def test_a_second_press_finds_the_first_while_it_is_made_and_when_it_is_there(client, visit, ask, coach):
    first, second = (ask(coach, worker=False) for _press in range(2))
    assert first.url == second.url
    make_bundle.call(str(Bundle.objects.get().pk))
    finished = Bundle.objects.get().finished_at

    assert ask(coach).url == first.url
    assert Bundle.objects.get().finished_at == finished
    assert ask(coach, query="?lang=en").url != first.url  # another paper, at an address of its own
    assert Bundle.objects.get().finished_at > finished


def test_one_at_a_time_for_each_person(client, visit, ask, coach, lead):
    other = opened(
        factories.make_lesson(visit.teacher, coach=coach), coach=[moment(text=LONG * 5) for _ in range(8)]
    )
    first = ask(coach, worker=False)
    second = ask(coach, worker=False, lesson=other)

    assert first.url == second.url
    assert "Eén verslag tegelijk: dit wordt eerst gemaakt." in client.get(second.url).content.decode()
    assert ask(lead, "released_pdf", worker=False).url != first.url
    assert Bundle.objects.count() == 2


# --- what may still be read is asked again ---------------------------------------------------------


def revoke(visit):
    reports.revoke_key(lesson=visit, by=visit.teacher, part="steps")


def drop(visit):
    together.drop_step(lesson=visit, by=visit.teacher, step_id=visit.steps.get().pk)


@pytest.mark.parametrize("end", [revoke, drop])
def test_what_was_taken_away_is_not_handed_over_and_the_paper_is_made_anew(
    client, visit, ask, lead, end, django_capture_on_commit_callbacks
):
    ask(lead, "released_pdf")
    end(visit)
    with django_capture_on_commit_callbacks(execute=True):
        assert fetched(client, lead).status_code == 302
    assert not visit.ledger.filter(what="downloaded").exists()

    assert "Begin achterin." not in words_of(fetched(client, lead).content)


def test_without_any_key_there_is_nothing_not_even_its_page(client, visit, ask, lead):
    url = ask(lead, "released_pdf").url
    visit.keys.update(revoked_at=timezone.now())

    assert fetched(client, lead).status_code == 404
    assert client.get(url).status_code == 404


def test_a_deleted_visit_takes_its_papers_along(client, visit, ask, coach, teacher):
    url = ask(coach).url
    reports.delete(lesson=visit, by=teacher)

    assert not Bundle.objects.exists()
    client.force_login(coach)
    assert client.get(url).status_code == 404


def test_where_the_key_ended_before_its_turn_there_is_nothing_inside(visit, ask, lead):
    ask(lead, "released_pdf", worker=False)
    visit.keys.update(revoked_at=timezone.now())
    make_bundle.call(str(Bundle.objects.get().pk))

    found = Bundle.objects.get()
    assert (found.file, found.parts, found.is_ready) == (None, {}, False)


def test_after_a_day_it_is_gone(client, visit, ask, coach):
    url = ask(coach).url
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        assert fetched(client, coach).status_code == 404
        assert client.get(url).status_code == 404
        forget_expired()
    assert not Bundle.objects.exists()


def test_nobody_else_finds_it(client, visit, ask, teacher, coach, lead, school):
    ask(coach)
    pk = Bundle.objects.get().pk
    others = [teacher, lead, factories.make_person("Ada Beheer", school=school, is_administrator=True)]
    for person in others:
        client.force_login(person)
        found = [
            client.get(reverse("bundle", args=[pk])), client.get(reverse("bundle_file", args=[pk])), client.post(reverse("bundle_cancel", args=[pk])),
        ]  # fmt: skip
        assert [reply.status_code for reply in found] == [404] * 3


# --- how far it is ------------------------------------------------------------------------------


def test_without_a_worker_the_page_says_so_and_with_one_that_it_waits(client, visit, ask, coach):
    url = ask(coach, worker=False).url
    assert "staat nu niet aan" in words(client.get(url))
    assert (
        "<progress" in client.get(f"{url}?state").content.decode()
    )  # by which its script knows that it is not there yet

    Worker.says_it_is_there(7)
    text = words(client.get(url))
    assert "staat nu niet aan" not in text and "Wacht op zijn beurt" in text

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert "staat nu niet aan" in words(client.get(url))


def test_the_page_can_be_asked_again_without_a_script(client, visit, ask, coach):
    url = ask(coach, worker=False).url

    assert f'<noscript><p><a class="mk-btn" href="{url}">' in client.get(url).content.decode()


def test_stopping_it_leads_back_to_the_visit(client, visit, ask, coach, lead):
    for person, name, back in ((coach, "report_pdf", reverse("visit", args=[visit.pk])), (lead, "released_pdf", reverse("team"))):  # fmt: skip
        ask(person, name, worker=False)
        assert client.post(reverse("bundle_cancel", args=[Bundle.objects.get().pk])).url == back
        assert not Bundle.objects.exists()


def test_one_that_cannot_be_printed_is_said(client, visit, ask, coach, monkeypatch, caplog):
    def refuse(html, **more):
        raise RuntimeError("geheim: whatever people wrote")

    monkeypatch.setattr("reports.printing.write_pdf", refuse)
    url = ask(coach).url
    page = client.get(url)

    assert "Er is niets om te downloaden." in words(page)
    assert reverse("report_pdf", args=[visit.pk]) in page.content.decode()
    assert "geheim" not in caplog.text


# --- ceilings -----------------------------------------------------------------------------------


def test_over_the_ceiling_of_paper_there_are_words(client, visit, ask, coach, lead, monkeypatch):
    monkeypatch.setattr(bundles, "MOST", 70_000)

    reply = ask(coach)
    assert reply.status_code == 422
    assert "zo’n 100 bladzijden" in words(reply) and reverse("data") in reply.content.decode()
    assert "Ask the teacher about the part that you need." in words(ask(lead, "released_pdf"))
    assert not Bundle.objects.exists()


def test_the_fullest_visit_that_people_write_is_far_below_it(lesson, coach):
    factories.record_everything(lesson, "coach", moments=100)
    factories.record_everything(lesson, "teacher")
    visit = printing.of_the_pair(coach, bring_to("ready", lesson) and open_now(lesson).pk)

    assert len(printing.worded(visit, coach, "nl")[0]) * 3 < printing.MOST


def open_now(lesson):
    actions.open_together(lesson=lesson, by=lesson.teacher)
    return lesson


def test_one_moment_too_many_is_refused_with_words_and_the_others_stay(client, lesson, coach):
    save(lesson, "coach", *(moment(text=f"Moment {number}") for number in range(MAX_MOMENTS)))

    [more] = save(lesson, "coach", moment(text="Een te veel"))
    assert (more.status, list(more.body["errors"])) == (422, ["text"])
    assert "hoogstens 300 momenten" in more.body["errors"]["text"][0]["message"]

    first = Moment.objects.first()
    changed, gone, now = save(
        lesson, "coach",
        moment(text="Anders", id=first.pk, revision=1),
        moment(text="", id=first.pk, revision=2, deleted=True),
        moment(text="Nu wel"),
    )  # fmt: skip
    assert [changed.status, gone.status, now.status] == [200, 200, 200]
    back = moment(text="Terug", id=first.pk, revision=3)
    assert [result.status for result in save(lesson, "coach", back)] == [422]


def test_additions_end_too_and_what_was_typed_stays_on_the_page(client, visit, coach):
    rows = (Addition(lesson=visit, author=coach, kind="late", text="x") for _ in range(MAX_ADDITIONS))
    Addition.objects.bulk_create(rows)
    client.force_login(coach)
    reply = client.post(reverse("reply", args=[visit.pk]), {"kind": "reply", "text": "Nog iets heel lang"})

    assert reply.status_code == 422
    assert "Nog iets heel lang" in reply.content.decode()
    assert "dat er niets meer bij kan" in words(reply)


@pytest.mark.parametrize("queries", [("?mine=1", ""), ("", "?mine=1"), ("?lang=nl", "?lang=en")])
def test_who_asks_for_another_paper_of_the_same_visit_gets_the_one_that_was_asked_for_last(
    client, visit, teacher, ask, queries
):
    """What stays the teacher's is on no paper that was asked for to pass on."""
    first, last = queries
    ask(teacher, worker=False, query=first)
    before = Bundle.objects.get()
    ask(teacher, query=last)

    made = Bundle.objects.get()
    assert made.pk != before.pk and made.is_ready  # a page that shows the first one hands over no other
    assert client.get(reverse("bundle_file", args=[before.pk])).status_code == 404
    assert made.with_private == ("mine" in last) and made.language == ("en" if "en" in last else "nl")


def test_a_paper_that_one_may_no_longer_read_stands_in_no_ones_way(client, visit, ask, lead, coach):
    """Where nobody prints it would wait for a day, on a page that is a 404 by now."""
    other = opened(
        factories.make_lesson(visit.teacher, coach=coach), coach=[moment(text=LONG) for _ in range(40)]
    )
    give(other, "coach_account")
    ask(lead, "released_pdf", worker=False)
    for part in ("coach_account", "steps"):
        reports.revoke_key(lesson=visit, by=visit.teacher, part=part)

    page = client.get(ask(lead, "released_pdf", lesson=other).url)
    assert (page.status_code, Bundle.objects.get().lesson_id) == (200, other.pk)
