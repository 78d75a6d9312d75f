"""What a browser calls itself, in the few words by which somebody knows an own device again. Only these words
are kept, in the session; not what the browser sent."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

# the first that is found: most call themselves Safari, and many Chrome
BROWSERS = {
    r"Edg(e|A|iOS)?/": "Edge", r"OPR/|OPT/": "Opera", r"SamsungBrowser/": "Samsung Internet", r"Firefox/|FxiOS/": "Firefox",
    r"Chrome/|CriOS/|Chromium/": "Chrome", r"Safari/": "Safari",
}  # fmt: skip
SYSTEMS = {r"iPhone|iPod": "iphone", r"iPad": "ipad", r"Android": "android", r"CrOS": "chromebook", r"Windows": "windows", r"Macintosh": "mac", r"Linux|X11": "linux"}  # fmt: skip
WORDS = {
    "iphone": _("{browser} on an iPhone"),
    "ipad": _("{browser} on an iPad"),
    "android": _("{browser} on a phone or tablet with Android"),
    "chromebook": _("{browser} on a Chromebook"),
    "windows": _("{browser} on Windows"),
    "mac": _("{browser} on a Mac or iPad"),  # an iPad calls itself a Mac
    "linux": _("{browser} on Linux"),
}


def seen(user_agent):
    """[browser, system]; "" for what is not one of these."""
    return [first(BROWSERS, user_agent), first(SYSTEMS, user_agent)]


def first(names, text):
    return next((name for pattern, name in names.items() if re.search(pattern, text)), "")


def said(device):
    browser, system = device or ("", "")
    if system not in WORDS:
        return browser or gettext("A device we do not know more about")
    return WORDS[system].format(browser=browser or gettext("A browser"))
