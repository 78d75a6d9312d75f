"""What was done in the own school, for its administrators. Nobody changes a line of it, or takes one away."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.html import format_html

from administration.access import person_of, school_of
from people.audit import AuditEvent, Done
from people.leafing import leaf
from people.log_lines import sentence

KINDS = [(what, label) for what, label in Done.choices if what != Done.JOINED]


class Asked:
    """What the address asks for: a kind of thing, done to somebody (`who`) or by somebody (`by`). All else
    that stands in it is asked of nobody."""

    def __init__(self, user, query):
        self.school, self.user, self.query = school_of(user), user, query
        self.what = query.get("what") if query.get("what") in Done.values else ""

    @cached_property
    def who(self):
        return self.person("who")

    @cached_property
    def by(self):
        return self.person("by")

    def person(self, name):
        try:
            return person_of(self.user, self.query[name]) if self.query.get(name) else None
        except (ValueError, ValidationError) as no_key:
            raise Http404 from no_key

    def events(self):
        chosen = {"what": self.what, "about": self.who, "by": self.by}
        rows = AuditEvent.objects.of_school(self.school)
        return rows.filter(**{name: value for name, value in chosen.items() if value}).newest_first()


def log(request):
    asked = Asked(request.user, request.GET)
    page = leaf(asked.events(), request.GET.get("page"))
    page.lines = [(event, sentence(event, request.user, filtered)) for event in page.rows]
    return render(request, "administration/log.html", {"asked": asked, "page": page, "kinds": KINDS})


def filtered(person, name, place):
    return format_html('<a href="?{}={}">{}</a>', place, person.pk, name)
