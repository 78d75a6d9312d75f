"""The checklist that the first school of the demo made of the shipped one: an edition in use, a draft of the
next, and what colleagues propose."""

import uuid

from django.db import transaction
from django.utils.translation import override

from checklists.models import Checklist, Edition, Kind
from home.demo.calendar import at, school_day
from home.demo.people import HERE
from people.models import User
from studio import drafts, ordering, proposing, taking, undo
from studio.models import Proposal

NAME = "Kijkwijzer Fictief College"
KEY = "own-fictief"
OWN = "own"  # of a visit, in its file
# {key: {field: words}}; what is in no shipped edition is a point of the school's own
IN_USE = {
    "saf.predictable_turns": {
        "text_nl": "De docent vertelt vooraf wie aan de beurt komt, en hoe.", "self_nl": "Ik vertel vooraf wie aan de beurt komt, en hoe.",
        "text_en": "The teacher says beforehand who will be asked, and how.", "self_en": "I say beforehand who will be asked, and how.",
    },
    "own.help": {
        "theme": "competence", "short_nl": "Zeggen waar hulp te vinden is", "short_en": "Saying where help can be found",
        "text_nl": "De docent zegt waar een student hulp vindt die vastloopt.", "self_nl": "Ik zeg waar een student hulp vindt die vastloopt.",
        "text_en": "The teacher says where a student who is stuck finds help.", "self_en": "I say where a student who is stuck finds help.",
        "look_for_nl": "‘Eerst je buur, dan de kaart op tafel, dan ik’; een teken voor ‘ik zit vast’.",
        "look_for_en": "“First your neighbour, then the card on the table, then me”; a sign for “I am stuck”.",
        "source": "Studiedag van het team, september",
    },
}  # fmt: skip
OFF = "aut.inviting_language"
NEXT = {
    "com.feedback_next_step": {"text_nl": "De docent noemt wat al lukt en één volgende stap."},
    "saf.small_before_whole": {
        "text_nl": "De docent laat studenten eerst alleen nadenken, en dan pas in de hele groep delen.",
        "text_en": "The teacher lets students think alone first, before sharing with the whole group.",
    },
}
# who, which line, what is proposed, and what was answered
PROPOSED = (
    ("noor", {"theme": "autonomy", "key": "", "text": "De docent laat een groepje zelf kiezen wie begint.", "why": "Bij praktijk wijs ik vaak iemand aan. Ik wil zien wat er gebeurt als ik dat niet doe."}, "Dank je. Hij staat in het concept, de Engelse vertaling volgt."),
    ("tijn", {"theme": "relatedness", "key": "", "text": "De docent komt in de eerste vijf minuten bij elke tafel langs.", "why": "De stille studenten zitten bij mij achterin. Dit zou ik graag van een collega terughoren."}, None),
)  # fmt: skip


def in_use(people):
    """The newest edition; None beside a demo of before there was one."""
    editions = Edition.objects.filter(checklist__school=people["coba"].school_id, checklist__key=KEY)
    editions = editions.select_related("checklist")
    return editions.filter(published_at__isnull=False).order_by("number").last()


@transaction.atomic
def make(people, shipped):
    """In use for some weeks, and the draft of the next edition; the shipped one, where who would make it
    has gone from a demo of before."""
    coba = editor(people)
    if not coba.edits_checklists:
        return shipped
    draft = drafts.copy(by=coba, edition=shipped, name=NAME)
    Checklist.objects.filter(pk=draft.checklist_id).update(key=KEY)
    for key, words in IN_USE.items():
        write(draft, coba, key, words)
    draft.items.filter(key=OFF).update(is_off=True)
    first = drafts.publish(by=coba, edition_id=draft.pk)
    Edition.objects.filter(pk=first.pk).update(published_at=at(school_day(-50), "16:20"))
    go_on(people, first)
    return first


def editor(people):
    """Coba, to whom the administrator gave that task."""
    User.objects.filter(pk=people["coba"].pk).update(is_editor=True)
    people["coba"].is_editor = True
    return people["coba"]


def write(draft, by, key, words):
    """As somebody writes it on the page of a line, so that it can be undone there."""
    line = draft.items.filter(key=key).first()
    if line is None:
        line = ordering.new_line(draft, (Kind.POINT, words["theme"], ""))
        line.key = f"own.{uuid.uuid5(HERE, key).hex[:10]}"
        undo.remember(draft, undo.ADDED, [line], by=by)
        taking.at_the_end(line)
    undo.remember(draft, undo.WROTE, [line], by=by)
    for field, text in words.items():
        setattr(line, field, text)
    line.revision += 1
    line.save()


def go_on(people, first):
    """What is not in use yet: the next edition, and what people propose."""
    draft = drafts.next_edition(by=people["coba"], edition=first)
    for key, words in NEXT.items():
        write(draft, people["coba"], key, words)
    for number, (who, facts, answer) in enumerate(PROPOSED):
        propose(people, first, number, who, facts, answer)


def propose(people, first, number, who, facts, answer):
    more = {"lang": "nl", "says_name": False}
    made = proposing.propose(by=people[who], edition=first, **facts, **more)
    if answer:
        said = {"proposal_id": made.pk, "answer": answer, "checklist": first.checklist}
        with override("nl"):
            proposing.take(by=people["coba"], **said)
        Proposal.objects.filter(pk=made.pk).update(answered_at=at(school_day(-2), "15:10"))
    Proposal.objects.filter(pk=made.pk).update(made_at=at(school_day(-6 + number), "12:35"))
