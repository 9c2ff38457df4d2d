"""The addresses below /api/v1/enterprises/."""

from django.urls import path
from rest_framework.routers import SimpleRouter

from .reading import RESOURCES, view_of
from .writing import OwnYear

app_name = "api-enterprises"
router = SimpleRouter()
for resource in RESOURCES:
    router.register(resource.path, view_of(resource), basename=resource.path)

urlpatterns = [path("own/yearly-data/<int:year>/", OwnYear.as_view(), name="own-year"), *router.urls]
