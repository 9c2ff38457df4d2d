"""Where a unit writes what it offers and what it wants."""

from django.urls import path

from . import views

app_name = "matchmaking"
_NOUNS = {"achievement": "achievements", "demand": "demands"}
urlpatterns = [
    path("workspace/matchmaking/", views.profile_list, name="profile-list"),
    *(
        path(f"workspace/matchmaking/{words}/{rest}", view, {"noun": noun}, name=f"{noun}-{name}")
        for noun, words in _NOUNS.items()
        for rest, view, name in (
            ("new/", views.profile_new, "new"),
            ("<int:pk>/", views.profile_detail, "detail"),
            ("<int:pk>/act/", views.profile_act, "act"),
        )
    ),
]
