"""Two schools, each with a service that runs as a process of its own (provider.mjs), and their people."""

import itertools
import json
import os
import signal
import subprocess
from pathlib import Path

import requests
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache

from people.models import User
from signing_in.models import OpenIDProvider
from tests import factories

NUMBERS = itertools.count(1)
AS_IT_IS = {"denies": False, "bend": {}, "faults": {}, "says": {}, "life": 3600, "people": {}}


class Service:
    """The program; the same port after it was away."""

    def __init__(self, name, programs, log):
        package = Path(programs, "node_modules/oidc-provider")
        self.version = json.loads((package / "package.json").read_text())["version"]
        self.name, self.module, self.log, self.port = name, (package / "lib/index.js").as_uri(), log, 0
        self.begin()

    def begin(self):
        command = ["node", Path(__file__).with_name("provider.mjs"), self.name, str(self.port)]
        self.process = subprocess.Popen(
            command, env=os.environ | {"OIDC_PROVIDER": self.module}, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.log,
        )  # fmt: skip
        self.issuer = self.process.stdout.readline().strip()
        assert self.issuer, "the service did not begin"
        self.port = int(self.issuer.rpartition(":")[2])

    def end(self):
        self.process.kill()
        self.process.communicate()

    def stands_still(self):
        """Connections are made, and nothing comes."""
        self.process.send_signal(signal.SIGSTOP)

    def goes_on(self):
        self.process.send_signal(signal.SIGCONT)

    def be(self, **more):
        requests.post(f"{self.issuer}/_be", json=more, timeout=5).raise_for_status()

    def asked(self, path):
        """The requests that came there since it last was made into something."""
        found = requests.get(f"{self.issuer}/_log", timeout=5).json()
        return [each for each in found if each["path"] == path]


class There:
    """A school, with its service open on the sign-in page."""

    def __init__(self, name, programs, log):
        self.service = Service(name, programs, log)
        self.school = factories.make_school(f"Verzonnen {name}")
        self.domain = f"{name}.example"
        self.row = OpenIDProvider(
            school=self.school, provider_id=name, issuer=self.service.issuer, client_id="basic", domains=[self.domain], is_open=True,
        )  # fmt: skip
        self.row.secret = "geheim-geheim-geheim"
        self.row.save()
        self.first = dict(self.row.__dict__)

    def anew(self):
        cache.clear()
        self.service.be(**AS_IT_IS)
        self.set(**{name: self.first[name] for name in ("client_id", "authentication", "trusts_addresses", "sealed_secret")})  # fmt: skip

    def set(self, *, secret=None, **facts):
        for name, value in facts.items():
            setattr(self.row, name, value)
        if secret is not None:
            self.row.secret = secret
        self.row.save()

    def person(self, **facts):
        """Somebody whom an administrator entered; no two rows of the table share a person."""
        number = next(NUMBERS)
        return User.objects.create_user(f"p{number}@{self.domain}", factories.PASSWORD, name=f"Persoon {number}", school=self.school, **facts)  # fmt: skip

    def knows(self, subject="", **claims):
        """From now on this is who sits at the service; the subject."""
        subject = subject or f"subject-{next(NUMBERS)}"
        self.service.be(who=subject, people={subject: claims})
        return subject

    def knows_as(self, person, subject="", **claims):
        return self.knows(subject, email=person.email, email_verified=True, name=person.name, **claims)

    def joined(self, person):
        """The subjects of this person here."""
        return list(SocialAccount.objects.filter(user=person, provider=self.row.provider_id).values_list("uid", flat=True))  # fmt: skip
