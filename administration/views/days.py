"""Holidays of a school, and the periods of which team mirrors are made."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from administration.access import holiday_of, period_of, school_of
from administration.school_forms import HolidayForm, PeriodForm
from administration.school_years import school_years
from administration.views import saving
from people.audit import Done
from people.holidays import OVER
from people.models import Holiday
from people.views import drafts
from reports.models import BEGUN, Period


def days(request):
    coming, before = school_years(school_of(request.user))
    return render(request, "administration/days.html", {"coming": coming, "before": before})


def holiday_add(request):
    return page(request, "holiday", HolidayForm, Holiday(school=school_of(request.user)))


def holiday(request, pk):
    row = holiday_of(request.user, pk)
    return page(request, "holiday", HolidayForm, row, is_fixed=row.is_over)


def period_add(request):
    return page(request, "period", PeriodForm, Period(school=school_of(request.user)))


def period(request, pk):
    row = period_of(request.user, pk)
    return page(request, "period", PeriodForm, row, is_fixed=row.has_begun)


def page(request, name, form_class, row, *, is_fixed=False):
    """`is_fixed`: to read, and no more; what is sent all the same is refused by the row itself."""
    form = form_class(drafts.posted(request), instance=row)
    if saving.saved(request, form, Done.DAYS):
        messages.success(request, _("Saved."))
        return redirect("days")
    context = {"row": row, "is_fixed": is_fixed, "is_new": row.pk is None}
    return drafts.page(request, f"administration/{name}.html", form, **context)


@require_POST
def holiday_remove(request, pk):
    return remove(request, pk, holiday_of, "holiday", lambda row: row.is_over and OVER)


@require_POST
def period_remove(request, pk):
    return remove(request, pk, period_of, "period", lambda row: row.has_begun and BEGUN)


def remove(request, pk, row_of, kind, why_not):
    """A period that has begun stays, and a holiday that is over."""
    try:
        row = row_of(request.user, pk)
    except Http404:
        return saving.second_click(request.user, Done.DAYS, leads_to="days")
    if words := why_not(row):
        messages.warning(request, words)
        return redirect("days")
    saving.remove(request.user, row, Done.DAYS, kind=kind)
    messages.success(request, _("Taken away."))
    return redirect("days")
