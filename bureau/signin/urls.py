"""Where signing in is reached. allauth's pages are listed one by one: what is not here does not exist."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.db import transaction
from django.urls import include, path

from .views import account as own_account
from .views import entrance, personal

# allauth saves, then tells by a signal that the book hears: one transaction, so that neither is without the other (D9).
# That an authenticator or recovery codes were set up it tells only after the commit, so that line is written just after.
whole = transaction.atomic

own = [
    path("", own_account.account, name="account"),
    path("name/", own_account.name_change, name="name-change"),
    path("contact/<str:what>/", own_account.contact_change, name="contact-change"),
    path("contact-confirm/", own_account.contact_confirm, name="contact-confirm"),
    path("factors/sms/", own_account.sms_factor, name="sms-factor"),
    path("login/sms/", own_account.sms, name="sms"),
    path("data/", personal.data, name="data"),
    path("data/export/", personal.data_export, name="data-export"),
    path("data/request/<str:kind>/", personal.data_request, name="data-request"),
    path("data/withdraw/<int:pk>/", personal.data_withdraw, name="data-withdraw"),
    path("sessions/", entrance.session_list, name="sessions"),
    path("sessions/<int:pk>/end/", entrance.session_end, name="session-end"),
    path("sessions/end-others/", entrance.session_end_others, name="session-end-others"),
]

urlpatterns = [
    path("login/", entrance.sign_in, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("inactive/", entrance.inactive, name="account_inactive"),
    path("reauthenticate/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", whole(account.password_change), name="account_change_password"),
    path("password/set/", whole(account.password_set), name="account_set_password"),
    path("password/reset/", own_account.forgotten, name="account_reset_password"),
    path("password/reset/confirm/", whole(own_account.reset), name="account_reset_password_confirm"),
    path("factors/", mfa.index, name="mfa_index"),
    path("factors/authenticate/", entrance.factor, name="mfa_authenticate"),
    path("factors/reauthenticate/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("factors/totp/", whole(totp.activate_totp), name="mfa_activate_totp"),
    path("factors/totp/remove/", whole(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("factors/recovery/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("factors/recovery/new/", whole(recovery.generate_recovery_codes), name="mfa_generate_recovery_codes"),
    path("factors/recovery/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("factors/passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("factors/passkeys/add/", whole(webauthn.add_webauthn), name="mfa_add_webauthn"),
    path("factors/passkeys/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path("factors/passkeys/reauthenticate/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("factors/passkeys/<int:pk>/remove/", whole(webauthn.remove_webauthn), name="mfa_remove_webauthn"),
    path("factors/passkeys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    path("identities/", whole(entrance.identities), name="socialaccount_connections"),
    path("identities/cancelled/", entrance.identity_cancelled, name="socialaccount_login_cancelled"),
    path("identities/error/", entrance.identity_error, name="socialaccount_login_error"),
    path("identities/<str:provider_id>/login/", entrance.identity_leave, name="openid_connect_login"),
    path("identities/<str:provider_id>/login/callback/", oidc.callback, name="openid_connect_callback"),
    path("session/", entrance.session_extend, name="session-extend"),
    path("", include((own, "signin"))),
]
