"""A visit's whole life as the letters it sends, each with its file; and files that are hard to read."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from letters.calendar import Event, Party, invitation

AMSTERDAM, BONAIRE = ZoneInfo("Europe/Amsterdam"), ZoneInfo("America/Kralendijk")
UID = "8c5f3f52-4a0e-4f43-9a3c-0d6c5f9f8a11"
APP = Party("Meekijken", "meekijken@school.example")
TEACHER = Party("Tijn Fictief", "tijn@fictief.example")
COACH = Party("Coba Fictief", "coba@fictief.example")
OTHER_COACH = Party("Joost Fictief", "joost@fictief.example")
PEOPLE = (TEACHER, COACH, OTHER_COACH)

WINTER = datetime(2027, 2, 9, 10, 15, tzinfo=AMSTERDAM)
SUMMER = datetime(2027, 7, 6, 8, 30, tzinfo=AMSTERDAM)
BACK = datetime(2027, 3, 29, 13, 45, tzinfo=AMSTERDAM)  # the day after the clock went forward
A_MINUTE = timedelta(minutes=1)


class Letter(NamedTuple):
    what: str
    event: Event

    @property
    def file(self):
        return invitation(self.event)


def letters_to(reader, *steps):
    """The letters this reader gets, in order: each with a sequence one higher, a minute later."""
    written = datetime(2027, 1, 28, 16, 2, 41, tzinfo=UTC)
    return [
        Letter(what, event(reader, sequence=number, at=written + number * A_MINUTE, state=state, start=start))
        for number, (what, state, start) in enumerate(steps)
    ]


def event(reader, **facts):
    url = f"https://meekijken.example/visits/{UID}/"
    lesson = {"uid": UID, "sequence": 0, "end": None, "at": WINTER, "state": "confirmed", "start": WINTER}
    return Event(**lesson | {"organizer": APP, "attendee": reader, "url": url} | facts)


TO_TEACHER = letters_to(
    TEACHER,
    ("asked", "tentative", WINTER),
    ("yes", "confirmed", WINTER),
    ("moved", "tentative", SUMMER),
    ("moved again", "confirmed", BACK),
    ("another coach", "tentative", BACK),
    ("cancelled", "cancelled", BACK),
)
TO_COACH = letters_to(
    COACH,
    ("asked", "tentative", WINTER),
    ("yes", "confirmed", WINTER),
    ("moved", "tentative", SUMMER),
    ("moved again", "confirmed", BACK),
    ("another coach", "cancelled", BACK),
    ("asked again", "tentative", BACK),
)
TO_OTHER_COACH = letters_to(
    OTHER_COACH,
    ("another coach", "tentative", BACK),
    ("cancelled", "cancelled", BACK),
)
LIVES = (TO_TEACHER, TO_COACH, TO_OTHER_COACH)
LATE = TO_TEACHER[2]  # "moved", which comes once more after all others
HAD, GONE = TO_COACH[3:5]

HOURS = [
    event(TEACHER, start=hour.replace(tzinfo=zone))
    for hour in (WINTER, SUMMER)
    for zone in (AMSTERDAM, BONAIRE)
]
# as typed: as it is to be read
NAMES = {
    'Tijn "de" Fictief': "Tijn de Fictief",
    "Fictief, Tijn; de": "Fictief, Tijn; de",
    "Tijn\r\nFictief": "Tijn Fictief",
    "Tijn d’Arçy-Ørsted": "Tijn d’Arçy-Ørsted",
    "Tijn\\nFictief^2": "Tijn/nFictief2",
    "Tijn 👩🏾‍🏫 " + "van de lange naam " * 5: "Tijn 👩🏾‍🏫 " + ("van de lange naam " * 5).strip(),
}
FEED = [
    event(TEACHER, uid="de-eerste", start=SUMMER, state="tentative"),
    event(TEACHER, uid="de-tweede", start=WINTER),
    event(TEACHER, uid="de-derde", start=BACK, state="cancelled", sequence=4),
]
