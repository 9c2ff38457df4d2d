"""Where a firm's people read what is pushed, on the phone before all."""

from django.urls import path

from . import views

app_name = "news"
urlpatterns = [
    path("workspace/news/", views.feed, name="feed"),
    path("workspace/news/settings/", views.tags, name="tags"),
    path("workspace/news/<int:pk>/", views.item, name="item"),
    path("workspace/news/<int:pk>/leave/<slug:tag>/", views.item_leave, name="item-leave"),
    path("news/leave/<str:signed>/", views.leave, name="leave"),
]
