"""Where calls are read and applications made."""

from django.urls import path

from .views import applications, calls, desk, experts, filling, panels, public, recommending, soliciting, suggesting

OWN = "workspace/applications/<int:pk>"
DESK = "workspace/reviews/<int:pk>"
ITEM = "workspace/panels/items/<int:pk>"
SUGGESTION = "workspace/suggestions/<int:pk>"
app_name = "projects"
urlpatterns = [
    path("calls/", calls.call_list, name="call-list"),
    path("calls/<int:pk>/", calls.call_detail, name="call-detail"),
    path("solicitations/", soliciting.solicitation_list, name="solicitation-list"),
    path("solicitations/<int:pk>/", soliciting.solicitation_detail, name="solicitation-detail"),
    path("workspace/suggestions/", suggesting.suggestion_list, name="suggestion-list"),
    path("workspace/suggestions/begin/<int:pk>/", suggesting.suggestion_begin, name="suggestion-begin"),
    path(f"{SUGGESTION}/", suggesting.suggestion_detail, name="suggestion-detail"),
    path(f"{SUGGESTION}/edit/", suggesting.suggestion_edit, name="suggestion-edit"),
    path(f"{SUGGESTION}/check/", suggesting.suggestion_check, name="suggestion-check"),
    path(f"{SUGGESTION}/do/<slug:verb>/", suggesting.suggestion_verb, name="suggestion-verb"),
    path("verify/<str:number>/<slug:code>/", public.verify, name="verify"),
    path("team/<str:token>/", public.member_link, name="member-link"),
    path("workspace/applications/", applications.application_list, name="application-list"),
    path("workspace/applications/begin/<int:pk>/", applications.application_begin, name="application-begin"),
    path(f"{OWN}/", applications.application_detail, name="application-detail"),
    path(f"{OWN}/section/<slug:section>/", filling.application_section, name="application-section"),
    path(f"{OWN}/team/add/", filling.member_edit, name="member-add"),
    path(f"{OWN}/team/<int:member>/", filling.member_edit, name="member-edit"),
    path(f"{OWN}/team/<int:member>/<slug:verb>/", filling.member_verb, name="member-verb"),
    path(f"{OWN}/files/<slug:code>/add/", filling.file_add, name="file-add"),
    path(f"{OWN}/files/<int:file>/", filling.file_show, name="file-show"),
    path(f"{OWN}/files/<int:file>/remove/", filling.file_remove, name="file-remove"),
    path(f"{OWN}/check/", applications.application_check, name="application-check"),
    path(f"{OWN}/print/", applications.application_print, name="application-print"),
    path(f"{OWN}/word/", applications.application_word, name="application-word"),
    path(f"{OWN}/pdf/", applications.application_pdf, name="application-pdf"),
    path(f"{OWN}/verify.svg", public.verify_picture, name="verify-picture"),
    path(f"{OWN}/do/<slug:verb>/", applications.application_verb, name="application-verb"),
    path("workspace/expert/", experts.expert, name="expert"),
    path("workspace/expert/begin/", experts.expert_begin, name="expert-begin"),
    path("workspace/expert/edit/<slug:part>/", experts.expert_edit, name="expert-edit"),
    path("workspace/expert/avoid/", experts.avoidance_add, name="avoidance-add"),
    path("workspace/expert/avoid/<int:pk>/remove/", experts.avoidance_remove, name="avoidance-remove"),
    path("workspace/expert/papers/add/", experts.paper_add, name="paper-add"),
    path("workspace/expert/papers/<int:pk>/", experts.paper_show, name="paper-show"),
    path("workspace/expert/do/<slug:verb>/", experts.expert_verb, name="expert-verb"),
    path("workspace/expert/seats/<int:pk>/", experts.seat, name="seat"),
    path("workspace/expert/seats/<int:pk>/decline/", experts.seat_decline, name="seat-decline"),
    path("workspace/recommending/", recommending.recommending_list, name="recommending-list"),
    path("workspace/recommending/<int:pk>/<slug:verb>/", recommending.recommending_verb, name="recommending-verb"),
    path("workspace/reviews/", desk.review_list, name="review-list"),
    path(f"{DESK}/", desk.review_desk, name="review-desk"),
    path(f"{DESK}/word/", desk.review_word, name="review-word"),
    path(f"{DESK}/files/<int:file>/", desk.review_file, name="review-file"),
    path(f"{DESK}/conflict/", desk.review_conflict, name="review-conflict"),
    path("workspace/panels/", panels.panel_list, name="panel-list"),
    path("workspace/panels/<int:pk>/", panels.panel, name="panel"),
    path("workspace/panels/invitations/<int:pk>/", panels.panel_invitation, name="panel-invitation"),
    path("workspace/panels/invitations/<int:pk>/decline/", panels.panel_decline, name="panel-decline"),
    path(f"{ITEM}/", panels.panel_item, name="panel-item"),
    path(f"{ITEM}/word/", panels.panel_word, name="panel-word"),
    path(f"{ITEM}/files/<int:file>/", panels.panel_file, name="panel-file"),
    path(f"{ITEM}/leave/", panels.panel_leave, name="panel-leave"),
    path(f"{ITEM}/opinion/", panels.panel_opinion, name="panel-opinion"),
]
