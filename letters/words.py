"""What each letter says, for whom. Nothing of an account, a question or a need; no reason is asked, nothing
is urged.

`{name}` is the other one in full, `{short}` what people call them, `{you}` the reader, `{school}` where they
work, `{day}` the day that it is about: the last one of a key or an invitation, the one on which somebody
wanted to look back.
"""

from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

from observations.models import News
from observations.telling import CHOSEN, FACTS

TEACHER, COACH, OWN, ALONE, ANYBODY = "teacher", "coach", "own", "alone", ""
TOLD, FORGOTTEN = "told", "forgotten"  # who is asked nothing; of a visit that is gone for ever
SCHOOL = "school"  # not one person goes, but all
AGAIN = "again"  # a reminder
# who operates the installation invites somebody of another school
OUTSIDE, OUTSIDE_AGAIN = "outside", "outside_again"
MAIN, ANSWER, LINK = "main", "answer", "link"


class Way(NamedTuple):
    """To the thing itself. One main way where there is something to do, answers that look alike where
    something is asked, and else a link."""

    label: str
    url_name: str
    place: str = ""  # where on that page
    look: str = LINK


class Words(NamedTuple):
    """`subject` stands above the letter and in it; `said` are paragraphs, `soft` is the small print below."""

    subject: str
    said: tuple
    ways: tuple = ()
    soft: tuple = ()


def main(label, url_name, place=""):
    return (Way(label, url_name, place, MAIN),)


APPOINTMENT = (Way(_("View the appointment"), "visit"),)
VISIT = (Way(_("To the visit"), "visit"),)
START = (Way(_("To the start page"), "home"),)
# three answers that look alike, so that none is the one to give; each leads to a page that asks once more
ANSWERS = (
    Way(_("Yes, welcome"), "visit", "answer", ANSWER),
    Way(_("Another moment"), "move", "", ANSWER),
    Way(_("Not now"), "cancel", "", ANSWER),
)
ANSWERS_OF_COACH = (
    Way(_("Yes, I look along"), "visit", "answer", ANSWER),
    Way(_("Another moment"), "move", "", ANSWER),
    Way(_("No, not this time"), "decline", "", ANSWER),
)
NO_REASON = _("You need not give a reason.")
NOTHING_FIXED = _("You decide. Until then nothing is fixed.")
# said where the teacher offered more than one; these follow
OTHERS = _("You may choose another lesson instead. {short} also offers:")
# the visit stands by the teacher's word, and waits for no coach (docs/adr/0041)
NOTHING_FIXED_FOR_YOU = _("You decide. Until then nothing is fixed for you.")
ONCE = _("This is the only reminder.")
# choosing a password there is all there is to do
WELCOME = main(_("Go to Meekijken"), "welcome")
UP_TO = _(
    "The button works up to and including {day}. Is this not meant for you? Then you need not do anything."
)
NOTHING_SHOWN = _(
    "Only the teacher of a lesson opens what the two of you write about it. Until then each reads only their own story."
)
GONE = _(
    "Nobody can open it any more. A day after it was deleted, all that was written in it is taken away. What somebody downloaded of it stays where it is."
)
# said of a letter that brings a calendar file, to who did it
CALENDAR_FOLLOWS = _("This letter is for your calendar, so that it follows.")
TAKE_ALONG = _("Your stories, reports and small steps are yours: take them along as PDFs and as a file.")
NOT_SO = _("Is this not right? Tell your school’s administrator.")
# said where there is one
MESSAGE = _("{short} also left a message for you. You read it after signing in.")
FOOT = _(
    "A visit is for learning together, not for judging. Nothing of what was seen or written in it is in this letter; you read that only after signing in."
)

