"""Where units are registered and looked after."""

from django.urls import path

from .views import deciding, joining, registrations, units

app_name = "registration"
urlpatterns = [
    path("workspace/registrations/", deciding.registration_list, name="registration-list"),
    path("workspace/registrations/begin/", registrations.registration_begin, name="registration-begin"),
    path("workspace/registrations/<int:pk>/", registrations.registration_detail, name="registration-detail"),
    path("workspace/registrations/<int:pk>/check/", registrations.registration_check, name="registration-check"),
    path(
        "workspace/registrations/<int:pk>/submitted/",
        registrations.registration_submitted,
        name="registration-submitted",
    ),
    path(
        "workspace/registrations/<int:pk>/withdraw/", registrations.registration_withdraw, name="registration-withdraw"
    ),
    path(
        "workspace/registrations/<int:pk>/licence-file/",
        registrations.registration_licence,
        name="registration-licence",
    ),
    path(
        "workspace/registrations/<int:pk>/decide/<slug:verb>/", deciding.registration_decide, name="registration-decide"
    ),
    path(
        "workspace/registrations/<int:pk>/part/<slug:part>/", registrations.registration_part, name="registration-part"
    ),
    path("workspace/credit-code/", registrations.credit_code, name="credit-code"),
    path("workspace/switch/", units.unit_switch, name="unit-switch"),
    path("workspace/units/", deciding.unit_list, name="unit-list"),
    path("workspace/units/<int:pk>/", units.unit_detail, name="unit-detail"),
    path("workspace/units/<int:pk>/invite/", units.invitation_send, name="invitation-send"),
    path("workspace/units/<int:pk>/rename/", units.renaming_request, name="renaming-request"),
    path("workspace/join/", joining.join, name="join"),
    path("workspace/joinings/<int:pk>/grant/", joining.joining_grant, name="joining-grant"),
    path("workspace/joinings/<int:pk>/decline/", joining.joining_decline, name="joining-decline"),
    path("workspace/joinings/<int:pk>/withdraw/", joining.joining_withdraw, name="joining-withdraw"),
    path("workspace/invitations/<int:pk>/", units.invitation_answer, name="invitation-answer"),
    path("workspace/invitations/<int:pk>/revoke/", units.invitation_revoke, name="invitation-revoke"),
    path("workspace/memberships/<int:pk>/end/", units.membership_end, name="membership-end"),
    path("workspace/memberships/<int:pk>/leave/", units.membership_leave, name="membership-leave"),
    path("workspace/memberships/<int:pk>/hand-over/", units.membership_hand_over, name="membership-hand-over"),
    path("workspace/renamings/<int:pk>/withdraw/", units.renaming_withdraw, name="renaming-withdraw"),
    path("workspace/renamings/<int:pk>/document/", units.renaming_document, name="renaming-document"),
    path("invitation/<str:token>/", units.invitation, name="invitation"),
]
