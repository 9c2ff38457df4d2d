from django.urls import path

from . import views

app_name = "messaging"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("<int:pk>/", views.message_open, name="message-open"),
    path("read-all/", views.message_read_all, name="message-read-all"),
    path("devices/add/", views.device_add, name="device-add"),
    path("devices/drop/", views.device_drop, name="device-drop"),
    path("settings/", views.preferences, name="preferences"),
]
