"""Presses keys in the session, and listens."""

import subprocess
import time

QUIET = 0.9  # seconds without a word: somebody who is still speaking would be cut off by the next key
LISTENING = 20  # seconds of waiting for what must be heard, on a machine that may be slow
AT_MOST = 240  # seconds of reading on: a long page


class Keyboard:
    def __init__(self, session):
        self.session, self.read = session, 0
        self.hear()

    def press(self, *keys):
        self.x("key", "--delay", "40", *keys)

    def type(self, text):
        self.x("type", "--delay", "40", text)

    def go(self, address):
        """As one does who knows an address: into the bar of the browser, and type."""
        self.press("ctrl+l")
        self.hear()
        self.type(address)
        self.hear()
        self.press("Return")

    def x(self, *command):
        subprocess.run(["xdotool", *command], env=self.session.env, check=True, stdout=subprocess.DEVNULL)

    def hear(self, wanted=(), listening=LISTENING):
        """All that is said until it is quiet; what is `wanted` may take longer to come."""
        began = last = time.monotonic()
        heard, size, speaking = [], self.read, False
        while (now := time.monotonic()) - began < AT_MOST:
            if (grown := self.session.spoken.stat().st_size) != size:
                size, last = grown, now
                heard, speaking = self.since(size)
            missing = [words for words in wanted if words not in " ".join(heard)]
            if not speaking and now - last > (listening if missing else QUIET):
                break
            time.sleep(0.1)
        self.read = size
        return heard

    def since(self, size):
        """What was said since the last time, and whether the last of it is being said still."""
        with self.session.spoken.open("rb") as file:
            file.seek(self.read)
            lines = file.read(size - self.read).decode("utf-8").splitlines()
        return [line.split("\t")[2] for line in lines if "\tSAID\t" in line], "\tSAID\t" in lines[-1]
