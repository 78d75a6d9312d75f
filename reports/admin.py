from django.contrib import admin
from django.utils import timezone

from people.admin import OfOwnSchool
from reports.models import Period


@admin.register(Period)
class PeriodAdmin(OfOwnSchool, admin.ModelAdmin):
    """A period that is over stays as it is: its mirrors are made of it."""

    fields = ["school", "start", "end"]
    list_display = ["start", "end"]

    def has_change_permission(self, request, obj=None):
        is_over = obj is not None and obj.end < timezone.localdate()
        return super().has_change_permission(request, obj) and not is_over
