"""Signing in at the demo's own service, as script/run serves it: the app asks itself, in one process."""

import html
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from urllib.parse import urljoin

import requests
from allauth.idp.oidc.models import Token
from django.conf import settings

from home.demo import service
from home.demo.people import COLLEGE, HOUSES, make_schools
from signing_in.models import OpenIDProvider
from tests.faults.world import Server
from tests.patience import SECONDS
from tests.signing_in.there import on_the_way

AT_ONCE = 4  # half of the threads that serve, so that the other half can answer them


def run():
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # as in unhurried.py
    make_schools()
    server = Server("tests.served.unhurried")
    try:
        settings.DEMO_SERVICE = f"http://127.0.0.1:{server.port}/demo/school"
        service.open_up()
        service.open_up()  # again is harmless
        return {
            "open": OpenIDProvider.objects.filter(is_open=True).count(),
            "of one browser": of_one_browser(server),
            "stranger": [
                ends(server, Browser(server), house, service.stranger(house).key) for house in HOUSES
            ],
            "at once": at_once(server),
            "left": Token.objects.count(),
            "from elsewhere": from_elsewhere(server),
        }
    finally:
        server.kill()


class Browser(requests.Session):
    def __init__(self, server):
        super().__init__()
        self.server = server

    def request(self, method, url, **kwargs):
        return super().request(method, urljoin(self.server.url, url), timeout=SECONDS, **kwargs)

    def press(self, url):
        self.get("/account/login/")
        return self.post(
            url, headers={"X-CSRFToken": self.cookies.get("csrftoken", domain="localhost.local")}
        )


def ends(server, browser, house=COLLEGE, key=""):
    """Where a sign-in ends: a path and a status; a page of the service means that it asks who one is."""
    provider_id = OpenIDProvider.objects.get(client_id=house.domain).provider_id
    page = browser.get(on_the_way(browser.press(f"/account/school/{provider_id}/")))
    if key:
        link = re.search(rf'href="([^"]*who={key})"', page.text)
        page = browser.get(urljoin(page.url, html.unescape(link[1])))
    at = page.url.partition("?")[0].replace(server.url, "").replace(provider_id, "…")
    return f"{at.replace(settings.DEMO_SERVICE, 'service')} {page.status_code}"


def of_one_browser(server):
    browser = Browser(server)
    first, name = ends(server, browser, key="coba"), "Coba Voorbeeld" in browser.get("/me/").text
    browser.press("/account/logout/")
    asked = ends(server, browser)
    browser.cookies.set("ask_again", None)
    remembered = ends(server, browser)
    browser.press("/account/logout/")
    browser.get(f"{settings.DEMO_SERVICE}/leave")
    browser.cookies.set("ask_again", None)
    return [first, name, asked, remembered, ends(server, browser)]


def at_once(server):
    with ThreadPoolExecutor(AT_ONCE) as pool:
        keys = [person.key for person in service.known_at(COLLEGE)][:AT_ONCE]
        return Counter(pool.map(lambda key: ends(server, Browser(server), key=key), keys))


def from_elsewhere(server):
    at = f"{settings.DEMO_SERVICE}/.well-known/openid-configuration"
    ways = [
        {"Host": "school.example"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7"},
        {},
    ]
    found = [requests.get(at, headers=headers, timeout=SECONDS).status_code for headers in ways]
    return [HTTPStatus(status).phrase for status in found]
