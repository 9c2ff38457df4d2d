"""Where everybody finds achievements and demands, and a unit writes its own."""

from django.urls import path

from .views import market, profiles

app_name = "matchmaking"
_NOUNS = {"achievement": "achievements", "demand": "demands"}
urlpatterns = [
    path("workspace/matchmaking/", profiles.profile_list, name="profile-list"),
    path("market/", market.market, name="market"),
    path("market/achievements/<int:pk>/", market.market_detail, {"noun": "achievement"}, name="market-achievement"),
    path("market/demands/<int:pk>/", market.market_detail, {"noun": "demand"}, name="market-demand"),
    path("workspace/searches/", market.saved_list, name="saved-list"),
    path("workspace/searches/add/", market.saved_add, name="saved-add"),
    path("workspace/searches/<int:pk>/drop/", market.saved_drop, name="saved-drop"),
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
