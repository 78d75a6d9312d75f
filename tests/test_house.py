"""The house stays as it was built (docs/adr/0025): requests are met in views, and visits come through one
door."""

import ast
import re

import pytest
from django.conf import settings

from tests.rooms import ROOMS, modules_of


def modules():
    """Every module of the rooms, from the top of the project, without what was generated."""
    for path in modules_of():
        if "migrations" not in path.parts:
            yield str(path.relative_to(settings.BASE_DIR)), path.read_text()


# --- a request is met in views only -----------------------------------------------------------------

BORDERS = ("views", "templatetags")  # folders
MEETS = ("views.py", "middleware.py", "adapter.py")
ELSEWHERE = {
    "config/late_files.py": "a middleware in a file that says what it is for",
    "people/lengths.py": "a renderer of Django, which gives it a request; nothing is read from it",
    "signing_in/provider.py": "the classes of allauth for a provider, which get one at every call",
}


def takes_request(source):
    """Names of the functions that ask for a request, to which Django's own classes may pass one."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, functions):
            args = node.args
            if any(arg.arg == "request" for arg in [*args.posonlyargs, *args.args, *args.kwonlyargs]):
                yield getattr(node, "name", "lambda")


def is_border(name):
    *folders, last = name.split("/")
    return last in MEETS or any(folder in BORDERS for folder in folders)


def test_a_request_is_met_in_views_only():
    found = {name for name, source in modules() if not is_border(name) and any(takes_request(source))}

    assert found == set(ELSEWHERE)


@pytest.mark.parametrize("source", ["def page(request, pk): ...", "ask = lambda *, request: None"])
def test_a_function_that_takes_a_request_is_found(source):
    assert list(takes_request(source))


# --- a page of a room is made of the rooms below it ---------------------------------------------------

ORDER = ROOMS[:0:-1]  # the lowest first, without config
HOUSED = {
    "paper": "reports",
    "account": "signing_in",
    "mfa": "signing_in",
}  # folders of templates with another name
PARTS = re.compile(r'{%-? (?:include|extends) "(\w+)/')
LOADS = re.compile(r"{% load (?:[\w ]+ from )?([\w ]+) %}")
UPWARDS = {
    ("observations/visit.html", "pulse"): "the page of a visit has a row for its students",
    ("observations/visit/preparation.html", "home"): "who is asked what, in the words of the start page",
    (
        "pulse/state/heard.html",
        "together",
    ): "the table of counts is one, for screen and paper; its drawings are those of a report",
}


def libraries():
    """{name of a library of tags: its room}"""
    tops = [(room, settings.BASE_DIR / room / "templatetags") for room in ORDER]
    return {path.stem: room for room, folder in tops for path in folder.glob("[a-z]*.py")}


def test_pages_are_made_of_what_stands_below_them():
    folder, of_library, found = settings.BASE_DIR / "templates", libraries(), set()
    for path in folder.rglob("*.html"):
        name, source = str(path.relative_to(folder)), path.read_text()
        room = HOUSED.get(name.split("/")[0], name.split("/")[0])
        used = [HOUSED.get(part, part) for part in PARTS.findall(source)]
        used += [of_library.get(tag) for tags in LOADS.findall(source) for tag in tags.split()]
        if room in ORDER:
            above = ORDER[ORDER.index(room) + 1 :]
            found |= {(name, part) for part in used if part in above}

    assert found == set(UPWARDS)


# --- visits come through one door ---------------------------------------------------------------------

TABLES = re.compile(r"\b(Lesson|Key)\.(objects|with_practice)\b")
BESIDE_THE_DOOR = {
    "observations/access.py": "the door itself",
    "observations/models/keys.py": "a query of keys that asks about another key",
    "observations/actions.py": "makes a visit, and locks one that came through the door",
    "observations/practising.py": "makes and takes away a practice visit, which is its owner's alone",
    "observations/recording.py": "locks one before it is asked for at the door",
    "observations/views/practice.py": "an own practice visit, which is nobody else's (docs/adr/0022)",
    "observations/forms.py": "what was planned with the same form before, by who sends it again",
    "observations/newcomers.py": "tells a teacher about own keys",
    "observations/readers.py": "tells a teacher who reads by one",
    "letters/due.py": "keys that end soon, to tell their teachers",
    "letters/writing.py": "whether the key that a teacher is told about still opens something",
    "reports/actions.py": "gives and ends keys, and forgets what was deleted",
    "home/demo/visits.py": "people who do not exist",
    "hosting/replay.py": "how many there are, for who put a back-up back",
}


def test_visits_and_keys_come_through_one_door():
    """Whoever adds a place here says why it cannot ask access.py."""
    found = {name for name, source in modules() if TABLES.search(source)}

    assert found == set(BESIDE_THE_DOOR)
