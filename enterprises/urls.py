"""Where a firm looks after its data."""

from django.urls import path

from .views import filling, reserve, tokens, whatif, yearly

app_name = "enterprises"
urlpatterns = [
    path("workspace/enterprise/reserve/", reserve.reserve_detail, name="reserve"),
    path("workspace/enterprise/reserve/apply/", reserve.reserve_apply, name="reserve-apply"),
    path("workspace/enterprise/reserve/services/<int:pk>/confirm/", reserve.service_confirm, name="service-confirm"),
    path("workspace/enterprise/reserve/files/<int:pk>/", reserve.service_file, name="service-file"),
    path("workspace/enterprise/tickets/ask/", reserve.ticket_ask, name="ticket-ask"),
    path("workspace/enterprise/tokens/", tokens.token_list, name="token-list"),
    path("workspace/enterprise/tokens/<int:pk>/revoke/", tokens.token_revoke, name="token-revoke"),
    path("workspace/enterprise/", yearly.data_list, name="data-list"),
    path("workspace/enterprise/<int:pk>/", yearly.data_detail, name="data-detail"),
    path("workspace/enterprise/<int:pk>/section/<slug:section>/", yearly.data_section, name="data-section"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/", yearly.part_list, name="part-list"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/add/", yearly.part_edit, name="part-add"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/<int:part>/", yearly.part_edit, name="part-edit"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/<int:part>/remove/", yearly.part_remove, name="part-remove"),
    path("workspace/enterprise/<int:pk>/explain/", yearly.data_explain, name="data-explain"),
    path("workspace/enterprise/<int:pk>/assessment/", yearly.data_assessment, name="data-assessment"),
    path("workspace/enterprise/<int:pk>/workbook/", filling.data_workbook, name="data-workbook"),
    path("workspace/enterprise/<int:pk>/upload/", filling.data_upload, name="data-upload"),
    path("workspace/enterprise/<int:pk>/prefill/", filling.data_prefill, name="data-prefill"),
    path("workspace/enterprise/<int:pk>/what-if/", whatif.what_if, name="what-if"),
    path("workspace/enterprise/<int:pk>/<slug:verb>/", yearly.data_verb, name="data-verb"),
]
