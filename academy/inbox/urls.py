from django.urls import path

from academy.inbox import choosing, views

urlpatterns = [
    path("inbox/", views.inbox, name="inbox"),
    path("inbox/read/", views.mark_all_read, name="inbox_read"),
    path("inbox/unread/", views.unread, name="inbox_unread"),
    path("inbox/<int:pk>/", views.open_notice, name="open_notice"),
    path("inbox/notifications/", choosing.notifications, name="notifications"),
    path("inbox/notifications/chat/", choosing.set_chat, name="set_chat"),
    path("inbox/notifications/chat/remove/", choosing.remove_chat, name="remove_chat"),
    path("inbox/notifications/chat/test/", choosing.test_chat, name="test_chat"),
    path("inbox/notifications/browsers/", choosing.subscribe, name="push_subscribe"),
    path("inbox/notifications/browsers/<int:pk>/remove/", choosing.unsubscribe, name="push_unsubscribe"),
]

# Without a language: a service worker speaks for the pages of all of them.
root_urlpatterns = [
    path("service-worker.js", views.service_worker, name="service_worker"),
    path("waiting/", views.waiting, name="waiting"),
]
