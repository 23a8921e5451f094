from django.urls import path

from home import feed, views

urlpatterns = [
    path("search/", views.search, name="search"),
    path("my/calendar/", feed.calendar, name="calendar"),
    path("my/calendar/address/", feed.renew, name="calendar_renew"),
    path("my/calendar/stop/", feed.revoke, name="calendar_revoke"),
]

# Without a language: a calendar asks for it, in that of its person.
root_urlpatterns = [path("calendar/<str:token>.ics", feed.feed, name="calendar_feed")]
