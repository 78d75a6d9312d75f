"""The demo, and a row of every model that it has none of, with what databases write each in their own way."""

import sys
import uuid
from datetime import UTC, date, datetime, time, timedelta

from django.apps import apps
from django.core.management import call_command
from django.db import connection, models
from django.test import Client

from observations.models import Moment
from people.models import User

ODD = 'Zoë zei: "\'t is \\N, 100%"\n\t– 🙂'
THEN = datetime(2026, 11, 29, 22, 59, 59, 123_457, UTC)
VALUES = {
    models.UUIDField: uuid.UUID("0f" * 16),
    models.DateTimeField: THEN,
    models.DateField: date(2026, 2, 28),
    models.TimeField: time(23, 59, 59, 999_999),
    models.DurationField: timedelta(microseconds=1),
    models.JSONField: {"b": [ODD, None, 0.1], "a": {}},
    models.BinaryField: bytes(range(256)),
    models.BooleanField: True,
    models.EmailField: "zoe@school.example",
    models.URLField: "https://school.example/",
    models.GenericIPAddressField: "2001:db8::1",
}

NONE = {"reports.Bundle.lesson", "observations.OfferedLesson.end"}  # one of two; later than its begin


def run():
    call_command("load_demo", stdout=sys.stderr)
    Moment.objects.filter(pk=Moment.objects.earliest("pk").pk).update(text=ODD, noted_at=THEN)
    client = Client(HTTP_HOST="localhost")
    client.force_login(
        User.objects.get(email="coba@fictief.example"), "allauth.account.auth_backends.AuthenticationBackend"
    )
    with connection.constraint_checks_disabled():
        for model in moved():
            of(model)
    session = client.session.session_key
    connection.close()  # nothing stays in its log
    return {"session": session}


def moved():
    return apps.get_models(include_auto_created=True)


def of(model):
    """The key of a row of this model, which is made if need be."""
    rows = model._base_manager.order_by("pk").values_list("pk", flat=True)
    if not rows.exists():
        fill(model)
    return rows.first()


def fill(model):
    """Past all forms and actions, but not past what the database demands."""
    fields = [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]
    model._base_manager.bulk_create([model(**{field.attname: value(field) for field in fields})])


def value(field):
    if str(field) in NONE:
        return None
    if field.is_relation:
        return of(field.related_model)
    if field.choices:
        return next(key for key, _name in field.flatchoices if key)
    if isinstance(field, (models.IntegerField, models.FloatField)):
        return 2
    kind = next((kind for kind in type(field).__mro__ if kind in VALUES), None)
    return VALUES[kind] if kind else ODD[: field.max_length]
