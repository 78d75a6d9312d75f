"""The tests of the build before, and the same tests of ours: seconds of both, as script/test runs them.

On SQLite, in two processes, without what drives a browser. A test that lives on in another file is found by
its name; one that has another name, or is gone with what it tested, stands in renamed.txt. So both builds
show the same things, and what was written since does not count.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

OURS, BEFORE = Path(__file__).resolve().parents[2], Path(os.environ["BEFORE"])
RENAMED = Path(__file__).with_name("renamed.txt")
BAR = 0.5
OTHERS = ("tests/browser/", "tests/engines/")  # steps of their own in script/test
WIDTH = 56


def pytest(root, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        command = [
            root / ".venv" / "bin" / "python",
            "-m",
            "pytest",
            "-q",
            "-p",
            "no:cacheprovider",
            *arguments,
        ]
        environment = os.environ | {"VAR_DIR": folder, "DJANGO_SETTINGS_MODULE": "tests.settings"}
        done = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)
    assert not done.returncode, done.stdout[-5000:] + done.stderr
    return done.stdout


# --- which tests ------------------------------------------------------------------------------------------


def tests_of(root):
    lines = pytest(root, "--collect-only").splitlines()
    return [
        line for line in lines if line.startswith("tests/") and "::" in line and not line.startswith(OTHERS)
    ]


def name_of(test):
    """Function and case: without file and class, and whatever number of queries it tells."""
    function, bracket, case = test.partition("[")
    name = re.sub("_takes?_[a-z]+_queries", "_takes_queries", function.rpartition("::")[2])
    return name + bracket + case


def function_of(test):
    return test.partition("[")[0]


def paired(before, ours, renamed):
    """Two lists that show the same, and what is gone: (theirs, ours, {test: why})."""
    there, names = set(ours), Counter(map(name_of, ours))
    moved = {name_of(test): test for test in ours if names[name_of(test)] == 1}
    same = {test: test if test in there else moved.get(name_of(test)) for test in before}
    found, gone = {test: {new} for test, new in same.items() if new}, {}
    free = there.difference(*found.values())
    for test in (test for test in before if test not in found):
        how, whither = (
            renamed.get(test) or renamed.get(function_of(test)) or ("->", name_of(function_of(test)))
        )
        if how == "--":
            gone[test] = whither
        else:
            found[test] = {
                new for new in free if whither in (new, function_of(new), name_of(function_of(new)))
            }
            assert found[test], f"{test}: where does it live on? ({RENAMED.name})"
    return list(found), sorted(set().union(*found.values())), gone


def read_renamed():
    lines = [line for line in RENAMED.read_text().splitlines() if line and not line.startswith("#")]
    split = [re.fullmatch(r"(tests/.+?) (->|--) (.+)", line).groups() for line in lines]
    return {old: (how, new) for old, how, new in split}


# --- how long ---------------------------------------------------------------------------------------------


def spent(root, tests):
    """Seconds on the clock, and of CPU, for these tests."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(tests))
        file.flush()
        clock, cpu = time.perf_counter(), used()
        pytest(root, "-n", "2", "--dist", "worksteal", f"@{file.name}")
        return time.perf_counter() - clock, used() - cpu


def used():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def main():
    theirs, own, gone = paired(tests_of(BEFORE), tests_of(OURS), read_renamed())
    turns = [spent(root, tests) for root, tests in [(BEFORE, theirs), (OURS, own)] * 2]
    (clock, cpu), (our_clock, our_cpu) = (map(sum, zip(*turns[first::2], strict=True)) for first in (0, 1))
    ratio, holds = our_clock / clock, our_clock / clock <= BAR
    print(
        f"{f'{len(theirs)} tests of before, SQLite, -n 2: seconds':{WIDTH}} {ratio:9.2f} {'×':3} {BAR:7.2f}  "
        f"{'holds' if holds else 'FALLS SHORT'} ({our_clock / 2:.0f} s and {clock / 2:.0f} s, "
        f"of CPU {our_cpu / 2:.0f} s and {cpu / 2:.0f} s; {len(gone)} are gone with what they tested)"
    )
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