LETTERS = {
    (News.PROPOSED, TEACHER): Words(_("{name} would like to look along with you"), (NOTHING_FIXED,), ANSWERS, (NO_REASON,)),
    (News.PROPOSED, COACH): Words(_("{name} asks you to look along"), (NOTHING_FIXED_FOR_YOU,), ANSWERS_OF_COACH, (NO_REASON,)),
    (News.AGREED, TEACHER): Words(_("{name} looks along with you"), (_("{short} says yes to this moment."),), APPOINTMENT),
    (News.AGREED, CHOSEN): Words(_("{name} looks along with you"), (_("{short} chose this one of the lessons that you offered."),), APPOINTMENT),
    (News.AGREED, COACH): Words(_("You look along with {name}"), (_("{short} says yes to this moment."),), APPOINTMENT),
    (News.AGREED, OWN): Words(_("You agreed on a moment with {name}"), (_("You said yes to this moment."),), APPOINTMENT),
    (News.AGREED, ALONE): Words(_("Your visit is settled"), (_("You said yes to this moment."),), APPOINTMENT),
    (News.MOVED, TEACHER): Words(_("{name} asks for another moment"), (_("The moment of before no longer holds. You decide about this one; until then nothing is fixed."),), ANSWERS, (NO_REASON,)),
    (News.MOVED, COACH): Words(_("{name} chose another moment"), (_("The lesson is at another time. You decide whether you look along then."),), ANSWERS_OF_COACH, (NO_REASON,)),
    (News.MOVED, TOLD): Words(_("{name} chose another moment"), (_("Your visit has another time."),), APPOINTMENT),
    (News.MOVED, FACTS): Words(_("Your visit with {name} has changed"), (_("{short} changed the room, the group or the subject. The moment stays as it was."),), APPOINTMENT),
    (News.MOVED, ALONE): Words(_("You chose another moment"), (_("Your visit has another time."),), APPOINTMENT),
    (News.MOVED, OWN): Words(_("You chose another moment"), (_("Your visit with {short} has another time."),), APPOINTMENT),
    (News.DECLINED, ANYBODY): Words(_("{name} would rather have no visit now"), (_("The moment is free again."),), VISIT),
    (News.DECLINED, TEACHER): Words(_("{name} cannot look along this time"), (_("The visit stays yours, and so does what you prepared. You choose how to go on: ask somebody else, go on alone, or cancel."),), main(_("Choose how to go on"), "visit", "answer")),
    (News.DECLINED, OWN): Words(_("You said: not now"), (_("You have no visit with {short} at this moment."),)),
    (News.CANCELLED, ANYBODY): Words(_("Your visit with {name} does not go on"), (_("{short} cancelled it. The moment is free again."),), VISIT),
    (News.CANCELLED, ALONE): Words(_("You cancelled your visit"), (_("The moment is free again."),), VISIT),
    (News.CANCELLED, OWN): Words(_("You cancelled your visit with {name}"), (_("The moment is free again."),), VISIT),
    (News.NOT_COACH, ANYBODY): Words(_("You no longer look along with {name}"), (_("{short} chose otherwise for this lesson. You need not do anything more. If you wrote something, it stays yours and nobody else reads it."),), START),
    (News.TURN, TEACHER): Words(_("It is your turn"), (_("{short} is ready with the story of your lesson. You can look back, in your own words."),), main(_("Look back on your lesson"), "look_back"), (_("You can stop, and go on later. Only when you are both ready can you open it; then you read each other."), _("Not now? Then you need not do anything."))),
    (News.TURN, COACH): Words(_("It is your turn"), (_("{short} has looked back. You can finish your story too, in your own words."),), main(_("Finish your story"), "look"), (_("Only when you are both ready can {short} open it; then you read each other."), _("Not now? Then you need not do anything."))),
    (News.READY, TEACHER): Words(_("You are both ready"), (_("{short} is ready too. You decide when you open it together; then you both read."),), main(_("Go and open together"), "visit", "open")),
    (News.READY, COACH): Words(_("You are both ready"), (_("{short} is ready too, and decides when you open it together. Then you both read."),), main(_("To your story"), "visit", "story")),
    (News.OPENED, COACH): Words(_("{name} opened your visit"), (_("From now on you both read both stories."),), main(_("Read it together"), "together")),
    (News.REPLY, ANYBODY): Words(_("{name} replied to you"), (_("It is on the page that you read together."),), main(_("Read the reply"), "together")),
    (News.STEP_DAY, TEACHER): Words(_("You wanted to look back on a small step"), (_("You chose {day} as the day to see how it went."),), main(_("How did it go?"), "step_back"), (_("Not tried yet? That may be, too."),)),
    (News.RELEASED, ANYBODY): Words(_("{name} shares something with you"), (_("It is of a visit to a lesson, and meant for learning from each other."),), main(_("Read what is shared"), "released")),
    (News.NEWCOMER, ANYBODY): Words(_("There is a question for you"), (_("Somebody came to your team after you gave a key. You say whether this person may read what you share."),), main(_("To the question"), "home"), (_("As long as you do not answer, this person reads nothing of it."),)),
    (News.KEY_ENDS, TEACHER): Words(_("Your key ends soon"), (_("You gave a key up to and including {day}. After that nobody can read it with this key."),), main(_("View your keys"), "keys"), (_("Is that all right? Then you need not do anything."),)),
    (News.DELETED, ANYBODY): Words(_("{name} deleted a visit"), (GONE,)),
    (News.DELETED, FORGOTTEN): Words(_("{name} deleted a visit"), (_("It is gone, with all that was written in it."),)),
    (News.DELETED, OWN): Words(_("You deleted a visit"), (GONE,)),
    (News.BACK, COACH): Words(_("{name} brought a visit back"), (_("It is there again, with all that was written."),), APPOINTMENT),
    (News.BACK, OWN): Words(_("You brought a visit back"), (_("It is there again, with all that was written."),), APPOINTMENT),
    (News.INVITED, ANYBODY): Words(_("You can join in Meekijken"), (_("Hello {you}, {name} of {school} made a place for you. In Meekijken colleagues look along in a lesson, to learn together."),), WELCOME, (UP_TO, NOTHING_SHOWN)),
    (News.INVITED, AGAIN): Words(_("Your place in Meekijken is still there"), (_("Hello {you}, a week ago {name} of {school} made a place for you. In Meekijken colleagues look along in a lesson, to learn together."),), WELCOME, (UP_TO, ONCE)),
    (News.INVITED, OUTSIDE): Words(_("You can join in Meekijken"), (_("Hello {you}, {name}, who looks after this installation of Meekijken, made a place for {school} and for you. In Meekijken colleagues look along in a lesson, to learn together."),), WELCOME, (UP_TO, NOTHING_SHOWN)),
    (News.INVITED, OUTSIDE_AGAIN): Words(_("Your place in Meekijken is still there"), (_("Hello {you}, a week ago {name}, who looks after this installation of Meekijken, made a place for {school} and for you. In Meekijken colleagues look along in a lesson, to learn together."),), WELCOME, (UP_TO, ONCE)),
    (News.LEAVING, ANYBODY): Words(_("You leave on {day}"), (_("Your school says that {day} is your last day. Until the end of that day everything works as always."), TAKE_ALONG), main(_("Take along what is yours"), "take_along"), (_("After that day you can still take it along, for two weeks. Then it goes for good."), NOT_SO)),
    (News.CLOSED, ANYBODY): Words(_("Meekijken is closed for you"), (_("Your school says that you have left. Up to and including {day} you can still sign in for one thing: to take along what is yours. Then it goes for good."), TAKE_ALONG), main(_("Take along what is yours"), "take_along"), (NOT_SO,)),
    (News.LEAVING, SCHOOL): Words(_("Your school stops with Meekijken on {day}"), (_("Until the end of that day everything works as always."), TAKE_ALONG), main(_("Take along what is yours"), "take_along"), (_("After that day you can still take it along, for two weeks. Then it goes for good."),)),
    (News.CLOSED, SCHOOL): Words(_("Your school has stopped with Meekijken"), (_("Up to and including {day} you can still sign in for one thing: to take along what is yours. Then it goes for good."), TAKE_ALONG), main(_("Take along what is yours"), "take_along")),
    (News.STAYING, ANYBODY): Words(_("You stay with Meekijken after all"), (_("You can go on. What you wrote is there as it was."),), START, (_("Keys that ended stay ended, and visits that were called off too. You can give and plan them anew."),)),
}  # fmt: skip

MOVES = [LETTERS[News.MOVED, reader] for reader in (TEACHER, COACH, TOLD)]


def words_for(kind, *readers):
    """Of one letter, for the first of these that it has words for."""
    for voice in readers:
        if (kind, voice) in LETTERS:
            return LETTERS[kind, voice]
    raise LookupError(f"no letter says {kind} to any of {readers}")
