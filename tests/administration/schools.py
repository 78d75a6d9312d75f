"""Two schools on one installation, with somebody of every kind in each; and what one can see of the other.

What a school wrote has a bird in it, and nothing else has: kievit in the one, zwaluw in the other. Words of a
visit have a plant.
"""

import copy
import io
import zipfile
from collections import deque
from datetime import date, timedelta
from html import escape
from urllib.parse import quote

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from administration import inviting
from checklists.models import Checklist, Edition, JudgingWord
from observations.models import ToTell
from people.models import Holiday, School, Team, User
from reports.models import Period
from signing_in.models import OpenIDProvider
from tests import factories
from tests.once import made_once

BIRDS, PLANT = ("kievit", "zwaluw"), "lisdodde"
ADMINISTER = ("administrator", "administrator with a role", "operator")
TAKE_PART = ("teacher", "coach", "lead", "leaving", "invited", "not invited")
SHUT = ("paused", "gone")  # may not sign in
KINDS = (*ADMINISTER, *TAKE_PART, "closed", *SHUT)
OUTSIDE = {"sessions.Session", "people.SignedIn", "people.AuditEvent", "people.Count"}


@made_once
def two_schools(edition):
    """{"zwaluw teacher": …, "zwaluw team": …}"""
    return {f"{bird} {name}": row for bird in BIRDS for name, row in one_school(bird).items()}


def one_school(bird):
    school = factories.make_school(f"{bird.title()} College")
    teams = [factories.make_team(school, f"{bird.title()} {name}") for name in ("zorg", "techniek")]
    found = {"school": school, "team": teams[0], "other team": teams[1]} | somebody_of_each(bird, teams[0])
    found["visit"] = factories.make_lesson(
        found["teacher"], coach=found["coach"], subject=PLANT, group=f"{PLANT} 2b", place=PLANT
    )
    inviting.invite_again(person=found["invited"], by=found["administrator"])
    found["invited"].refresh_from_db()
    found["letter"] = ToTell.objects.get(person=found["invited"])
    first = date(timezone.localdate().year + 1, 4, 26)
    found["holiday"] = Holiday.objects.create(
        school=school, name=f"{bird}vakantie", first=first, last=first + timedelta(days=8)
    )
    found["period"] = Period.objects.create(school=school, start=first, end=first + timedelta(days=60))
    found["word"] = JudgingWord.objects.create(school=school, language="nl", word=f"{bird}achtig")
    found["closed team"] = Team.objects.create(
        school=school, name=f"{bird.title()} oud", closed_at=timezone.now()
    )
    found["service"] = a_service(bird, school, found["second administrator"])
    own = Checklist.objects.create(school=school, key="eigen", name_nl=f"{bird}lijst", name_en=f"{bird}lijst")
    found["asked"] = school.asked_for_place.create(
        email=f"vraagt@{bird}.example", name=f"{bird.title()} Vraagt"
    )
    found["edition"] = Edition.objects.create(checklist=own, number=1)
    return found


