from django.urls import path

from letters.views import feed, wishes

urlpatterns = [
    path("calendar/<str:token>.ics", feed.calendar, name="calendar"),
    path("me/calendar/", feed.own_calendar, name="own_calendar"),
    path("me/calendar/address/", feed.calendar_address, name="calendar_address"),
    path("me/calendar/withdraw/", feed.calendar_withdraw, name="calendar_withdraw"),
    path("me/letters/", wishes.wishes, name="wishes"),
    path("letters/kind/<str:sealed>/", wishes.wish, name="wish"),
]
