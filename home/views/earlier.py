"""The list of earlier visits, searched and filtered (docs/adr/0028)."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from home.earlier import Earlier
from home.earlier_rows import by_month
from home.forms import SearchForm
from people.searched import FIND, remember, remembered

PER_PAGE = 25


def earlier(request):
    """What the form asks for becomes an address without its words; an address becomes a list."""
    there, is_sent = Earlier(request.user), request.method == "POST"
    form = SearchForm(request.POST if is_sent else asked(request), choices=there.choices)
    if is_sent and form.is_valid():
        return redirect(reverse("earlier", query=in_address(request, form.cleaned_data)))
    found = there.found(form.cleaned_data) if form.is_valid() else None
    page = Paginator(found.visits if found else [], PER_PAGE).get_page(request.GET.get("page"))
    rows, find = found.rows(page) if found else [], request.GET.get(FIND, "")
    context = {
        "there": there, "form": form, "found": found, "page": page, "rows": rows, "months": by_month(rows),
        "find": find, "is_forgotten": find and not is_sent and not form["words"].value(),
    }  # fmt: skip
    return render(request, "home/earlier.html", context, status=422 if form.errors else 200)


def asked(request):
    """What the address asks for, and the words that this session remembers for it."""
    return {**request.GET.dict(), "words": remembered(request.session, request.GET.get(FIND, ""))}


def in_address(request, asked):
    words = {FIND: remember(request.session, asked["words"])} if asked["words"] else {}
    chosen = {name: value for name, value in asked.items() if value and name != "words"}
    return words | chosen | ({"step": "on"} if asked["step"] else {})
