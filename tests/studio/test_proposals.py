"""A say: what a colleague proposes is read and answered, and whose it was stays unsaid unless they said
it may be."""

import pytest
from django.urls import reverse

from checklists.models import Edition
from people.models import School
from studio import drafts, undo
from studio.models import Proposal
from tests import factories
from tests.home.conftest import words

KEY = "com.steps_first_step"
NEW = {"theme": "safety", "text": "De docent kijkt rond en wacht.", "why": "Dat mis ik."}


@pytest.fixture
def editor(team):
    return factories.make_person("Ed Maker", team=team, role="coach", is_editor=True, language="en")


@pytest.fixture
def tess(team):
    return factories.make_person("Tess Leest", team=team, role="teacher", language="en")


@pytest.fixture
def own(editor, edition):
    """The school's own checklist, in use."""
    draft = drafts.copy(by=editor, edition=edition, name="Onze lijst")
    return drafts.publish(by=editor, edition_id=draft.pk)


def propose(client, by, edition, line="", **sent):
    client.force_login(by)
    address = reverse("checklist_propose", args=[edition.pk]) + (f"?line={line}" if line else "")
    return client.post(address, NEW | sent)


@pytest.fixture
def waits(client, tess, own):
    """A new point, and other words of one that is there."""
    propose(client, tess, own)
    propose(client, tess, own, line=KEY, text="Stap één staat er al.", why="")
    return dict(Proposal.objects.order_by("made_at").values_list("key", "pk"))


def answer(client, editor, pk, own, do, text=""):
    client.force_login(editor)
    sent = {"do": do, "answer": text, "into": own.checklist_id}
    return client.post(reverse("proposal", args=[pk]), sent)


def counted(school):
    return School.objects.get(pk=school.pk).open_proposals


def test_a_point_is_proposed_from_the_list_and_sent_twice_is_one(client, tess, own):
    for _twice in range(2):
        sent = propose(client, tess, own)

    proposal = Proposal.objects.get()
    assert sent["Location"] == reverse("proposal", args=[proposal.pk])
    assert (proposal.by, proposal.school, proposal.checklist) == (tess, tess.school, own.checklist)
    assert (proposal.key, proposal.theme, proposal.text, proposal.why) == ("", *NEW.values())
    assert (proposal.state, proposal.says_name, counted(tess.school)) == ("open", False, 1)


def test_other_words_begin_with_those_that_are_there(client, tess, own):
    client.force_login(tess)
    address = reverse("checklist_propose", args=[own.pk]) + f"?line={KEY}"
    now = own.items.get(key=KEY)

    assert now.text_en in words(client.get(address))
    same = client.post(address, {"text": now.text_nl})
    assert (same.status_code, "the words that are there now" in words(same)) == (422, True)
    client.post(address, {"text": "Stap één staat er al."})
    proposal = Proposal.objects.get()
    assert (proposal.key, proposal.theme) == (KEY, now.theme)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"text": ""}, "required"), ({"text": "⠀"}, "can be read"), ({"text": "x" * 301}, "300 fit"),
        ({"theme": ""}, "required"), ({"theme": "love"}, "valid choice"), ({"why": "y" * 1001}, "1000 fit"),
    ],
)  # fmt: skip
def test_what_cannot_be_comes_back_with_everything_still_there(client, tess, own, sent, said):
    page = propose(client, tess, own, **sent)

    assert (page.status_code, said in words(page)) == (422, True)
    assert all(value in page.content.decode() for value in (NEW | sent).values())
    assert not Proposal.objects.exists()


def test_nobody_proposes_for_a_draft_another_school_or_a_line_that_is_none(client, tess, own, editor, administrator):  # fmt: skip
    elsewhere = factories.make_team(factories.make_school("Andere"))
    stranger = factories.make_person("Vera Vreemd", team=elsewhere, role="teacher")
    draft = drafts.next_edition(by=editor, edition=own)
    hidden = own.items.filter(kind="prompt").first()

    refused = [
        propose(client, tess, draft), propose(client, stranger, own), propose(client, administrator, own),
        propose(client, tess, own, line="no.such"), propose(client, tess, own, line=hidden.key),
    ]  # fmt: skip
    assert [reply.status_code for reply in refused] == [404] * 5
    assert not Proposal.objects.exists()


