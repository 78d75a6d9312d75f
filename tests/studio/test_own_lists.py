"""Every page and paper goes with a list that a school made itself, however odd: a real visit, from planning
it to its PDF."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from lxml import html

from checklists.models import Item, Kind, Suggestion
from observations.models import Lesson, Voice
from observations.savers import NOT_NOW, SAVED
from people.models import User
from studio import drafts
from tests import factories
from tests.factories import fresh, record_everything
from tests.pdf_structure import problems
from tests.pdf_words import words_of
from tests.pulse.conftest import HELPED, pulse_of

NEEDED = {"open.share", "ref.focus", "coach.focus", "coach.curious", "open.next"}


def one_point(draft):
    """No signals, no small choices, no questions, no English: one point with a wording and nothing else."""
    Suggestion.objects.filter(edition=draft).update(is_off=True)
    keep = draft.items.filter(kind=Kind.POINT).first()
    fixed = Kind.VISIT_CHECK, Kind.MEANING, Kind.PULSE_OPEN
    draft.items.exclude(pk=keep.pk).exclude(kind__in=fixed).exclude(key__in=NEEDED).update(is_off=True)
    empty = dict.fromkeys(
        ("self_nl", "self_en", "short_nl", "short_en", "look_for_nl", "look_for_en", "source", "text_en"), ""
    )
    draft.items.filter(pk=keep.pk).update(**empty)
    draft.items.update(text_en="", self_en="", short_en="", look_for_en="")


def sixty_in_a_need(draft):
    """All in one need, none of them core, the others without any."""
    draft.items.filter(kind=Kind.POINT).update(is_off=True)
    Item.objects.bulk_create(
        Item(edition=draft, order=1000 + n, kind=Kind.POINT, theme="autonomy", key=f"own.{n:010}", text_nl=f"Punt {n}: de docent laat studenten {n} dingen kiezen.", default=False)
        for n in range(60)
    )  # fmt: skip


def begun_anew(draft):
    draft.items.exclude(kind__in=drafts.KEPT_ANEW).delete()
    draft.suggestions.all().delete()
    Item.objects.create(
        edition=draft,
        order=1,
        kind=Kind.POINT,
        theme="safety",
        key="own.0000000001",
        text_nl="De docent wacht op een antwoord.",
    )


def no_signals(draft):
    draft.items.filter(kind__in=[Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE, Kind.MEANING]).update(is_off=True)


def no_pulse(draft):
    draft.items.filter(kind__in=[Kind.PULSE, Kind.PULSE_OPEN]).update(is_off=True)


def nasty(draft):
    """Words that a page could take for something of its own."""
    words = '</textarea><script>alert(1)</script> \ue000nothing\ue001 value="seen" {{ 1 }} {% x %} %s {name}'
    texts = {f"{name}_{lang}": words for name in ("text", "self", "look_for") for lang in ("nl", "en")}
    draft.items.filter(key__startswith="com.").update(**texts)
    draft.items.filter(kind__in=[Kind.SIGNAL, Kind.GROWTH, Kind.RESPONSE, Kind.PROMPT]).update(**texts)
    draft.suggestions.update(text_nl=words, text_en=words)


LISTS = [one_point, sixty_in_a_need, begun_anew, no_signals, no_pulse, nasty]


@pytest.fixture(params=LISTS, ids=lambda make: make.__name__)
def own(request, team, edition):
    return make_own(team, edition, request.param)


def make_own(team, edition, change):
    editor = factories.make_person("Ed Maker", team=team, role="coach", is_editor=True)
    draft = drafts.copy(by=editor, edition=edition, name="Onze lijst")
    change(draft)
    return drafts.publish(by=editor, edition_id=draft.pk)


@pytest.fixture(params=["nl", "en"])
def language(request, teacher, coach):
    User.objects.update(language=request.param)
    return request.param


def read(client, person, name, *args, query=""):
    """The page, which stands, and says nothing empty."""
    client.force_login(User.objects.get(pk=person.pk))
    reply = client.get(reverse(name, args=args) + query)
    assert reply.status_code == 200, (name, reply.status_code)
    if reply.headers["Content-Type"].startswith("text/html"):
        assert empty_parts(reply) == [], name
    return reply


def empty_parts(reply):
    """Headings, labels and lists of the page without a word in them."""
    main = html.document_fromstring(reply.content.decode()).xpath("//main")[0]
    return [
        html.tostring(part).decode()[:120]
        for part in main.xpath(
            ".//h1|.//h2|.//h3|.//h4|.//summary|.//label|.//ul|.//ol|.//legend|.//option[position()>1]|.//section"
        )
        if not part.text_content().strip()
        and not part.xpath(
            ".//*[@aria-label]|.//input|self::*[@data-moments]|self::*[@hidden]|ancestor::*[@hidden]"
        )
    ]


def test_a_visit_goes_from_planning_it_to_its_paper(client, own, edition, teacher, coach, language):
    planned = read(client, teacher, "plan")
    assert planned.context["form"]["edition"].value() in (None, own.pk)
    assert str(planned.context["form"].fields["edition"].choices[0][0]) == str(own.pk)
    lesson = factories.make_lesson(teacher, coach=coach, edition=own)
    for person in (teacher, coach):
        read(client, person, "visit", lesson.pk)
    read(client, teacher, "before", lesson.pk)
    read(client, teacher, "pulse", lesson.pk)
    lens = [{"type": "lens", "item": item.key, "chosen": True} for item in lesson.content.points[:6]]
    assert {row.status for row in factories.save(lesson, "teacher", *lens)} == {SAVED}
    read(client, coach, "look", lesson.pk)
    read(client, teacher, "look_back", lesson.pk)
    for voice in ("coach", "teacher"):
        assert {row.status for row in record_everything(fresh(lesson), voice)} <= {
            SAVED,
            NOT_NOW,
        }  # before is over
    for person, page in ((coach, "look"), (teacher, "look_back")):
        read(client, person, page, lesson.pk)
    for step in (factories.coach_ready, factories.teacher_ready, factories.open_it):
        step(fresh(lesson))
    opened(client, fresh(lesson), teacher, coach, language)


def opened(client, lesson, teacher, coach, language):
    for person in (teacher, coach):
        for name in ("together", "everything", "talk", "visit"):
            read(client, person, name, lesson.pk)
        for part in ("relatedness", "competence", "autonomy", "safety", "lesson"):
            read(client, person, "need", lesson.pk, part)
        paper = read(client, person, "report_pdf", lesson.pk, query=f"?lang={language}").content
        assert problems(paper) == []
    first = lesson.content.points[0]
    named = getattr(first, f"short_{language}") or getattr(first, f"text_{language}") or first.text_nl
    assert re.sub(r"\W+", "", named) in re.sub(r"\W+", "", words_of(paper))
    read(client, teacher, "echo", lesson.pk)
    read(client, teacher, "line")
    read(client, teacher, "data")
    read(client, teacher, "keys", lesson.pk)
    for voice in Voice:
        read(client, teacher, "form", lesson.edition_id, voice)
        assert (
            problems(
                read(client, teacher, "form_pdf", lesson.edition_id, voice, query=f"?lang={language}").content
            )
            == []
        )


def test_a_class_is_not_asked_nothing(client, team, edition, teacher, coach):
    """Where no sentence is always asked and none was chosen, the pulse stays closed and says why."""
    own = make_own(team, edition, lambda draft: draft.items.filter(kind=Kind.PULSE).update(is_off=True))
    lesson = factories.make_lesson(teacher, coach=coach, edition=own)
    client.force_login(teacher)

    reply = client.post(reverse("pulse", args=[lesson.pk]), {"open": "1", "minutes": "15"})

    assert reply.status_code == 423
    assert not pulse_of(lesson).is_opened
    client.post(reverse("pulse", args=[lesson.pk]), {"open": "1", "minutes": "15", "questions": [HELPED]})
    assert pulse_of(lesson).is_opened


# --- which list a visit is planned with -------------------------------------------------------------


def chosen(client, person, name="plan"):
    form = read(client, person, name).context["form"]
    return str(form["edition"].value() or form.fields["edition"].choices[0][0])


@pytest.mark.parametrize("who", ["teacher", "coach"])
def test_the_schools_own_newest_is_chosen_and_then_that_of_last_time(
    client, team, edition, teacher, coach, who
):
    person, page = (teacher, "plan") if who == "teacher" else (coach, "propose")
    factories.make_lesson(teacher, coach=coach, edition=edition)
    own = make_own(team, edition, lambda draft: None)
    assert chosen(client, person, page) == str(own.pk)

    start = timezone.now() + timedelta(days=1)
    factories.make_lesson(teacher, coach=coach, edition=edition, start=start, end=None)

    assert chosen(client, person, page) == str(edition.pk)


def test_practice_is_with_the_schools_own_list(client, team, edition, coach):
    own = make_own(team, edition, lambda draft: None)
    client.force_login(coach)
    client.post(reverse("practice"), {"voice": "coach"})

    assert Lesson.with_practice.get(teacher=coach).edition == own


def test_the_page_of_a_visit_says_that_it_goes_with_the_schools_own_list(
    client, team, edition, teacher, coach
):
    own, shipped = make_own(team, edition, one_point), str(edition.checklist)

    pages = [
        read(
            client, coach, "visit", factories.make_lesson(teacher, coach=coach, edition=each).pk
        ).content.decode()
        for each in (own, edition)
    ]

    assert [str(own.checklist) in page for page in pages] == [True, False]
    assert [shipped in page for page in pages] == [False, False]
