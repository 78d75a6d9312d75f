"""A line of the log as a sentence, for whoever reads it: names by their rows, so that who has gone is a
former colleague."""

from django.core.exceptions import FieldDoesNotExist
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from people import days
from people.audit import Done
from people.memberships import Membership
from people.schools import School

# {by} did it, to {who}: a person, or the school itself
SAYS = {
    Done.SIGNED_IN: _("{who} signed in."),
    Done.SIGNED_OUT: _("{by} signed {who} out everywhere."),
    Done.LINKED: _("{who} linked a school account."),
    Done.UNLINKED: _("{by} unlinked the school account of {who}."),
    Done.STEP_ADDED: _("{who} added a way to sign in."),
    Done.STEP_REMOVED: _("{by} took away how {who} signs in beside the password."),
    Done.INVITED: _("{by} invited {who}."),
    Done.UNINVITED: _("{by} withdrew the invitation to {who}."),
    Done.JOINED: _("{who} came in for the first time."),
    Done.NAMED: _("{by} gave {who} another name."),
    Done.ADDRESSED: _("{by} entered another address for {who}."),
    Done.ROLE_GIVEN: _("{by} gave {who} the role {role} in {team}."),
    Done.ROLE_ENDED: _("{by} ended the role {role} in {team} for {who}."),
    Done.ADMINISTERS: _("{by} made {who} an administrator."),
    Done.ADMINISTERS_NOT: _("{by} ended the task of administrator for {who}."),
    Done.EDITS: _("{by} gave {who} the task of making checklists."),
    Done.EDITS_NOT: _("{by} ended the task of making checklists for {who}."),
    Done.PAUSED: _("{by} paused {who}."),
    Done.RESUMED: _("{by} ended the pause for {who}."),
    Done.LEAVES: _("{by} entered a last day for {who}: {day}."),
    Done.STAYS: _("{by} withdrew the last day for {who}."),
    Done.CLOSED: _("{by} ended access for {who}."),
    Done.BROUGHT_BACK: _("{by} brought {who} back."),
    Done.GONE: _("{by} took away name and address of {who}."),
    Done.EXPORTED: _("{by} downloaded the list of people."),
    Done.SCHOOL: _("{by} changed the school."),
    Done.TEAM: _("{by} made the team {team}."),
    Done.DAYS: _("{by} changed periods or holidays."),
    Done.WORDS: _("{by} changed the judging words."),
    Done.SERVICE: _("{by} changed how the school signs in."),
}
BY_ONESELF = {
    Done.UNLINKED: _("{who} unlinked the school account."),
    Done.STEP_REMOVED: _("{who} took away a way to sign in."),
    Done.SIGNED_OUT: _("{who} signed out on all other devices."),
    Done.ADDRESSED: _("{who} chose another address."),
}
OF_THE_SCHOOL = {Done.CLOSED: _("{by} closed the school."), Done.GONE: _("{by} emptied the school.")}
WITHOUT_FACTS = {  # of who has gone
    Done.ROLE_GIVEN: _("{by} gave {who} a role."),
    Done.ROLE_ENDED: _("{by} ended a role for {who}."),
    Done.LEAVES: _("{by} entered a last day for {who}."),
    Done.TEAM: _("{by} changed a team."),
}
WITH_FACT = {
    (Done.STEP_ADDED, "totp"): _("{who} added codes of an app as a second step."),
    (Done.STEP_ADDED, "webauthn"): _("{who} added a passkey."),
    (Done.SCHOOL, "fields"): _("{by} changed the school: {fields}."),
    (Done.TEAM, "closed"): _("{by} closed the team {team}."),
    (Done.TEAM, "opened"): _("{by} opened the team {team} again."),
    (Done.DAYS, "holiday"): _("{by} changed the holidays."),
    (Done.DAYS, "period"): _("{by} changed the periods."),
    (Done.EXPORTED, "file"): _("{by} downloaded the list of people ({file})."),
    (Done.SERVICE, "anew"): _("{by} entered the service by which the school signs in."),
    (Done.SERVICE, "opened"): _("{by} opened signing in with school accounts."),
    (Done.SERVICE, "closed"): _("{by} closed signing in with school accounts."),
    (Done.TEAM, "was"): _("{by} gave the team {was} another name: {team}."),
}


def sentence(event, reader, link=lambda person, name, place: name):
    """`link` may make a link of a name, in the place of `by` or `who`."""
    says, facts = template(event), said(event.detail)
    for place, person in (("by", event.by), ("who", event.about)):
        begins = says.startswith(f"{{{place}}}")
        name = called(event, person, reader, is_subject=begins or place == "by")
        name = capfirst(name) if begins else name
        facts[place] = link(person, name, place) if is_named(event, person) else name
    return format_html(says, **facts)


def template(event):
    if event.about_id is None and event.what in OF_THE_SCHOOL:
        return str(OF_THE_SCHOOL[event.what])
    if event.by_id is not None and event.by_id == event.about_id and event.what in BY_ONESELF:
        return str(BY_ONESELF[event.what])
    if not event.detail and event.what in WITHOUT_FACTS:
        return str(WITHOUT_FACTS[event.what])
    facts = [event.detail.get("kind"), *event.detail]
    more = (WITH_FACT[event.what, fact] for fact in facts if (event.what, fact) in WITH_FACT)
    return str(next(more, SAYS[event.what]))


def is_named(event, person):
    return person is not None and person.left_at is None and person.school_id == event.school_id


def called(event, person, reader, is_subject):
    """Whoever keeps the installation may be of another school, which says nothing of itself here."""
    if person is None:
        return "Meekijken" if is_subject else gettext("the school")
    if person == reader:
        return pgettext("who did it", "you") if is_subject else pgettext("to whom it was done", "you")
    if person.school_id != event.school_id:
        return gettext("whoever keeps this installation")
    return person.name or gettext("a former colleague")


def said(detail):
    """What stands in `detail`, in the words of people; what is not there is three dots."""
    last = parse_date(detail.get("day") or "")
    return {
        "role": dict(Membership.Role.choices).get(detail.get("role"), "…"),
        "team": detail.get("team") or "…",
        "was": detail.get("was") or "…",
        "day": days.said(last) if last else "…",
        "file": detail.get("file") or "…",
        "fields": ", ".join(map(field_name, detail.get("fields", []))),
    }


def field_name(name):
    try:
        return str(School._meta.get_field(name).verbose_name)
    except FieldDoesNotExist:
        return name
