from django.contrib import admin
from django_tasks_db.admin import DBTaskResult  # registers it

from people.own_school import OfOwnSchool
from reports.models import Period

admin.site.unregister(DBTaskResult)  # nothing for people to see or do


@admin.register(Period)
class PeriodAdmin(OfOwnSchool, admin.ModelAdmin):
    """A period that has begun stays as it is: nobody chooses its borders round lessons that are known."""

    fields = ["school", "start", "end"]
    list_display = ["start", "end"]

    def has_change_permission(self, request, obj=None):
        has_begun = obj is not None and obj.start <= obj.school.today
        return super().has_change_permission(request, obj) and not has_begun
