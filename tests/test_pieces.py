"""Rows from prepared pieces (people/templatetags/pieces.py) read as their plain templates do, and keep
nothing of anybody."""

import re
import threading
import uuid
from collections import namedtuple
from datetime import timedelta
from pathlib import Path

import pytest
from django.template import Context, Engine
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import override

from observations.models import Part, Stage
from observations.templatetags import written
from people.templatetags import pieces
from reports import actions as reports
from tests import factories
from tests.together.full_visit import full_visit
from tests.together.visits import lens, pages
from together import actions as together

ROWS = re.compile(r'\{% (?:rows|written) "([^"]+)"|\brows\(\s*"([^"]+\.html)"')
SOURCES = (
    "templates",
    "home",
    "administration",
    "studio",
    "letters",
    "reports",
    "together",
    "pulse",
    "observations",
    "people",
)


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch):
    monkeypatch.setattr(pieces, "kept", {})


# --- every kind of row -----------------------------------------------------------------------------------


def kinds():
    """The names of all rows that some template or module of ours prints from pieces."""
    files = [path for name in SOURCES for kind in ("html", "py") for path in Path(name).rglob(f"*.{kind}")]
    found = [name for path in files for pair in ROWS.findall(path.read_text()) for name in pair if name]
    return set(found) - {"home/_visit.html"}  # the example in the docstring of pieces.py


@pytest.fixture
def compared(monkeypatch):
    """The kinds of rows that were printed; each was compared with what its template prints by itself."""
    found, of_row, one = set(), pieces.of_row, written.one

    def row(name, row, language):
        made = of_row(name, row, language)
        assert made.fill(row) == pieces.plain(name, row)
        found.add(name)
        return made

    def written_row(context, name, row, page):
        made = one(context, name, row, page)
        assert made == row.choose(written.rendered(context, name, row))
        found.add(name)
        return made

    monkeypatch.setattr(pieces, "of_row", row)
    monkeypatch.setattr(written, "one", written_row)
    return found


def asked(teacher, coach):
    """Pages on which every kind of row stands: (who asks, address, or what asks for it first). A new kind
    brings its page."""
    yield from listed(teacher, coach)
    yield from shared(teacher, coach)
    yield from opened(teacher, coach)
    planned = factories.make_lesson(teacher, coach=coach)
    factories.save(planned, "teacher", *lens("saf.other_views"))
    recorded = factories.make_lesson(teacher, coach=coach)
    factories.record_everything(recorded, "coach", moments=2)
    factories.record_everything(recorded, "teacher")
    for lesson in (planned, recorded):
        yield teacher, reverse("before", args=[planned.pk])
        yield coach, reverse("look", args=[lesson.pk])
        yield teacher, reverse("look_back", args=[lesson.pk])


def listed(teacher, coach):
    """Visits at every stage, on the start page and among the earlier ones, also as what was searched for."""
    factories.make_lesson(teacher, coach=coach, by=coach)
    for stage in set(Stage) - {Stage.PROPOSED}:
        lesson = factories.bring_to(stage, factories.make_lesson(teacher, coach=coach))
        if stage == Stage.OPEN:
            together.choose_step(lesson=lesson, by=teacher, id=uuid.uuid4(), text="Begin achterin.")
    for person in (teacher, coach):
        yield person, reverse("home")
        yield person, reverse("earlier")
        yield person, searched


def opened(teacher, coach):
    """A visit that has something at every place, read together."""
    lesson = full_visit(teacher, coach)
    for person in (teacher, coach):
        for address in pages(lesson):
            yield person, address


def shared(teacher, coach):
    """Parts of two visits, until other days: the lead read one of them."""
    lead, today = (
        factories.make_person("Lotte Leidt", team=teacher.memberships.get().team, role="lead"),
        timezone.localdate(),
    )
    for is_read in (True, False):
        lesson = factories.bring_to(Stage.OPEN, factories.make_lesson(teacher, coach=coach))
        for days, part in enumerate((Part.COACH_ACCOUNT, Part.STEPS)):
            until = today + timedelta(days=9 + days * is_read)
            reports.give_key(lesson=lesson, by=teacher, part=part, audience="team", until=until)
        if is_read:
            reports.note_reading(by=lead, lesson=lesson, parts=[Part.COACH_ACCOUNT, Part.STEPS])
    yield lead, reverse("home")
    yield lead, reverse("team")


def searched(client):
    return client.post(reverse("earlier"), {"words": "bord"})["Location"]


def test_every_kind_of_row_reads_as_its_plain_template(client, edition, teacher, coach, compared):
    for person, address in asked(teacher, coach):
        for language in ("nl", "en"):
            type(person).objects.filter(pk=person.pk).update(language=language)
            client.force_login(person)
            assert client.get(address(client) if callable(address) else address).status_code == 200, address

    assert compared == kinds()


# --- what a row may do -----------------------------------------------------------------------------------

Same = namedtuple("Same", "is_new")


class Visit:
    def __init__(self, title="Rekenen", *, is_new=False, **more):
        self.title, self.same = title, Same(is_new)
        vars(self).update(more)


