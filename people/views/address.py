"""Another address, in three pages: who one is (people/views/sure.py), the new address, the code that was sent
there."""

from allauth.core import ratelimit
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from people import addresses
from people.forms import AddressForm, CodeForm
from people.views import drafts
from people.views.sure import sure


@sure
def address(request):
    form = AddressForm(
        drafts.posted(request),
        initial={"email": addresses.typed(request.session, request.user)},
        person=request.user,
    )
    if drafts.is_sent(request, form):
        email = form.cleaned_data["email"]
        refusal = None if email == addresses.waiting_for(request.session) else send(request, email)
        if refusal is None:
            drafts.saved(request)
            return redirect("address_code")
        form.add_error("email", refusal)
    return drafts.page(request, "people/address.html", form)


def address_code(request):
    """The address changes here, and nowhere else."""
    email, form = addresses.waiting_for(request.session), CodeForm(posted(request))
    if form.is_valid() and email and addresses.is_code(request.session, form.cleaned_data["code"]):
        return changed(request, email)
    if addresses.waiting_for(request.session) is None:
        return no_more(request)
    if form.is_valid():
        form.add_error("code", _("This is not the code in the newest letter. It has eight letters."))
    return drafts.page(request, "people/address_code.html", form, email=email)


@require_POST
@sure
def address_again(request):
    if email := addresses.typed(request.session, request.user):
        refusal = send(request, email)
        fresh = _("There is a new code. The earlier one no longer works.")
        messages.warning(request, refusal) if refusal else messages.success(request, fresh)
    return redirect("address_code")


@require_POST
def address_keep(request):
    addresses.keep(request.session, request.user)
    messages.success(request, _("Your address stays as it is."))
    return redirect("me")


def posted(request):
    return request.POST if request.method == "POST" else None


def send(request, email):
    """None once the letter was handed over; else why not."""
    if not ratelimit.consume(request, action="manage_email", user=request.user, key=email):
        return _("That was often in a short time. Wait an hour and try once more.")
    if not addresses.send_code(request.session, request.user, email):
        return _("The letter could not be sent. Try once more in a few minutes.")
    return None


def no_more(request):
    """Nothing was asked for, it took too long, or there were too many tries."""
    if request.method == "POST":
        messages.warning(request, _("This code no longer works. Nothing has changed. Ask for a new one."))
    return redirect("address")


def changed(request, email):
    old = request.user.email
    if not addresses.change(request.session, request.user, email):
        messages.warning(request, _("This address cannot be used. Nothing has changed. Choose another one."))
        return redirect("address")
    messages.success(request, _("From now on you sign in with {email}.").format(email=email))
    if not addresses.tell_changed(request.user, old):
        messages.warning(request, _("We could not send a letter to your old address."))
    return redirect("me")
