"""What a story is made of: steps, each a key or a few, with what must be heard after it and what must not."""

from dataclasses import dataclass, field

from tests.aloud.keyboard import LISTENING

AGAIN = 90  # seconds in which a page tries again by itself, after the server was away
LONG_WAY = 25  # places that one key may pass on its way to what it looks for


@dataclass
class Step:
    """`do` is called with the keyboard and the world; `hears` and `never` are parts of what is said, in their
    words."""

    shown: str
    do: object
    hears: tuple
    never: tuple
    ways: int = 1
    listening: int = LISTENING

    def walk(self, keyboard, world):
        """All that was said. A key that looks for something is pressed again until it is heard."""
        heard = []
        for way in range(self.ways):
            self.do(keyboard, world)
            heard += keyboard.hear(
                self.hears if way == self.ways - 1 or self.ways == 1 else (), self.listening
            )
            if not self.missing(heard):
                break
        return heard

    def missing(self, heard):
        return [words for words in self.hears if words not in " ".join(heard)]

    def unwanted(self, heard):
        return [words for words in self.never if words in " ".join(heard)]


@dataclass
class Story:
    name: str
    told: str
    steps: list = field(default_factory=list)


def press(key, *hears, never=()):
    """One key; two with a space between them are pressed quickly after each other."""
    return Step(key, lambda keyboard, _world: keyboard.press(*key.split()), hears, listed(never))


def find(key, *hears, never=()):
    """The same key again, until what one looks for is heard."""
    step = press(key, *hears, never=never)
    step.shown, step.ways = f"{key} …", LONG_WAY
    return step


def types(text, *hears, never=()):
    """Letters; {names} are of the world."""
    return Step(f"“{text}”", lambda keyboard, world: keyboard.type(world.fill(text)), hears, listed(never))


def opens(path, *hears, never=()):
    """An address in the bar of the browser. All of the page is read out, unless a key comes."""
    return Step(
        path, lambda keyboard, world: keyboard.go(world.fill("{server.url}" + path)), hears, listed(never)
    )


def server(does, *hears, never=()):
    """An outage begins (`stops`) or ends (`starts`)."""
    act = {"stops": lambda world: world.server.kill(), "starts": lambda world: world.server.start()}[does]
    return Step(
        f"the server {does}", lambda _keyboard, world: act(world), hears, listed(never), listening=AGAIN
    )


def listed(words):
    return (words,) if isinstance(words, str) else tuple(words)
