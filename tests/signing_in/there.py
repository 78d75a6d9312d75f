"""To the service of a school and back, as a browser goes: Django's client here, requests there.

    def test_…(client, service, teacher):
        response = come_back(client, service, claims(teacher.email))

`service` is the open service of `school`, `other_service` of another school (conftest.py); both are really
served (idp.py), each with an issuer of its own for each test. In three steps:

    there = start(client, service, next="/me/")         where the page "on the way" leads
    address = sign_in_there(there, claims(…), browser)  where one comes back; None for claims: cancelled
    response = back(client, address)

A Browser that is kept remembers, as the service does, who signed in there; `asked(service)` tells with which
words each start came ("prompt"). `instead(service, token=(0, 500, ""))` puts another answer in the place of
an address: after so many seconds, with that status and text. Names of addresses: openid-configuration,
authorize, token, userinfo.
"""

import html
import json
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import requests
from django.urls import reverse

from signing_in.models import OpenIDProvider

HERE = "http://testserver"  # what Django's client calls itself
PATIENCE = 30  # seconds; a busy machine is no fault of the app


class Process:
    """The services of all schools of a run."""

    def __init__(self):
        command = [sys.executable, str(Path(__file__).with_name("idp.py"))]
        self.own = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.own.stdout.readline())

    def issuer(self, name):
        return f"http://127.0.0.1:{self.port}/{name}"

    def end(self):
        self.own.communicate()


def make_service(process, school, name, *, client_id="", host=HERE, is_open=True, **facts):
    """A service that is registered there."""
    facts = {"domains": ["school.example"]} | facts
    service = OpenIDProvider(school=school, issuer=process.issuer(name), is_open=is_open, **facts)
    service.client_id, service.secret = client_id or service.provider_id, "geheim: mét €, % en +"
    service.save()
    register(service, host)
    return service


def register(service, host=HERE):
    back = host + reverse("school_back", args=[service.provider_id])
    tell(service, client={"id": service.client_id, "secret": service.secret, "redirect_uri": back})


def tell(service, **words):
    response = requests.post(f"{service.issuer}/control", json=words, timeout=PATIENCE)
    response.raise_for_status()
    return response.json()


def asked(service):
    return tell(service)["asked"]


def instead(service, **answers):
    tell(service, instead={name.replace("_", "-"): answer for name, answer in answers.items()})


def claims(email="", subject="", **more):
    """As most services say it; `more` goes over it. None takes a claim away."""
    found = {"sub": subject or f"subject of {email}", "email": email, "email_verified": True} | more
    return {name: value for name, value in found.items() if value is not None}


def start(client, service, **post):
    """Where a press on the school's button leads to."""
    response = client.post(reverse("school_start", args=[service.provider_id]), post)
    return on_the_way(response)


def on_the_way(response):
    assert response.status_code == 200, (response.status_code, response.get("Location"))
    found = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', response.text)
    assert found, response.text
    return html.unescape(found[1])


def Browser():
    return requests.Session()


def sign_in_there(there, person, browser=None):
    """Who is known to that browser already is not asked, and `person` not looked at."""
    browser = browser or Browser()
    with browser:  # closes connections, not cookies
        response = browser.get(there, allow_redirects=False, timeout=PATIENCE)
        while response.is_redirect and not leaves(response, there):
            response = one_further(browser, response, person)
    assert response.is_redirect, response.text
    return response.headers["Location"]


def one_further(browser, response, person):
    address = response.url.partition("/identity")[0], response.headers["Location"]
    url = requests.compat.urljoin(response.url, address[1])
    if "/sign-in" in urlsplit(url).path:
        return browser.post(url, data=json.dumps(person), allow_redirects=False, timeout=PATIENCE)
    return browser.get(url, allow_redirects=False, timeout=PATIENCE)


def leaves(response, there):
    return urlsplit(requests.compat.urljoin(response.url, response.headers["Location"])).netloc != (
        urlsplit(there).netloc
    )


def back(client, address):
    """With the query as it came, byte by byte: Django's client would read and write it anew."""
    parts = urlsplit(address)
    return client.get(parts.path, QUERY_STRING=parts.query)


def come_back(client, service, person, *, browser=None, **post):
    return back(client, sign_in_there(start(client, service, **post), person, browser))
