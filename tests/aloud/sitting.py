"""Somebody sits down at a machine of their own and walks a few stories; a table tells what was heard."""

from tests.aloud.keyboard import Keyboard
from tests.aloud.people import People
from tests.aloud.session import Session
from tests.faults.world import Server

WIDTHS = "{:12} {:34} {:8} {}"
SHOWN = 110  # letters of what was heard


class World:
    """The rows and the server that everybody shares."""

    def __init__(self):
        self.people, self.server = People(), Server()

    def fill(self, text):
        return text.format(people=self.people, server=self.server)


def sit_down(world, folder, stories, spoken):
    """Returns a line for each step that did not hold."""
    folder.mkdir()
    wrong = []
    with Session(folder, folder / "spoken") as session:
        keyboard = Keyboard(session)
        for story in stories:
            print(f"\n{story.name}: {story.told}", flush=True)
            for step in story.steps:
                wrong += take(step, story, keyboard, world, spoken)
    return wrong


def take(step, story, keyboard, world, spoken):
    heard = step.walk(keyboard, world)
    print(f"[{story.name}] {step.shown}", *heard, "", sep="\n", file=spoken, flush=True)
    missing, unwanted = step.missing(heard), step.unwanted(heard)
    problems = [f"not heard: {words}" for words in missing] + [f"heard: {words}" for words in unwanted]
    state = "NOT HELD" if problems else "held" if step.hears or step.never else ""
    print(
        WIDTHS.format(story.name, step.shown[:34], state, shown(step, heard)),
        *problems,
        sep="\n    ",
        flush=True,
    )
    return [f"{story.name}, {step.shown}: {problem}" for problem in problems]


def shown(step, heard):
    """From where what must be heard begins, because much is said before it."""
    said = " ".join(heard)
    begin = max(0, min([said.find(words) for words in step.hears] or [0]))
    return said[begin:][:SHOWN]