@pytest.fixture
def printed(monkeypatch):
    """Prints rows in a template of the test's own; how often that was rendered is `printed.made`."""

    def printing(source, *found):
        found = found or (Visit(),)
        monkeypatch.setattr(pieces, "plain", plain(source))
        return pieces.rows(source, found)

    def plain(source):
        template = Engine.get_default().from_string(source)

        def render(_name, row):
            printing.made += 1
            return template.render(Context({"row": row, "same": row.same}))

        return render

    printing.made = 0
    return printing


def test_a_template_is_rendered_once_for_all_that_is_the_same(printed):
    one, other, new = Visit("Rekenen"), Visit("Taal"), Visit("Koken", is_new=True)

    html = printed("{% if same.is_new %}! {% endif %}{{ row.title }};", one, other, new, other)

    assert (html, printed.made) == ("Rekenen;Taal;! Koken;Taal;", 2)


def test_what_differs_is_escaped_unless_it_is_html_of_our_own(printed):
    inner = SafeString("<b>1</b>")

    html = printed("{{ row.title }} {{ row.inner }}", Visit("<i>&'\"", inner=inner), Visit("", inner="<b>"))

    assert html == "&lt;i&gt;&amp;&#x27;&quot; <b>1</b> &lt;b&gt;"


def test_an_id_may_stand_in_an_address_and_words_in_a_sentence(printed):
    found = [Visit(name, id=uuid.UUID(int=n), n=n) for n, name in enumerate(("Tijn", "Coba"), 1)]
    source = '{% load i18n %}{% url "visit" row.id %} {% url "admit" row.n %} {{ row.n }} {% blocktranslate with name=row.title %}{{ name }} begins.{% endblocktranslate %};'

    with override("en"):
        html = printed(source, *found)

    assert html == "".join(
        f"/visits/{row.id}/ /newcomers/{row.n}/ {row.n} {row.title} begins.;" for row in found
    )


@pytest.mark.parametrize(
    "source",
    [
        "{% if row.title %}x{% endif %}{{ row.title }}",
        "{% if same.is_new or row.title %}x{% endif %}{{ row.title }}",
        "{% if not row.title %}x{% endif %}{{ row.title }}",
        "{% if row.title == 'Rekenen' %}x{% endif %}{{ row.title }}",
        "{% if 'x' in row.title %}x{% endif %}{{ row.title }}",
        "{% for each in row.title %}{{ each }}{% endfor %}",
        "{{ row.title|capfirst }}",
        "{{ row.title|length }}",
        "{{ row.title|default:'x' }}",
        "{{ row.title|date }}",
        "{{ row.title.school.name }}",
        "{% with row.title as title %}{% if title %}{{ title }}{% endif %}{% endwith %}",
    ],
)
def test_who_asks_about_what_differs_is_told(printed, source):
    with pytest.raises(pieces.Misread):
        printed(source)

    assert not pieces.kept


def test_a_row_sees_nothing_of_its_page(printed):
    assert printed("{{ user }}{{ request }}{{ csrf_token }}{{ row.title }}") == "Rekenen"


CONSTANT = re.compile(r'\{% constant "([^"]+)"')


def constants():
    return sorted(
        {name for path in Path("templates").rglob("*.html") for name in CONSTANT.findall(path.read_text())}
    )


@pytest.mark.parametrize("name", constants())
def test_what_is_constant_asks_for_nothing_of_a_page(name):
    """A name that only a page knows would be printed empty, and so for everybody."""
    ours = Engine.get_default()
    strict = Engine(
        loaders=[("django.template.loaders.filesystem.Loader", ["templates"])],
        libraries=ours.libraries,
        builtins=ours.builtins,
        string_if_invalid="no such name: %s",
    )

    html = strict.get_template(name).render(Context())

    assert "no such name" not in html
    assert html == pieces.constant(name)


def test_each_language_has_pieces_of_its_own(printed):
    source = '{% load i18n %}{% translate "Clear" %} {{ row.title }}'
    found = []
    for language in ("nl", "en", "nl"):
        with override(language):
            found.append(printed(source))

    assert found == ["Wis Rekenen", "Clear Rekenen", "Wis Rekenen"]
    assert printed.made == 2


def test_while_developing_a_changed_template_shows(printed, settings):
    settings.DEBUG = True

    for _ in range(2):
        printed("{{ row.title }}")

    assert printed.made == 2


def test_rows_that_are_never_the_same_do_not_fill_the_memory(printed, monkeypatch):
    monkeypatch.setattr(pieces, "MOST", 10)

    for number in range(25):
        printed("{{ row.title }}", Visit(is_new=number))

    assert len(pieces.kept) <= 10


def test_threads_that_come_together_all_print_it_whole(printed):
    start, found = threading.Barrier(4), []

    def print_it():
        start.wait()
        found.append(printed("<p>{{ row.title }}</p>", *[Visit(str(n), is_new=n) for n in range(50)]))

    threads = [threading.Thread(target=print_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["".join(f"<p>{n}</p>" for n in range(50))] * 4
