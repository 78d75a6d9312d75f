from django.urls import path

from letters.views import demo, feed, waiting, wishes

urlpatterns = [
    path("letters/waiting/", waiting.letters_waiting, name="letters_waiting"),
    path("calendar/<str:token>.ics", feed.calendar, name="calendar"),
    path("me/calendar/", feed.own_calendar, name="own_calendar"),
    path("me/calendar/address/", feed.calendar_address, name="calendar_address"),
    path("me/calendar/withdraw/", feed.calendar_withdraw, name="calendar_withdraw"),
    path("me/letters/", wishes.wishes, name="wishes"),
    path("letters/kind/<str:sealed>/", wishes.wish, name="wish"),
    path("demo/letters/", demo.letters, name="demo_letters"),
    path("demo/letters/of/<uuid:person>/", demo.letters, name="demo_letters_of"),
    path("demo/letters/<slug:name>/", demo.letter, name="demo_letter"),
    path("demo/letters/<slug:name>/looks/", demo.letter_looks, name="demo_letter_looks"),
    path("demo/letters/<slug:name>/invite.ics", demo.letter_calendar, name="demo_letter_calendar"),
]
