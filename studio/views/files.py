"""A checklist leaves as a file, and a file comes in: looked over first, then taken over in one go."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklists import files
from checklists.checking import SCHEMA
from checklists.editions import localized
from checklists.models import language_now
from checklists.strict_yaml import Unreadable
from people.files import disposition
from people.views import drafts as kept
from reports.tables import XLSX
from studio import access, bringing, brought
from studio.forms import FileForm
from studio.xlsform.writing import workbook

KINDS = {"yaml": "application/yaml", "json": "application/json", "xlsx": XLSX}


@login_not_required
def checklist_schema(request):
    """For programs too, that sign in nowhere: what a file of a checklist holds."""
    return JsonResponse(
        SCHEMA, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type="application/schema+json"
    )


def checklist_file(request, edition_id, ending):
    edition = access.edition(request.user, edition_id)
    if ending not in KINDS:
        raise Http404
    schema = request.build_absolute_uri(reverse("checklist_schema"))
    content = {
        "yaml": lambda: files.as_yaml(files.tree_of(edition), schema),
        "json": lambda: files.as_json(files.tree_of(edition), schema),
        "xlsx": lambda: workbook(edition),
    }[ending]()
    headers = {"Content-Disposition": disposition(f"{edition}.{ending}", "attachment")}
    return HttpResponse(content, content_type=KINDS[ending], headers=headers)


def draft_file(request, edition_id):
    """Into a draft; from an edition that is in use, into a new checklist with what is fixed in that one."""
    edition = access.to_begin_with(request.user, edition_id)
    page = Page(edition, kept.posted(request), request.FILES.get("file"))
    form = page.form(access.names_taken(request.user), is_sent=page.answers.get("do") == "take")
    if request.method == "POST" and form.is_bound and form.is_valid() and page.can_go:
        return taken(request, page, form)
    if request.method == "POST" and not form.is_bound and not page.read.faults:
        kept.saved(request)  # the field below has what was brought, and the device keeps that from now on
    is_refused = page.read.faults or form.is_bound
    return render(
        request,
        "studio/file.html",
        {"edition": edition, "page": page, "form": form, "schema_url": reverse("checklist_schema")},
        status=422 if is_refused else 200,
    )


def taken(request, page, form):
    if page.is_new:
        draft = bringing.begin_with(
            by=request.user, edition=page.edition, name=form.cleaned_data["name"], read=page.read
        )
        said = _("The draft is there. Nobody looks with it before you put it to use.")
    else:
        off = form.cleaned_data["rest"] == "off"
        found = bringing.take_in(by=request.user, draft_id=page.edition.pk, read=page.read, rest_off=off)
        draft, number = page.edition, len(found.does)
        said = ngettext(
            "%(count)d line came into the draft.", "%(count)d lines came into the draft.", number
        ) % {"count": number}
    kept.saved(request)
    messages.success(request, said)
    return redirect("checklist_draft", draft.pk)


class Page:
    """What is on it: the text, what was read of it, and what that does to the list."""

    def __init__(self, edition, posted, file):
        self.edition, self.is_new = edition, bool(edition.published_at)
        self.answers = posted.dict() if posted else {}
        self.text, self.refused = self.answers.get("text", "").replace("\r\n", "\n"), None
        if file:
            self.bring(file)

    def bring(self, file):
        try:
            self.text = brought.as_text(file.read(), file.name)
        except Unreadable as why:
            self.refused = brought.Read(faults=[brought.Said("", "", why.said)])

    @cached_property
    def read(self):
        if self.refused or not self.text.strip():
            return self.refused or brought.Read()
        return brought.read(self.text, self.answers, localized(self.edition.words["themes"], language_now()))

    @cached_property
    def plan(self):
        return bringing.plan(self.edition, self.read)

    @property
    def is_read(self):
        return bool(self.text.strip()) and not self.read.faults

    @property
    def is_form(self):
        return self.read.fields is not None

    @property
    def can_go(self):
        """Everything is said, it fits, and something comes of it."""
        if not self.is_read or not self.read.is_answered or self.plan.is_too_much:
            return False
        return bool(self.plan.does or self.rest or self.is_new)

    @property
    def is_here_already(self):
        """Read whole, and nothing in it would change anything."""
        return (
            self.read.is_answered and bool(self.groups) and not (self.plan.does or self.rest or self.left_out)
        )

    @property
    def rest(self):
        """Lines of the draft that are on, and are not in the file."""
        return [row for row in self.plan.rest if not row.is_off]

    @property
    def left_out(self):
        """What was not read, and what cannot come here."""
        clash = _("‘%(key)s’ is the key of another kind of line in this checklist. Give it a key of its own.")
        none = _("without a core sentence that is on there is nothing to ask students.")
        clashes = [self.said(line, clash % {"key": line.key}) for line in self.plan.clashes]
        return [*self.read.left_out, *clashes, *(self.said(line, none) for line in self.plan.unasked)]

    @property
    def fixed(self):
        same, kept = _("this is the same for everybody."), _("who reads the answer stays as it is here.")
        others = [self.said(line, kept) for line in self.plan.readers]
        return [self.said(line, same) for line in self.plan.fixed] + others

    def said(self, line, why):
        return brought.Said(self.read.where.get(line.place, ""), line.fields["text_nl"], why)

    @property
    def groups(self):
        """(what becomes of them, lines) for the page."""
        states = {
            bringing.NEW: _("New"),
            bringing.CHANGED: _("Other words"),
            bringing.SAME: _("Here already, and the same"),
        }
        found = [(said, state, self.plan.of(state)) for state, said in states.items()]
        return [one for one in found if one[2]]

    @property
    def said_of_rest(self):
        """How many, and the first of them."""
        rest = [row.text_nl for row in self.rest]
        words = ngettext(
            "%(count)d line: ‘%(first)s’", "%(count)d lines, the first of them ‘%(first)s’", len(rest)
        )
        return words % {"count": len(rest), "first": rest[0]}

    def form(self, taken, is_sent):
        first = {"name": self.read.name, "rest": "stay"} | {
            k: v for k, v in self.answers.items() if k in ("name", "rest")
        }
        form = FileForm(
            self.answers if is_sent else None, initial=first, taken=taken if self.is_new else None
        )
        if self.is_new or not self.rest:
            del form.fields["rest"]
        else:
            form.fields["rest"].help_text = self.said_of_rest
        return form
