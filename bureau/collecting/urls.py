from django.urls import path

from . import views

app_name = "collecting"
urlpatterns = [
    path("", views.duty_list, name="duty-list"),
    path("<int:pk>/", views.duty_detail, name="duty-detail"),
    path("<int:pk>/part/", views.duty_part, name="duty-part"),
    path("<int:pk>/upload/", views.duty_upload, name="duty-upload"),
    path("<int:pk>/submit/", views.duty_submit, name="duty-submit"),
    path("<int:pk>/nil/", views.duty_nil, name="duty-nil"),
]
