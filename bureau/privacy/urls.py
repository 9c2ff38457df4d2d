from django.urls import path

from . import views

app_name = "privacy"
urlpatterns = [path("privacy/register/", views.register, name="register")]
