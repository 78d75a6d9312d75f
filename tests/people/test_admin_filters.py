"""What stands in the address of an administrator's list tells nothing of a visit: only the filters that the
list shows are taken."""

import re
import uuid

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from observations.models import Voice
from reports.models import Period
from tests import factories
from tests.factories import bring_to

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def opened(lesson):
    """A visit with an account of both, so that there is something to find."""
    return bring_to("open", lesson)


def relations(model):
    """Every way from a row to rows of another table, those that have no name in the program too."""
    return [
        field
        for field in model._meta.get_fields(include_hidden=True)
        if field.is_relation and field.related_model
    ]


def lookups(model):
    """Over one relation and over two: the relation itself, what is in the row there, and whether there is
    one."""
    for first in relations(model):
        yield from (first.name, f"{first.name}__pk", f"{first.name}__isnull", f"{first.name}__id__in")
        yield from (
            f"{first.name}__{second.name}"
            for second in first.related_model._meta.get_fields(include_hidden=True)
        )
        yield from (f"{first.name}__{second.name}__isnull" for second in relations(first.related_model))


def declared(model):
    return {
        name for name in lookups(model) if admin.site.get_model_admin(model).lookup_allowed(name, "1", None)
    }


def address(model, name="changelist", *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def same(response):
    """The answer without what is new in each: the token of a form, and the address that was asked for."""
    html = re.sub(r'(name="(?:csrfmiddlewaretoken|next)" value=)"[^"]+"', r"\1", response.content.decode())
    return response.status_code, response.headers.get("Location", "").partition("?")[0], html


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_a_filter_that_the_list_does_not_show_is_refused_whether_or_not_there_is_something(
    signed_in, opened, model
):
    names = set(lookups(model)) - declared(model)
    refused = same(signed_in.get(address(model), {"no_such_field": "1"}))

    values = (str(opened.coach_id), str(uuid.uuid4()))  # one that is there, one that is not
    found = {
        name
        for name in names
        for value in values
        if same(signed_in.get(address(model), {name: value})) != refused
    }

    assert len(names) > 10
    assert refused[0] == 400
    assert found == set()


def test_neither_does_a_superuser_ask_for_more(client, school, opened):
    client.force_login(
        factories.make_person("Su Per", school=school, is_administrator=True, is_superuser=True)
    )

    assert client.get(address(factories.User), {"lessons__coach": str(opened.coach_id)}).status_code == 400
    assert client.get(address(factories.Team), {"lessons__coach": str(opened.coach_id)}).status_code == 400


def test_only_these_filters_are_taken_over_a_relation():
    """A new one is a decision about what an administrator may ask."""
    assert {model._meta.label: declared(model) for model in MODELS if declared(model)} == {
        "people.User": {"memberships__team__isnull"}
    }
    people = admin.site.get_model_admin(factories.User)
    assert people.lookup_allowed("memberships__team__id__exact", "1", None)


@pytest.mark.parametrize(
    "lookup",
    [
        "email__startswith", "password__startswith", "last_login__isnull", "is_superuser", "id", "pk", "pk__in", "name",
        "lessons__coach", "visits__teacher", "visits__team", "observations__lesson", "memberships__user__lessons__coach",
        "memberships__team__lessons", "memberships__team__lessons__coach", "memberships__role", "school__people__visits", "bundles__team",
    ],
)  # fmt: skip
def test_neither_a_field_of_the_row_nor_what_an_allowed_filter_leads_to(signed_in, opened, lookup):
    assert signed_in.get(address(factories.User), {lookup: str(opened.coach_id)}).status_code == 400


def test_the_filters_that_the_list_shows_work(signed_in, opened, team, school):
    other = factories.make_team(school, "Team Techniek")
    factories.make_person("Sam Bedacht", team=other, role="teacher")
    page = signed_in.get(address(factories.User))
    links = [
        query.replace("&amp;", "&") for query in re.findall(r'<a href="(\?[^"]+)"', page.content.decode())
    ]

    shown = {
        query: [row.name for row in signed_in.get(address(factories.User) + query).context["cl"].result_list]
        for query in links
    }

    assert shown[f"?memberships__team__id__exact={other.pk}"] == ["Sam Bedacht"]
    assert shown[f"?memberships__team__id__exact={team.pk}"] == ["Coba Voorbeeld", "Tijn Verzonnen"]
    assert shown["?is_active__exact=0"] == []
    assert shown["?double_role=yes"] == []
    assert any(query.startswith("?o=") for query in links)
    assert signed_in.get(address(factories.User), {"q": "tijn"}).context["cl"].result_count == 1


@pytest.mark.parametrize(
    "order", ["99", "-99", "x", "1.lessons__coach", "lessons", "-lessons__coach__name", "0"]
)
def test_a_list_is_put_in_the_order_of_its_own_columns_and_no_other(signed_in, opened, order):
    def names(query):
        return [row.name for row in signed_in.get(address(factories.User), query).context["cl"].result_list]

    own = names({})
    assert names({"o": order}) in (own, own[::-1])


@pytest.mark.parametrize(
    "field",
    [
        "lessons",
        "visits",
        "observations",
        "memberships",
        "email",
        "school",
        "password",
        "+",
        "lessons__coach",
    ],
)
def test_a_row_is_named_by_its_key_alone(signed_in, opened, field):
    """`_to_field` of the small windows for choosing a row would let a list or a page be asked for by another
    field."""
    assert signed_in.get(address(factories.User), {"_to_field": field, "_popup": "1"}).status_code == 400
    page = address(factories.User, "change", opened.coach_id)
    assert signed_in.get(page, {"_to_field": field, "_popup": "1"}).status_code == 400
    assert signed_in.get(page, {"_to_field": "id", "_popup": "1"}).status_code == 200


@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("lesson", "teacher"),
        ("lesson", "coach"),
        ("lesson", "team"),
        ("observation", "author"),
        ("ledgerentry", "who"),
        ("nothing", "x"),
    ],
)
def test_nothing_is_completed_for_who_types_the_name_of_a_model(signed_in, opened, model, field):
    sent = {"app_label": "observations", "model_name": model, "field_name": field, "term": "Coba"}

    assert signed_in.get(reverse("admin:autocomplete"), sent).status_code == 404


