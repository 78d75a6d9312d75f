"""The page of a visit: called as on the start page, one main thing to do, and all else that can be done
behind one fold."""

from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone
from lxml import html

from observations import access, actions
from observations.models import Stage, Voice
from observations.prepared import Prepared
from observations.sheets import Sheet
from people.models import User
from tests import factories
from tests.factories import bring_to, make_lesson
from tests.together.visits import lens

FORM = {"form"}  # on paper
AHEAD = FORM | {"move", "cancel"}
# per stage and voice: the filled button; what else stands in sight; what is folded
PAGES = {
    (Stage.PROPOSED, "teacher"): (None, {"accept", "move", "cancel"}, set()),
    (Stage.PROPOSED, "coach"): (None, set(), {"move", "cancel"}),
    (Stage.PLANNED, "teacher"): ("before", {"pulse"}, AHEAD | {"coach", "look_back", "delete"}),
    (Stage.PLANNED, "coach"): (None, set(), AHEAD | {"look", "decline"}),
    (Stage.LOOKING, "teacher"): (None, {"pulse"}, FORM | {"coach", "look_back", "delete"}),
    (Stage.LOOKING, "coach"): ("look", {"ready"}, FORM),
    (Stage.WAITING_FOR_TEACHER, "teacher"): ("look_back", {"pulse"}, FORM | {"coach", "delete"}),
    (Stage.WAITING_FOR_TEACHER, "coach"): (None, {"reopen"}, FORM),
    (Stage.WAITING_FOR_COACH, "teacher"): (None, {"reopen", "pulse"}, FORM | {"coach", "report_pdf", "delete"}),
    (Stage.WAITING_FOR_COACH, "coach"): ("look", {"ready"}, FORM),
    (Stage.READY, "teacher"): ("open", {"reopen", "pulse"}, FORM | {"coach", "report_pdf", "delete"}),
    (Stage.READY, "coach"): (None, {"reopen"}, FORM),
    (Stage.OPEN, "teacher"): ("together", set(), {"keys", "report_pdf", "delete"}),
    (Stage.OPEN, "coach"): ("together", set(), {"report_pdf"}),
    (Stage.LOOKED_BACK, "teacher"): ("together", set(), {"keys", "report_pdf", "delete"}),
    (Stage.LOOKED_BACK, "coach"): ("together", set(), {"report_pdf"}),
    (Stage.CANCELLED, "teacher"): (None, set(), {"delete"}),
    (Stage.CANCELLED, "coach"): (None, set(), set()),
}  # fmt: skip


@pytest.fixture
def page(client):
    def get(lesson, person, name="visit"):
        User.objects.update(language="en")
        client.force_login(person)
        address = reverse(name, args=[lesson.pk] if name == "visit" else [])
        return html.document_fromstring(client.get(address).content.decode())

    return get


# the same before a coach has answered, and after a no
ASKED_PAGES = {
    ("ahead", "teacher"): ("before", {"pulse"}, AHEAD | {"coach", "look_back", "delete"}),
    ("ahead", "coach"): (None, {"accept", "move", "decline"}, FORM | {"look"}),
    ("over", "coach"): (None, {"accept", "move", "decline"}, FORM | {"look"}),
    ("begun", "coach"): (None, {"accept", "decline"}, FORM | {"look"}),
    ("declined", "teacher"): (None, {"coach", "cancel", "before", "pulse"}, FORM | {"move", "look_back", "delete"}),
    ("declined, begun", "teacher"): (None, {"coach", "ready", "pulse"}, FORM | {"look_back", "delete", "report_pdf"}),
    ("declined, ready", "teacher"): (None, {"coach", "reopen", "pulse"}, FORM | {"delete", "report_pdf"}),
}  # fmt: skip


def made(stage, teacher, coach):
    days = {Stage.PROPOSED: 3, Stage.PLANNED: 3}.get(stage, 0)
    start = timezone.now() + timedelta(days=days)
    by = coach if stage == Stage.PROPOSED else teacher
    lesson = make_lesson(teacher, coach=coach, by=by, start=start, end=start + timedelta(minutes=50))
    return lesson if stage == Stage.PROPOSED else bring_to(stage, lesson)


def ways(tree, where):
    """The names of the addresses that links and forms there lead to."""
    found = tree.xpath(f"//main{where}//a/@href | //main{where}//form/@action")
    return {resolve(address).url_name for address in found if not address.startswith("#")}


@pytest.mark.parametrize(("stage", "role"), PAGES)
def test_one_main_thing_in_sight_and_nothing_that_can_be_done_is_lost(
    edition, teacher, coach, page, stage, role
):
    tree = page(made(stage, teacher, coach), teacher if role == "teacher" else coach)

    holds(tree, *PAGES[stage, role])


