from django.urls import path

from . import views

app_name = "publicity"
urlpatterns = [
    path("", views.publicity_list, name="list"),
    path("<int:pk>/", views.publicity_detail, name="detail"),
    path("<int:pk>/print/", views.publicity_print, name="print"),
    path("<int:pk>/objection/", views.objection_raise, name="objection-raise"),
    path("objections/", views.objection_query, name="objection-query"),
    path("objections/take-back/<str:signed>/", views.objection_take_back, name="objection-take-back"),
    path("objections/receipt/<str:signed>/", views.objection_receipt, name="objection-receipt"),
]
