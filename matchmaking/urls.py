"""Where a unit writes what it offers and what it wants."""

from django.urls import path

from .views import profiles

app_name = "matchmaking"
_NOUNS = {"achievement": "achievements", "demand": "demands"}
urlpatterns = [
    path("workspace/matchmaking/", profiles.profile_list, name="profile-list"),
    *(
        path(f"workspace/matchmaking/{words}/{rest}", view, {"noun": noun}, name=f"{noun}-{name}")
        for noun, words in _NOUNS.items()
        for rest, view, name in (
            ("new/", profiles.profile_new, "new"),
            ("<int:pk>/", profiles.profile_detail, "detail"),
            ("<int:pk>/act/", profiles.profile_act, "act"),
            ("<int:pk>/matches/", profiles.profile_matches, "matches"),
            ("<int:pk>/matches/<int:other>/dismiss/", profiles.match_dismiss, "dismiss"),
        )
    ),
]
