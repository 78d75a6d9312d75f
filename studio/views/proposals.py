"""What people propose for the checklist, and what is answered."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people.views import drafts as kept
from studio import access, ordering, proposing
from studio.proposal_forms import AnswerForm, ProposeForm
from studio.taking import who_proposed

MOST = 100  # of what was answered; what waits is there whole


def proposals(request):
    """One's own; who makes checklists reads those of the whole school."""
    found = access.proposals(request.user).order_by("-made_at")
    context = {"waiting": found.filter(answered_at=None), "answered": found.exclude(answered_at=None)[:MOST]}
    return render(request, "studio/proposals.html", context)


def checklist_propose(request, edition_id):
    """`?line=` is the key of the point that could be worded otherwise."""
    edition, line = access.to_propose_for(request.user, edition_id, request.GET.get("line", ""))
    form = ProposeForm(kept.posted(request), edition=edition, line=line)
    if kept.is_sent(request, form):
        made = proposing.propose(by=request.user, edition=edition, **form.facts)
        kept.saved(request)
        messages.success(
            request, _("Sent. Who makes the checklists of your school reads it and answers you here.")
        )
        return redirect("proposal", made.pk)
    return kept.page(request, "studio/propose.html", form, edition=edition, line=line)


def proposal(request, pk):
    found = access.proposal(request.user, pk)
    form = answer_form(request, found)
    if form and kept.is_sent(request, form) and (place := answered(request, found, form)):
        return redirect(*place)
    proposing.see(found, request.user)
    facts = {"proposal": found, "who": who_proposed(found), "now": access.line_of(found), "form": form}
    status = 422 if form and form.is_bound else 200
    return render(request, "studio/proposal.html", facts, status=status)


def answer_form(request, found):
    """For who may answer, as long as nobody did; sent once more it leads to what became of it."""
    if request.method == "POST":
        access.editor(request.user)
    elif found.is_answered or not request.user.edits_checklists:
        return None
    takes = request.POST.get("do") == "take"
    return AnswerForm(kept.posted(request), by=request.user, proposal=found, takes=takes)


def answered(request, found, form):
    """Where it leads: to the line, where there is one now; None where it cannot be done."""
    try:
        line = answer(request.user, found, form)
    except ordering.TooMany:
        form.add_error("into", _("Its draft is full. First take a line away there."))
        return None
    kept.saved(request)
    said = (
        _("It is in the draft now. Your colleague reads your answer.")
        if line
        else _("Answered. Your colleague reads it here.")
    )
    messages.success(request, said)
    return ("draft_line", line.edition_id, "item", line.key) if line else ("proposal", found.pk)


def answer(user, found, form):
    facts = {"by": user, "proposal_id": found.pk, "answer": form.cleaned_data["answer"]}
    if form.takes:
        return proposing.take(**facts, checklist=form.cleaned_data["into"])
    return proposing.thank(**facts)


@require_POST
def proposal_withdraw(request, pk):
    proposing.withdraw(by=request.user, proposal_id=pk)
    messages.success(request, _("Your proposal is withdrawn."))
    return redirect("proposals")
