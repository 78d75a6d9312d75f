"""While servers are updated one after the other, and where an update is taken back, the version of before
runs on the tables of this one (docs/adr/0069). So a migration only adds, in a way that who knows nothing of
it can go on writing; what is no longer used goes one release later."""

import tomllib

import pytest
from django.conf import settings
from django.db import connection, migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from tests.rooms import ROOMS

# the last migrations from before servers were updated beside each other: a number for each room
FLOOR = {
    "people": 25, "timetables": 1, "signing_in": 1, "checklists": 2, "observations": 25, "pulse": 5, "echo": 1, "reports": 7,
    "letters": 5, "administration": 1, "hosting": 1, "home": 1, "studio": 0,
}  # fmt: skip
# {(room, migration): the release that no longer used what goes there}
LET_GO = {}
TAKE_AWAY = (
    migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel,
    migrations.AlterModelTable, migrations.AlterUniqueTogether,
)  # fmt: skip


def problems(operations, state, app):
    """What the version of before would stumble over; `state` is as it is before them, and is moved on."""
    found, new = [], set()
    for operation in operations:
        if isinstance(operation, migrations.SeparateDatabaseAndState):
            found += problems(operation.database_operations, state.clone(), app)
        else:
            found += problem(operation, state, app, new)
        operation.state_forwards(app, state)
    return found


def problem(operation, state, app, new):
    name = type(operation).__name__
    model = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
    if isinstance(operation, migrations.CreateModel):
        new.add(model)
    if model in new:
        return []
    if isinstance(operation, TAKE_AWAY):
        return [f"{name} {model}: one release after nothing uses it (LET_GO)"]
    if isinstance(operation, migrations.RunSQL):
        return [f"{name}: nobody sees what it does"]
    if isinstance(operation, migrations.AddConstraint):
        return [f"{name} {model}: the version of before may write what it forbids"]
    if isinstance(operation, migrations.AddField) and not fills_itself(operation.field):
        return [
            f"AddField {model}.{operation.name}: null=True or db_default, or the version of before cannot write"
        ]
    if isinstance(operation, migrations.AlterField):
        return [f"AlterField {model}.{operation.name}: only wider"] if narrows(operation, state, app) else []
    return []


def fills_itself(field):
    return field.many_to_many or field.null or field.has_db_default()


def narrows(operation, state, app):
    old, new = state.models[app, operation.model_name.lower()].fields[operation.name], operation.field
    _name, path, _args, was = old.deconstruct()
    _name, path_now, _args, now = new.deconstruct()
    for how in (was, now):
        for said in (*new.non_db_attrs, "default", "storage", "upload_to"):
            how.pop(said, None)
    wider = {"null": now.get("null", False) >= was.get("null", False)}
    wider["max_length"] = (now.get("max_length") or 0) >= (was.get("max_length") or 0)
    keeps_default = now.pop("db_default", None) is not None or was.pop("db_default", None) is None
    others = [{key: value for key, value in how.items() if key not in wider} for how in (was, now)]
    return path != path_now or others[0] != others[1] or not (all(wider.values()) and keeps_default)


def after_the_floor():
    """(room, name, migration) in the order in which they are applied."""
    loader = MigrationLoader(connection)
    return [
        (room, name, loader.graph.nodes[room, name], loader.project_state(before(loader, room, name)))
        for room, name in sorted(loader.graph.nodes)
        if room in ROOMS and int(name[:4]) > FLOOR.get(room, 0)
    ]  # fmt: skip


def before(loader, *which):
    """What it comes after, by name; a dependency may say no more than `__first__`."""
    return [node.key for node in loader.graph.node_map[which].parents]


def test_every_migration_only_adds(db):
    found = {
        (room, name): problems(migration.operations, state, room)
        for room, name, migration, state in after_the_floor()
    }
    assert {which: wrong for which, wrong in found.items() if wrong and which not in LET_GO} == {}


def test_what_goes_was_used_by_no_release_any_more():
    now = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]["version"]
    assert [which for which, release in LET_GO.items() if numbers(release) >= numbers(now)] == []


def numbers(version):
    return [int(part) for part in version.split(".")]


# --- that it can fail -------------------------------------------------------------------------------------

FIELD = models.CharField(max_length=9, default="a")


def tried(*operations):
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("word", FIELD),
        ("day", models.DateField(null=True)),
    ]
    state.add_model(ModelState("people", "Thing", fields))
    return problems(operations, state, "people")


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "more", models.CharField(max_length=9, default="a")),
        migrations.AddField("thing", "more", models.BooleanField(default=False)),
        migrations.RemoveField("thing", "word"),
        migrations.RenameField("thing", "word", "another"),
        migrations.RenameModel("thing", "another"),
        migrations.DeleteModel("thing"),
        migrations.AlterModelTable("thing", "another"),
        migrations.AlterField("thing", "word", models.CharField(max_length=8, default="a")),
        migrations.AlterField("thing", "word", models.IntegerField(default=1)),
        migrations.AlterField("thing", "word", models.CharField(max_length=9, default="a", unique=True)),
        migrations.AlterField("thing", "day", models.DateField()),
        migrations.AddConstraint("thing", models.UniqueConstraint(fields=["word"], name="one_word")),
        migrations.RunSQL("SELECT 1"),
        migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("thing", "word")]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_the_version_of_before_would_stumble_over_is_found(operation):
    assert len(tried(operation)) == 1


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("thing", "more", models.CharField(max_length=9, db_default="")),
        migrations.AddField("thing", "more", models.DateField(null=True)),
        migrations.AlterField(
            "thing", "word", models.CharField("called", max_length=20, null=True, default="b")
        ),
        migrations.AlterField("thing", "word", models.CharField(max_length=9, db_default="a")),
        migrations.AddIndex("thing", models.Index(fields=["word"], name="by_word")),
        migrations.RunPython(migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(state_operations=[migrations.RemoveField("thing", "word")]),
        migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True)), ("word", FIELD)]),
    ],
    ids=lambda operation: operation.describe(),
)
def test_what_only_adds_passes(operation):
    assert tried(operation) == []


def test_a_model_that_is_new_may_be_made_in_steps():
    made = migrations.CreateModel("Other", [("id", models.BigAutoField(primary_key=True))])
    assert tried(made, migrations.AddField("other", "word", FIELD)) == []