def test_one_reads_ones_own_and_an_editor_those_of_the_school(client, tess, team, editor, waits):
    others = factories.make_person("Sam Bedacht", team=team, role="teacher")
    elsewhere = factories.make_team(factories.make_school("Andere"))
    stranger = factories.make_person("Vera Vreemd", team=elsewhere, role="coach", is_editor=True)

    found = {}
    for person in (tess, others, editor, stranger):
        client.force_login(person)
        pages = [client.get(reverse("proposal", args=[pk])).status_code for pk in waits.values()]
        listed = words(client.get(reverse("proposals")))
        found[person.short_name] = (*pages, NEW["text"] in listed)
    nothing, all_of_it = (404, 404, False), (200, 200, True)
    assert found == {"Tess": all_of_it, "Sam": nothing, "Ed": all_of_it, "Vera": nothing}


def test_how_many_wait_stands_in_the_menu_of_who_makes_checklists_alone(client, tess, editor, waits):
    for person, says in ((editor, True), (tess, False)):
        client.force_login(person)
        assert ("2 proposals wait" in client.get(reverse("me")).content.decode()) == says


def test_whose_it_is_no_page_of_an_editor_says_unless_it_may_be_said(client, tess, editor, own, waits):
    client.force_login(editor)
    for address in (reverse("proposals"), reverse("proposal", args=[waits[""]])):
        page = client.get(address).content.decode()
        assert [word for word in (tess.name, "Tess", str(tess.pk), tess.email) if word in page] == []
    assert "Proposed by a colleague on" in words(client.get(reverse("proposal", args=[waits[""]])))

    for number in range(3):  # with Tess, the editor and these five people: the team alone is no name
        factories.make_person(f"Nog {number}", team=tess.memberships.get().team, role="teacher")
    assert "a colleague of Team Zorg" in words(client.get(reverse("proposal", args=[waits[""]])))
    propose(client, tess, own, text="Met naam.", says_name="on")
    client.force_login(editor)
    named = Proposal.objects.get(says_name=True)
    assert "Proposed by Tess Leest on" in words(client.get(reverse("proposal", args=[named.pk])))


def test_taken_it_is_a_point_more_in_the_draft_that_says_where_it_comes_from(client, tess, editor, own, waits):  # fmt: skip
    for _twice in range(2):
        assert answer(client, editor, waits[""], own, "take", "Mooi gezien.").status_code == 302

    draft = Edition.objects.get(published_at=None)
    [line] = draft.items.filter(key__startswith="own.")
    assert (line.kind, line.theme, line.text_nl, line.text_en) == ("point", "safety", NEW["text"], "")
    assert line.source == "Proposed by a colleague."
    assert not own.items.filter(key=line.key).exists()
    proposal = Proposal.objects.get(pk=waits[""])
    assert (proposal.state, proposal.answer, proposal.answered_by) == ("taken", "Mooi gezien.", editor)
    assert counted(tess.school) == 1


def test_no_line_has_a_name_also_of_who_said_that_it_may_be_said(client, tess, editor, own):
    propose(client, tess, own, says_name="on")
    answer(client, editor, Proposal.objects.get().pk, own, "take")

    [line] = Edition.objects.get(published_at=None).items.filter(key__startswith="own.")
    assert line.source == "Proposed by a colleague."


def test_other_words_are_taken_for_that_point_under_its_key(client, editor, own, waits):
    before = own.items.get(key=KEY)
    answer(client, editor, waits[KEY], own, "take")

    line = Edition.objects.get(published_at=None).items.get(key=KEY)
    assert (line.text_nl, line.text_en) == ("Stap één staat er al.", before.text_en)
    assert line.revision == 1
    assert own.items.get(key=KEY).text_nl == before.text_nl


