"""From nothing to a first lesson visit: the page for the first person, and the steps after it
(docs/adr/0052)."""

from allauth.account.adapter import get_adapter
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache

from administration import access, beginning
from administration.first_forms import BeginForm, PersonForm
from administration.intake import Choice, take_in
from administration.school_forms import TeamForm
from administration.steps import OTHER, ROLES, TEACHER, TEAM, Steps
from administration.views.saving import saved
from people.audit import Done
from people.models import Team
from people.views import drafts, pages


@login_not_required
@never_cache
def begin(request, code):
    """The school and its first person; there is no such page once somebody is here."""
    beginning.require_nobody(code)
    form = BeginForm(request.POST or None, initial={"language": get_language()})
    if not drafts.is_sent(request, form):
        return drafts.page(request, "administration/begin.html", form)
    try:
        person = beginning.begin(**form.cleaned_data)
    except beginning.Begun:
        raise Http404 from None
    get_adapter().login(request, person)
    response = redirect("first_steps")
    pages.remember(request, response, person.language)
    return response


ASKS = {TEAM: TeamForm, TEACHER: PersonForm, OTHER: PersonForm}
# where the page goes on: with what comes next, below whom one just invited and the link to hand over
AFTER = {TEAM: TEACHER, TEACHER: TEACHER, OTHER: OTHER}


def first_steps(request):
    """What a school needs before its first lesson visit, one small form a step."""
    steps = Steps(access.school_of(request.user))
    forms = {step: asked(request, step, steps.school) for step in ASKS}
    sent = forms.get(request.POST.get("step"))
    if sent and taken(request, request.POST["step"], sent, steps):
        return redirect(f"{reverse('first_steps')}#{AFTER[request.POST['step']]}")
    context = {"steps": steps, "forms": forms, "refused": sent}
    return render(request, "administration/first_steps.html", context, status=422 if sent else 200)


def asked(request, step, school):
    """The form of a step, with what was sent with it."""
    is_sent = request.method == "POST" and request.POST.get("step") == step
    words = request.POST if is_sent else drafts.kept(request, f"#{step}")
    about = {"instance": Team(school=school)} if step == TEAM else {"school": school}
    return ASKS[step](words, prefix=step, **about)


def taken(request, step, form, steps):
    """Whether it is done now. Otherwise the form says why not."""
    if step == TEAM:
        return saved(request, form, Done.TEAM)
    if steps.team is None:
        raise Http404
    if not form.is_valid():
        return False
    choice = Choice(steps.team, (ROLES[step],), request.user.language, makes_teams=False)
    agreed = [form.line.email]  # each is typed by itself, and may have the name of another one
    take_in(by=request.user, lines=[form.line], choice=choice, invite=True, agreed=agreed)
    drafts.saved(request)
    return True
