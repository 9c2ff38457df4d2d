"""Where calls are read."""

from django.urls import path

from .views import calls

app_name = "projects"
urlpatterns = [
    path("calls/", calls.call_list, name="call-list"),
    path("calls/<int:pk>/", calls.call_detail, name="call-detail"),
]