def test_what_was_taken_can_be_undone_in_the_draft(client, editor, own, waits):
    for pk in waits.values():
        answer(client, editor, pk, own, "take")
    draft = Edition.objects.get(published_at=None)
    for _both in range(2):
        undo.take_back(draft)

    assert draft.items.get(key=KEY).text_nl == own.items.get(key=KEY).text_nl
    assert not draft.items.filter(key__startswith="own.").exists()


def test_not_taken_says_why_and_who_proposed_it_reads_that_once_as_new(client, tess, editor, own, waits):
    silent = answer(client, editor, waits[""], own, "thank")
    assert (silent.status_code, "why you do not take it" in words(silent)) == (422, True)
    answer(client, editor, waits[""], own, "thank", "Dit staat er al, bij veiligheid.")

    client.force_login(tess)
    assert "there is an answer" in words(client.get(reverse("home")))
    page = words(client.get(reverse("proposal", args=[waits[""]])))
    assert ("Dit staat er al, bij veiligheid." in page, "Ed Maker" in page) == (True, True)
    assert "there is an answer" not in words(client.get(reverse("home")))
    assert not Edition.objects.filter(published_at=None).exists()


def test_that_an_editor_looks_is_not_that_it_was_read(client, editor, own, waits):
    answer(client, editor, waits[""], own, "thank", "Nu niet.")
    client.get(reverse("proposal", args=[waits[""]]))

    assert Proposal.objects.get(pk=waits[""]).seen_at is None


def test_who_makes_no_checklists_answers_none(client, tess, own, waits):
    assert answer(client, tess, waits[""], own, "take").status_code == 404
    assert Proposal.objects.filter(state="open").count() == 2


def test_where_the_school_has_no_checklist_of_its_own_it_says_what_comes_first(client, tess, editor, edition):
    propose(client, tess, edition)
    proposal = Proposal.objects.get()
    client.force_login(editor)
    page = client.get(reverse("proposal", args=[proposal.pk]))
    assert ("no checklist of its own yet" in words(page), "Take it into" in words(page)) == (True, False)
    sent = client.post(reverse("proposal", args=[proposal.pk]), {"do": "take"})

    assert (sent.status_code, "First make a checklist" in words(sent)) == (422, True)


def test_of_another_schools_checklist_nothing_is_made(client, editor, own, waits):
    elsewhere = factories.make_team(factories.make_school("Andere"))
    stranger = factories.make_person("Vera Vreemd", team=elsewhere, role="coach", is_editor=True)
    theirs = drafts.copy(by=stranger, edition=own, name="Elders")
    sent = answer(client, editor, waits[""], theirs, "take")

    assert sent.status_code == 422
    assert theirs.items.filter(key__startswith="own.").count() == 0


def test_it_is_withdrawn_until_it_is_answered_and_by_nobody_else(client, tess, editor, own, waits):
    address = reverse("proposal_withdraw", args=[waits[""]])
    client.force_login(editor)
    client.post(address)
    assert Proposal.objects.count() == 2
    client.force_login(tess)
    for _twice in range(2):
        assert client.post(address)["Location"] == reverse("proposals")
    assert (Proposal.objects.count(), counted(tess.school)) == (1, 1)

    answer(client, editor, waits[KEY], own, "thank", "Nu niet.")
    client.force_login(tess)
    client.post(reverse("proposal_withdraw", args=[waits[KEY]]))
    assert Proposal.objects.count() == 1


def test_the_page_before_the_lesson_leads_there(client, lesson):
    client.force_login(lesson.teacher)
    page = client.get(reverse("before", args=[lesson.pk])).content.decode()

    assert reverse("checklist_propose", args=[lesson.edition_id]) in page


def test_lists_take_as_many_queries_for_many(client, tess, editor, own, django_assert_num_queries):
    for number in range(12):
        propose(client, tess, own, text=f"Zin {number}.")
    for person in (tess, editor):
        client.force_login(person)
        client.get(reverse("me"))
        with django_assert_num_queries(3):  # the person; what waits, what was answered
            client.get(reverse("proposals"))
