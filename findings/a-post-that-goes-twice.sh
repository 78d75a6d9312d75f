#!/bin/sh
# A browser sends a POST a second time by itself when a connection that it used before breaks before an answer came: the script
# that asked once is told of one failure, and the server may have done the thing twice. On a connection of its own it asks once.
#
# So a server that makes something must know that it made it (docs/adr/0021); and who wants to see what an app does when a request or
# an answer is lost (tests/faults/wire.py) ends the connection after each answer, or the browser mends the loss before the app sees it.
#
# Seen on 2026-11-28, POSTs that arrived for one fetch():
#   chromium-headless-shell 150   kept alive: 2   closed after each answer: 1
#   chromium 150                  kept alive: 3   closed after each answer: 1
#   firefox-esr 153.8             kept alive: 2   closed after each answer: 1
# WebKitGTK 2.50.6 sent it once either way (seen through its driver, not by this script).
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cat >"$folder/look.py" <<'PYTHON'
import shutil
import socket
import subprocess
import sys
import threading

PAGE = b"""<!doctype html><script type="module">
const post = (path) => fetch(path, { method: "POST", body: "words" }).then((response) => response.text());
await post("/answered");
await post("/broken").catch(() => 0);
await post("/done");
</script>"""


class Site:
    """Answers everything but /broken: there it takes the words and ends the connection."""

    def __init__(self, keeps_alive):
        self.end, self.broken, self.done = b"" if keeps_alive else b"Connection: close\r\n", 0, threading.Event()
        self.listener = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            threading.Thread(target=self.talk, args=[self.listener.accept()[0]], daemon=True).start()

    def talk(self, connection):
        with connection, connection.makefile("rb") as sent:
            while (asked := sent.readline().decode().split()) and self.answer(connection, sent, asked[1]):
                pass

    def answer(self, connection, sent, path):
        """Returns whether the connection lives on."""
        length = 0
        while header := sent.readline().strip().lower():
            if header.startswith(b"content-length:"):
                length = int(header.split(b":")[1])
        sent.read(length)
        if path == "/broken":
            self.broken += 1
            connection.shutdown(socket.SHUT_RDWR)
            return False
        head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n%s\r\n" % (len(PAGE), self.end)
        connection.sendall(head + PAGE)
        if path == "/done":
            self.done.set()
        return not self.end


def arrived(browser, keeps_alive, folder):
    site = Site(keeps_alive)
    address = f"http://127.0.0.1:{site.listener.getsockname()[1]}/"
    ways = ["-headless", "-no-remote", "-profile", folder] if "firefox" in browser else ["--no-sandbox", "--headless",
            f"--user-data-dir={folder}", "--remote-debugging-port=0"]  # fmt: skip
    running = subprocess.Popen([browser, *ways, address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    assert site.done.wait(120), "the page never came to its end"
    running.terminate()
    running.wait()
    return site.broken


folder = sys.argv[1]
for number, browser in enumerate(filter(shutil.which, ["chromium-headless-shell", "chromium", "firefox-esr"])):
    profiles = [f"{folder}/{number}{each}" for each in "ab"]
    for each in profiles:
        subprocess.run(["mkdir", each], check=True)
    kept, closed = arrived(browser, True, profiles[0]), arrived(browser, False, profiles[1])
    print(f"{browser}   kept alive: {kept}   closed after each answer: {closed}")
PYTHON
"${PYTHON:-python3}" "$folder/look.py" "$folder"
