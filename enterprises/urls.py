"""Where a firm looks after its data."""

from django.urls import path

from . import views

app_name = "enterprises"
urlpatterns = [
    path("workspace/enterprise/", views.data_list, name="data-list"),
    path("workspace/enterprise/<int:pk>/", views.data_detail, name="data-detail"),
    path("workspace/enterprise/<int:pk>/section/<slug:section>/", views.data_section, name="data-section"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/", views.part_list, name="part-list"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/add/", views.part_edit, name="part-add"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/<int:part>/", views.part_edit, name="part-edit"),
    path("workspace/enterprise/<int:pk>/rows/<slug:rows>/<int:part>/remove/", views.part_remove, name="part-remove"),
    path("workspace/enterprise/<int:pk>/explain/", views.data_explain, name="data-explain"),
    path("workspace/enterprise/<int:pk>/assessment/", views.data_assessment, name="data-assessment"),
    path("workspace/enterprise/<int:pk>/<slug:verb>/", views.data_verb, name="data-verb"),
]
