#!/bin/sh
# A form that says `novalidate` leaves judging to the server, and so `:invalid` is nobody's business. To who hears a page Firefox says
# all the same that an empty field with `required` is invalid, before anybody typed: Orca begins a sign-in page with "ongeldige invoer".
#
#   Firefox ESR 153.8, at-spi2-core 2.46:
#   <form novalidate>  <input required>                        required, invalid
#                      <input required aria-invalid="false">   required, invalid
#                      <input aria-required="true">            required
#                      <input>                                 -
#
# What the page itself says of it, `aria-invalid="false"`, does not count. So where the server judges a field anyway, one that must be
# filled in says `aria-required` and not `required`.
#
# Seen on 2026-11-28 on Debian 12, where this asks for: firefox-esr xvfb dbus-daemon at-spi2-core gir1.2-atspi-2.0 python3-gi
set -eu
folder=$(mktemp -d)
screen=
trap 'kill $screen 2>/dev/null || true; rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM HUP
mkdir "$folder/profile"
cat >"$folder/page.html" <<'HTML'
<!doctype html><title>Fields</title>
<form novalidate><input required aria-label="required"><input required aria-invalid="false" aria-label="required, not invalid">
<input aria-required="true" aria-label="aria-required"><input aria-label="neither"></form>
HTML
cat >"$folder/look.py" <<'PYTHON'
import subprocess
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi

WANTED = {
    "required": ["required", "invalid"],
    "required, not invalid": ["required", "invalid"],
    "aria-required": ["required"],
    "neither": [],
}
STATES = {"required": Atspi.StateType.REQUIRED, "invalid": Atspi.StateType.INVALID_ENTRY}


def entries(node):
    if node.get_role() == Atspi.Role.ENTRY and node.get_name() in WANTED:
        yield node.get_name(), [name for name, state in STATES.items() if node.get_state_set().contains(state)]
    for number in range(node.get_child_count()):
        if child := node.get_child_at_index(number):
            yield from entries(child)


browser = subprocess.Popen(["firefox-esr", "--no-remote", "--profile", sys.argv[1], sys.argv[2]], stderr=subprocess.DEVNULL)
try:
    until, seen = time.time() + 90, {}
    while seen.keys() != WANTED.keys() and time.time() < until:
        time.sleep(1)
        Atspi.get_desktop(0).clear_cache()
        try:
            seen = dict(entries(Atspi.get_desktop(0)))
        except gi.repository.GLib.Error:
            continue  # the page is still being made
finally:
    browser.terminate()
    browser.wait()
for name, states in seen.items():
    print(f"{name}: {', '.join(states) or '-'}")
assert seen == WANTED, "this has changed"
PYTHON
Xvfb -displayfd 3 -nolisten tcp 3>"$folder/display" 2>/dev/null &
screen=$!
until [ -s "$folder/display" ]; do sleep 0.2; done
DISPLAY=:$(cat "$folder/display") HOME=$folder GNOME_ACCESSIBILITY=1 \
    dbus-run-session -- /usr/bin/python3 "$folder/look.py" "$folder/profile" "file://$folder/page.html" 2>"$folder/said" ||
    { cat "$folder/said" && exit 1; }
