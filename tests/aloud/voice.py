#!/usr/bin/python3
"""A voice that writes: a module of speech-dispatcher, which speaks its 0.11 protocol on stdin and stdout.

What it is asked to say becomes a line of the file SPOKEN: seconds, SAID and the words, and another line with
DONE or CUT at its end. It takes PACE seconds for each letter, as a voice would, and gives the marks in a text
back, because Orca reads on only after those. Run by the system's Python, with nothing but it.
"""

import html
import os
import re
import sys
import threading
import time
from pathlib import Path

PACE = float(os.environ.get("PACE", "0.006"))
SHORTEST = 0.1  # an empty text that is over before it was begun would be waited for without end
spoken = Path(os.environ["SPOKEN"]).open("a", buffering=1, encoding="utf-8")  # noqa: SIM115 -- as long as we live
writing = threading.Lock()
hushed = threading.Event()
speaking = None

ANSWERS = {
    "INIT": ["299-A voice that writes", "299 OK LOADED SUCCESSFULLY"],
    "LIST VOICES": ["200-Dutch\tnl\tnone", "200-English\ten\tnone", "200 OK VOICE LIST SENT"],
    "QUIT": ["210 OK QUIT"],
}
BLOCKS = {  # a command that more lines follow: what is said before and after them
    "AUDIO": ("207 OK RECEIVING AUDIO SETTINGS", "203 OK AUDIO INITIALIZED"),
    "LOGLEVEL": ("207 OK RECEIVING LOGLEVEL SETTINGS", "203 OK LOG LEVEL SET"),
    "SET": ("203 OK RECEIVING SETTINGS", "203 OK SETTINGS RECEIVED"),
}


def say(*lines):
    with writing:
        print(*lines, sep="\n", flush=True)


def note(what, words):
    spoken.write(f"{time.time():.3f}\t{what}\t{' '.join(words.split())}\n")


def block():
    """The lines up to a single dot; a line that begins with one has another before it."""
    lines = iter(lambda: sys.stdin.readline().rstrip("\n"), ".")
    return "\n".join(line.removeprefix(".") for line in lines)


def speak(text):
    words = html.unescape(re.sub(r"<[^>]+>", "", text)).strip()
    note("SAID", words)
    say("701 BEGIN")
    if hushed.wait(max(SHORTEST, len(words) * PACE)):
        note("CUT", "")
        return say("703 STOP")
    for mark in re.findall(r'<mark name="([^"]+)"', text):
        say(f"700-{mark}", "700 INDEX MARK")
    note("DONE", "")
    return say("702 END")


def start():
    global speaking
    say("202 OK RECEIVING MESSAGE")
    text = block()
    if speaking:
        speaking.join()
    hushed.clear()
    say("200 OK SPEAKING")
    speaking = threading.Thread(target=speak, args=[text], daemon=True)
    speaking.start()


def answer(command):
    if command in BLOCKS:
        before, after = BLOCKS[command]
        say(before)
        block()
        say(after)
    elif command in ("SPEAK", "CHAR", "KEY", "SOUND_ICON"):
        start()
    elif command in ("STOP", "PAUSE"):
        hushed.set()
    elif command.startswith("DEBUG"):
        say("200 OK DEBUGGING ON")
    else:
        say(*ANSWERS.get(command, ["300 ERR UNKNOWN COMMAND"]))


for line in iter(sys.stdin.readline, ""):
    answer(line.strip())
    if line.strip() == "QUIT":
        break
