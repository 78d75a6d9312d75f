"""What makes the app work without a network: the service worker, the manifest, and the page of what is on
this device."""

import json
from functools import lru_cache
from hashlib import blake2s
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from people.models import User

ROOT = Path(settings.BASE_DIR) / "static"
# What the writing pages and the device page are made of; tests/browser/test_offline.py opens them without a
# network.
NEEDED = [
    "css/tokens.css", "css/base.css", "css/sheet.css", "css/buttons.css", "css/forms.css", "css/capture.css",
    "css/home.css", "css/judging.css", "img/favicon.svg",
    "fonts/atkinson-next-wght.woff2", "fonts/atkinson-next-ext-wght.woff2", "fonts/literata-400.woff2", "fonts/literata-ext-400.woff2",
    "vendor/idb/idb.js",
]  # fmt: skip
PATIENCE = 4000  # milliseconds; a network that says nothing is no network, where a page is kept
NOT_KEPT = {
    "worker.js",
    "drafts.js",
    "studio.js",
    "order.js",
    "preview.js",
    "before.js",
    "own-point.js",
    "keep-offline.js",
    "pulse.js",
    "pulse-draft.js",
    "count.js",
    "when.js",
}


@lru_cache(maxsize=None if not settings.DEBUG else 0)
def files():
    """Names of the files to keep, and a fingerprint that changes when one of them does."""
    names = NEEDED + [f"js/{path.name}" for path in sorted(ROOT.glob("js/*.js")) if path.name not in NOT_KEPT]
    print_ = blake2s(b"".join((ROOT / name).read_bytes() for name in [*names, "js/worker.js"]), digest_size=8)
    return names, print_.hexdigest()


@login_not_required
@never_cache
def worker(request):
    """At the root of the site, because a worker serves what lies below its own address."""
    names, version = files()
    facts = {
        "VERSION": version,
        "FILES": [static(name) for name in names],
        "STATIC": settings.STATIC_URL,
        "DEVICE": reverse("device") + "?kept",
        "PATIENCE": PATIENCE,
        "LEFT": reverse("device") + "left/",
    }
    head = "".join(f"const {name} = {json.dumps(value)};\n" for name, value in facts.items())
    return HttpResponse(head + (ROOT / "js/worker.js").read_text(), content_type="text/javascript")


@login_not_required
def manifest(request):
    """What a tablet needs to put the app on its home screen."""
    icons = [
        {
            "src": static(f"img/app-{size}.png"),
            "sizes": f"{size}x{size}",
            "type": "image/png",
            "purpose": purpose,
        }
        for size in (192, 512)
        for purpose in ("any", "maskable")
    ]
    facts = {
        "name": "Meekijken",
        "short_name": "Meekijken",
        "description": _("Looking along in a lesson, together."),
        "id": "/",
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#f7f2e7",
        "theme_color": "#f7f2e7",
        "icons": icons,
    }
    return JsonResponse(facts, content_type="application/manifest+json")


@login_not_required
@never_cache
def left(request, person):
    """What a device that nobody is signed in on keeps no longer of this person, of whom it knows the id: the
    pages once the account is closed, and words that were not sent once the person is gone."""
    person = User.objects.filter(pk=person).first()
    is_gone = bool(person and person.left_at)
    return JsonResponse({"pages": is_gone or bool(person and person.closed_at), "words": is_gone})


@login_not_required
def device(request):
    """Visits that open without a network and words that are not sent yet; the device fills it in, the server
    knows neither.

    The copy that a device keeps (`?kept`) names nobody: the device may change hands.
    """
    return render(request, "home/device.html", {"user": None, "kept": True} if "kept" in request.GET else {})
