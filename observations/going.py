"""What becomes of the visits, and of what is to be told, when somebody goes (docs/adr/0051)."""

from django.utils import timezone

from observations import access, actions
from observations.models import ABOUT_GOING, Admission, Appointment, Observation, ToTell, Voice


def end_visits_to_come(person):
    """Those as the teacher are cancelled, and so is what was only proposed. Where this person was to look
    along the visit stays the teacher's, who chooses how to go on (docs/adr/0041)."""
    for lesson in access.visits_of(person).filter(opened_at=None, cancelled_at=None).with_accounts():
        is_coach = lesson.voice_of(person) == Voice.COACH
        if is_coach and lesson.accepted_at:
            actions.step_back(lesson=lesson, by=person)
        elif not lesson.is_begun and (is_coach or lesson.start > timezone.now()):
            actions.cancel(lesson=lesson, by=person)


def tell_no_more(person):
    """But about the account itself."""
    waiting = ToTell.objects.untold().filter(person=person).exclude(kind__in=ABOUT_GOING)
    waiting.update(told_at=timezone.now(), is_void=True)


def empty(person):
    """Of visits of others: what nobody else could read goes, and what was to be told. What was written as
    their coach, and who read what, stays without a name."""
    Observation.objects.filter(author=person, set_aside_at__isnull=False).delete()
    Admission.objects.filter(teacher=person).delete()
    Appointment.objects.filter(person=person).delete()
    ToTell.objects.filter(person=person).delete()
    ToTell.objects.filter(by=person).update(by=None)