def a_service(bird, school, person):
    """Where nothing answers, and not open: the sign-in page names every school whose service is. That person
    has an account there, and a second step."""
    service = OpenIDProvider(
        school=school, issuer=f"http://127.0.0.1:9/{bird}", client_id=f"client of {bird}"
    )
    service.secret, service.domains = f"geheim van {bird}", [f"{bird}.example"]
    service.save()
    SocialAccount.objects.create(provider=service.provider_id, uid=f"subject of {bird}", user=person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": bird})
    return service


def somebody_of_each(bird, team):
    def person(name, **facts):
        return factories.make_person(f"{name} {bird.title()}", **({"school": team.school} | facts))

    lead = person("Lot", team=team, role="lead")
    found = {role: person(role.title(), team=team, role=role) for role in ("teacher", "coach")}
    found |= {
        "lead": lead,
        "administrator": person("Ada", is_administrator=True),
        "second administrator": person("Ida", is_administrator=True),
        "administrator with a role": factories.make_administrator(person("Bo", team=team, role="teacher")),
        "operator": person("Olga", is_administrator=True, is_superuser=True),
        "invited": person("Inge", team=team, role="teacher", invited_at=timezone.now()),
        "not invited": person("Nina", team=team, role="teacher"),
        "leaving": person(
            "Lena", team=team, role="teacher", leaves_on=timezone.localdate() + timedelta(days=9)
        ),
        "paused": person("Paul", team=team, role="teacher", is_active=False),
    }
    yesterday, now = timezone.localdate() - timedelta(days=1), timezone.now()
    found["closed"] = person("Cleo", is_administrator=True, leaves_on=yesterday, closed_at=now)
    found["gone"] = person("Gijs", team=team, role="teacher")
    found["gone"].email, found["gone"].name, found["gone"].is_active = None, "", False
    found["gone"].left_at = now
    found["gone"].save()
    User.objects.filter(school=team.school).exclude(
        pk__in=[found["invited"].pk, found["not invited"].pk]
    ).update(last_login=now)
    return found


def the_other(bird):
    return BIRDS[BIRDS.index(bird) - 1]


# --- the rows of one school ---------------------------------------------------------------------------------


def way_to_school(model):
    """The shortest way from a row to its school: `lesson__teacher__school`. None where there is none."""
    ways, seen = deque([(model, "")]), {model}
    while ways:
        here, way = ways.popleft()
        if here is School:
            return way or "pk"
        for field in sorted(here._meta.concrete_fields, key=lambda field: field.null):
            if field.is_relation and field.related_model not in seen:
                seen.add(field.related_model)
                ways.append((field.related_model, f"{way}__{field.name}" if way else field.name))
    return None


def ways():
    found = {model: way_to_school(model) for model in apps.get_models()}
    return {model: way for model, way in found.items() if way and model._meta.label not in OUTSIDE}


def rows_of(school):
    """All there is in the tables about one school."""
    return {
        model._meta.label: sorted(map(str, model._base_manager.filter(**{way: school.pk}).values_list()))
        for model, way in ways().items()
    }


# --- one request, and what came of it -----------------------------------------------------------------------


class Writes:
    """Whether anything was written that is not only about the request itself."""

    def __init__(self):
        self.tables = set()

    def __call__(self, execute, sql, params, many, context):
        verb, *words = sql.replace('"', "").split()
        if verb in ("INSERT", "UPDATE", "DELETE"):
            self.tables.add(words[0] if verb == "UPDATE" else words[1])
        return execute(sql, params, many, context)

    def other_than(self, tables):
        return {table for table in self.tables if table not in tables}


class Try:
    """Asks, looks what was changed, and takes it all back: the session too."""

    TRACES = {"django_session", "people_signedin", "people_auditevent", "people_count"}

    def __init__(self, client, method, address, body=None):
        cookies, writes, letters = copy.deepcopy(client.cookies), Writes(), len(mail.outbox)
        with transaction.atomic():
            with connection.execute_wrapper(writes):
                self.response = getattr(client, method)(address, body or {})
            self.wrote = writes.other_than(self.TRACES)
            self.rows = self.kept = None
            self.read()
            transaction.set_rollback(True)
        client.cookies = cookies
        self.letters, mail.outbox[letters:] = mail.outbox[letters:], []
        self.echoes = [address, *values(body or {})]

    def read(self):
        """In the transaction: the rows of both schools, if anything was written."""
        if self.wrote:
            self.rows = {school.name: rows_of(school) for school in School.objects.all()}

    @property
    def status(self):
        return self.response.status_code

    def changed(self, before):
        """{name of a school: the tables of it that are another} among those of `before`."""
        now = self.rows or before
        return {
            name: {table for table, rows in tables.items() if rows != now.get(name, {}).get(table)}
            for name, tables in before.items()
            if tables != now.get(name)
        }

    def says(self, *words):
        """Which of these stand in the answer, its headers or a letter, beside what was sent along."""
        text = f"{said(self.response)} {self.response.headers} {[(letter.to, letter.subject, letter.body) for letter in self.letters]}"
        text = text.lower()
        for echo in sorted(map(str.lower, self.echoes), key=len, reverse=True):
            for way in (echo, escape(echo), quote(echo), quote(echo, safe="")):
                text = text.replace(way, " ") if way else text
        return {word for word in words if word.lower() in text}


def values(body):
    for value in body.values():
        yield from map(str, value if isinstance(value, (list, tuple)) else [value])


def said(response):
    content = b"".join(response) if response.streaming else response.content
    if content[:2] != b"PK":
        return content.decode("utf-8", "replace")
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
