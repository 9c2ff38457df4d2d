"""The addresses of published bulletins."""

from django.urls import path

from . import views

app_name = "bulletins"
urlpatterns = [
    path("", views.bulletin_list, name="bulletin-list"),
    path("<str:month>/", views.bulletin_detail, name="bulletin"),
    path("<str:month>/<int:version>/", views.bulletin_detail, name="bulletin-version"),
    path("<str:month>/<int:version>/data.<str:what>", views.bulletin_file, name="bulletin-file"),
]