@pytest.mark.parametrize(("case", "role"), ASKED_PAGES)
def test_who_is_asked_answers_and_the_teacher_need_not_wait(edition, teacher, coach, page, case, role):
    tree = page(asked(case, teacher, coach), teacher if role == "teacher" else coach)

    holds(tree, *ASKED_PAGES[case, role])


def asked(case, teacher, coach):
    start = timezone.now() + timedelta(days=3 if case in ("ahead", "declined") else -1)
    end = start + timedelta(minutes=50)
    lesson = make_lesson(teacher, coach=coach, is_answered=False, start=start, end=end)
    if case not in ("ahead", "over", "declined"):
        factories.look_back(lesson)
    if case == "declined, ready":
        factories.teacher_ready(lesson)
    if case.startswith("declined"):
        actions.decline(lesson=lesson, by=coach)
    return lesson


def holds(tree, main, beside, folded):
    filled = tree.xpath("//main//*[contains(@class, 'mk-btn-go')]")
    to = [each.get("href") or each.xpath("ancestor::form/@action")[0] for each in filled]
    assert [resolve(address.partition("#")[0]).url_name for address in to] == ([main] if main else [])
    assert ways(tree, "//details[@id='more']") == folded
    assert ways(tree, "") - folded - {main} == beside


def test_every_stage_stands_in_that_table_for_both():
    assert {key[0] for key in PAGES} == set(Stage)
    assert len(PAGES) == 2 * len(Stage)


def test_it_is_called_as_on_the_start_page(edition, teacher, coach, page):
    later = timezone.now() + timedelta(days=2)
    lessons = [make_lesson(teacher, coach=coach), make_lesson(teacher, start=later, end=None)]
    for lesson in lessons:
        for person in filter(None, (teacher, coach if lesson.coach else None)):
            title = lesson.title_for(person)
            assert page(lesson, person).xpath("string(//h1)").strip() == title
    rows = page(None, teacher, "home").xpath("//main//h3")
    assert [row.text_content().strip() for row in rows] == [lessons[1].title_for(teacher)]


def test_deleting_stands_apart_from_cancelling_and_says_what_it_is(lesson, page):
    tree = page(lesson, lesson.teacher)
    [cancels] = tree.xpath("//details[@id='more']//a[contains(@href, '/cancel/')]/ancestor::ul")
    [deletes] = tree.xpath("//details[@id='more']//a[contains(@href, '/delete/')]/ancestor::ul")

    assert cancels is not deletes
    assert "Deleting is not cancelling" in deletes.getparent().text_content()


def test_looking_back_is_no_main_thing_before_the_lesson_and_can_be_done(edition, teacher, coach, page):
    lesson = make_lesson(teacher, coach=coach, start=timezone.now() + timedelta(days=3), end=None)
    back = f"//a[@href='{reverse('look_back', args=[lesson.pk])}']"
    tree = page(lesson, teacher)

    assert len(tree.xpath(back)) == 1
    assert len(tree.xpath(f"//details[@id='more']{back}")) == 1


def test_the_teacher_reads_all_of_the_own_preparation_and_the_coach_what_is_shared(lesson, page):
    factories.save(
        lesson,
        "teacher",
        factories.answer("pre.see", "", "De tafel achterin."),
        factories.answer("pre.small_choice", "", "Rondje achterin.", coach_may_read=True),
    )
    own, other = (page(lesson, person).xpath("string(//main)") for person in (lesson.teacher, lesson.coach))

    assert ("De tafel achterin." in own, "Rondje achterin." in own) == (True, True)
    assert ("De tafel achterin." in other, "Rondje achterin." in other) == (False, True)


@pytest.mark.parametrize("voice", Voice)
def test_its_preparation_is_that_of_the_pages_on_which_one_writes(lesson, voice):
    """It reads fewer answers than they do, and shows no other ones."""
    shared = factories.answer("pre.small_choice", "", "Rondje achterin.", coach_may_read=True)
    own = factories.answer("pre.see", "", "De tafel achterin.")
    factories.save(lesson, "teacher", shared, own, *lens("saf.other_views", "com.steps_first_step"))
    factories.record_everything(lesson, "coach")
    factories.record_something(lesson, "teacher")
    visit = access.visit(getattr(lesson, voice), lesson.pk)
    prepared, sheet = Prepared(visit, voice), Sheet(visit, voice)

    for name in ("shared_intentions", "own_intentions"):
        assert said(getattr(prepared, name)) == said(getattr(sheet, name))
    assert said(prepared.shared_intentions)
    chosen = [(need["key"], [row.key for row in rows]) for need, rows in prepared.chosen]
    assert chosen == [(need.theme["key"], [row.key for row in need.open]) for need in sheet.needs]
    assert sum(len(rows) for _need, rows in chosen) == 2


def said(rows):
    return [(row.wording, row.note) for row in rows]
