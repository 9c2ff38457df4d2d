"""Where everybody finds achievements and demands, and a unit writes its own."""

from django.urls import path

from .views import agenda, challenges, contracts, dealing, hall, market, profiles, results, taking_part

app_name = "matchmaking"
_NOUNS = {"achievement": "achievements", "demand": "demands"}
urlpatterns = [
    path("workspace/matchmaking/", profiles.profile_list, name="profile-list"),
    path("market/", market.market, name="market"),
    path("market/achievements/<int:pk>/", market.market_detail, {"noun": "achievement"}, name="market-achievement"),
    path("market/demands/<int:pk>/", market.market_detail, {"noun": "demand"}, name="market-demand"),
    path("challenges/", challenges.challenge_list, name="challenges"),
    path("challenges/<int:pk>/", challenges.challenge, name="challenge"),
    path("workspace/challenges/", challenges.own_list, name="challenge-list"),
    path("workspace/challenges/from/<int:pk>/", challenges.challenge_new, name="challenge-new"),
    path("workspace/challenges/<int:pk>/", challenges.challenge_detail, name="challenge-detail"),
    path("workspace/challenges/<int:pk>/act/", challenges.challenge_act, name="challenge-act"),
    path("workspace/challenges/<int:pk>/bid/", challenges.bid, name="bid"),
    path("workspace/challenges/<int:pk>/bid/act/", challenges.bid_act, name="bid-act"),
    path("events/", hall.event_list, name="event-list"),
    path("events/<int:pk>/", hall.event_hall, name="event-hall"),
    path("events/<int:pk>/items/", hall.event_items, name="event-items"),
    path("events/<int:pk>/screen/", hall.event_screen, name="event-screen"),
    path("events/<int:pk>/live/", hall.event_live, name="event-live"),
    path("events/<int:pk>/beat/", hall.event_beat, name="event-beat"),
    path("sign-in/<uuid:token>/", taking_part.sign_in, name="sign-in"),
    path("workspace/events/<int:pk>/", taking_part.own_event, name="event-own"),
    path("workspace/events/<int:pk>/join/", taking_part.event_join, name="event-join"),
    path("workspace/events/<int:pk>/agenda/", agenda.event_agenda, name="event-agenda"),
    path("workspace/events/<int:pk>/agenda/calendar/", agenda.event_calendar, name="event-calendar"),
    path("workspace/venues/<int:pk>/", taking_part.venue_desk, name="venue-desk"),
    path("workspace/venues/<int:pk>/count/", taking_part.venue_count, name="venue-count"),
    path("workspace/venues/<int:pk>/code/", taking_part.venue_code, name="venue-code"),
    path("workspace/dealings/", dealing.interest_list, name="interest-list"),
    path("workspace/dealings/new/<slug:noun>/<int:pk>/", dealing.interest_new, name="interest-new"),
    path("workspace/dealings/<int:pk>/", dealing.interest_detail, name="interest-detail"),
    path("workspace/dealings/<int:pk>/act/", dealing.interest_act, name="interest-act"),
    path("workspace/dealings/<int:pk>/contact/", dealing.interest_contact, name="interest-contact"),
    path("workspace/dealings/<int:pk>/remarks/<int:remark>/file/", dealing.remark_file, name="remark-file"),
    path("workspace/dealings/<int:pk>/files/<int:file>/", dealing.other_file, name="other-file"),
    path("workspace/dealings/<int:pk>/deal/file/", dealing.deal_file, name="deal-file"),
    path("workspace/dealings/<int:pk>/meetings/<int:meeting>/act/", dealing.meeting_act, name="meeting-act"),
    path(
        "workspace/dealings/<int:pk>/meetings/<int:meeting>/calendar/",
        dealing.meeting_calendar,
        name="meeting-calendar",
    ),
    path("workspace/mandates/", dealing.mandate_list, name="mandate-list"),
    path("workspace/mandates/<int:pk>/end/", dealing.mandate_end, name="mandate-end"),
    path("workspace/contracts/", contracts.filing_list, name="filing-list"),
    path("workspace/contracts/from/<int:pk>/", contracts.filing_from_deal, name="filing-from-deal"),
    path("workspace/contracts/<int:pk>/", contracts.filing_detail, name="filing-detail"),
    path("workspace/contracts/<int:pk>/submit/", contracts.filing_submit, name="filing-submit"),
    path("workspace/contracts/<int:pk>/file/", contracts.filing_file, name="filing-file"),
    path("workspace/contracts/follow-ups/<int:pk>/", contracts.follow_up, name="follow-up"),
    path("workspace/results/", results.result_list, name="result-list"),
    path("workspace/results/<int:pk>/", results.result_detail, name="result-detail"),
    path("workspace/results/<int:pk>/submit/", results.result_submit, name="result-submit"),
    path("workspace/results/<int:pk>/file/", results.result_file, name="result-file"),
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
            ("<int:pk>/files/add/", profiles.file_add, "file-add"),
            ("<int:pk>/files/<int:file>/", profiles.file_show, "file-show"),
            ("<int:pk>/files/<int:file>/drop/", profiles.file_drop, "file-drop"),
            ("<int:pk>/matches/", profiles.profile_matches, "matches"),
            ("<int:pk>/matches/<int:other>/dismiss/", profiles.match_dismiss, "dismiss"),
        )
    ),
]