def test_the_address_that_leads_to_a_row_on_the_site_tells_nothing_of_a_visit(signed_in, opened):
    kinds = {
        kind.model: kind.pk
        for kind in ContentType.objects.get_for_models(
            type(opened), type(opened.accounts[Voice.COACH])
        ).values()
    }
    rows = {"lesson": opened.pk, "observation": opened.accounts[Voice.COACH].pk}

    for name, pk in rows.items():
        found, never = (
            signed_in.get(reverse("admin:view_on_site", args=[kinds[name], key]))
            for key in (pk, uuid.uuid4())
        )
        assert found.status_code == 404
        assert same(found) == same(never)


@pytest.mark.parametrize("page", ["history", "delete", "change"])
def test_pages_of_one_row_take_no_filter_and_name_no_visit(signed_in, opened, page):
    plain, asked = (
        signed_in.get(address(factories.User, page, opened.coach_id), query)
        for query in ({}, {"lessons__coach": str(opened.coach_id)})
    )

    assert same(plain) == same(asked)
    assert [word for word in ("Rekenen", "VZ2B", str(opened.pk)) if word in asked.content.decode()] == []


def test_a_period_shows_nothing_of_what_its_mirror_holds(signed_in, school, opened):
    period = Period.objects.create(school=school, start="2025-01-01", end="2025-03-01")

    for query in (
        {"mirrors__counts__isnull": "1"},
        {"mirrors__team__lessons": str(opened.pk)},
        {"mirrors__sentences__text": "x"},
    ):
        assert signed_in.get(address(Period), query).status_code == 400
    assert signed_in.get(address(Period, "change", period.pk)).status_code == 200
