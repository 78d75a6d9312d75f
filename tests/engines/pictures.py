"""The same pages in each engine, beside each other, for eyes: `script/engines --pictures FOLDER`. Nothing
here is held to anything."""

import os
from pathlib import Path

import pytest
from PIL import Image

from observations.models import Stage
from tests import factories
from tests.engines import drivers
from tests.engines.conftest import KINDS
from tests.engines.engine import Engine
from tests.engines.places import POINT
from tests.factories import PASSWORD, bring_to, make_lesson, record_everything
from tests.pulse.conftest import open_pulse

FOLDER = Path(os.environ["PICTURES"])
WIDTHS = {390: 844, 820: 1180, 1280: 800}
TALLEST = 2300  # what Xvfb shows
MARGIN = 24
PAINTED = "for (let n = 0; n < 3; n++) await new Promise(requestAnimationFrame)"


@pytest.fixture(scope="module")
def visits():
    """One that is being recorded and one that is opened, of the same two people; the same in every engine."""
    team = factories.make_team(factories.make_school())
    teacher = factories.make_person("Tijn Verzonnen", team=team, role="teacher")
    coach = factories.make_person("Coba Voorbeeld", team=team, role="coach")
    ahead, now, opened = (make_lesson(teacher, coach=coach) for _each in range(3))
    factories.save(now, "teacher", {"type": "lens", "item": POINT, "chosen": True})
    open_pulse(now)
    for voice in ("coach", "teacher"):
        record_everything(opened, voice)
    bring_to(Stage.OPEN, opened)
    factories.record_something(now, "coach")
    return ahead, now, opened


@pytest.fixture(scope="module", autouse=True)
def beside_each_other():
    yield
    for name in sorted({path.name for path in FOLDER.glob("*/*.png")}):
        lay([FOLDER / kind / name for kind in drivers.KINDS], FOLDER / name)


def lay(paths, path):
    pictures = [Image.open(each) for each in paths if each.exists()]
    wide = sum(each.width + MARGIN for each in pictures)
    sheet = Image.new("RGB", (wide, max(each.height for each in pictures)), "white")
    left = 0
    for each in pictures:
        sheet.paste(each, (left, 0))
        left += each.width + MARGIN
    sheet.save(path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_pictures(kind, scheme, server, visits):
    folder = FOLDER / kind
    folder.mkdir(parents=True, exist_ok=True)
    engine = Engine(kind, server.url, dark=scheme == "dark")
    try:
        for person, pages in pages_of(*visits):
            engine.leave()
            if person:
                engine.sign_in(person.email, PASSWORD)
            for name, address in pages.items():
                for width in WIDTHS:
                    take(engine, address, width, folder / f"{name}-{width}-{scheme}.png")
    finally:
        engine.quit()


def pages_of(ahead, now, opened):
    code = now.pulse.code
    yield None, {"sign-in": "/account/login/", "student": f"/p/{code}/"}
    yield now.coach, {"start": "/", "capture": f"/visits/{now.pk}/look/"}
    yield (
        now.teacher,
        {
            "before": f"/visits/{ahead.pk}/before/",
            "look-back": f"/visits/{now.pk}/look-back/",
            "together": f"/visits/{opened.pk}/together/",
            "talk, choosing": f"/visits/{opened.pk}/talk/",
            "talk": f"/visits/{opened.pk}/talk/?at={POINT}",
            "talk, core": f"/visits/{opened.pk}/talk/?at=core",
            "talk, step": f"/visits/{opened.pk}/talk/?at=steps",
            "keys": f"/visits/{opened.pk}/keys/",
        },
    )


def take(engine, address, width, path):
    engine.resize(width, WIDTHS[width])
    engine.get(address)
    engine.ajs("await document.fonts.ready")
    height = engine.js("return document.documentElement.scrollHeight")
    engine.resize(width, max(WIDTHS[width], min(height, TALLEST)))
    engine.ajs(PAINTED)
    engine.shot(path)
