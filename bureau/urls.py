"""Where everything is reached."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView

from bureau.portal import views as portal
from bureau.reports import api as reports_api

urlpatterns = [
    path("", portal.home, name="home"),
    path("statistics/", portal.statistics, name="statistics"),
    path("statistics/<int:year>/", portal.statistics, name="statistics-year"),
    path("api/v1/schema/", login_not_required(SpectacularAPIView.as_view(permission_classes=[])), name="schema"),
    path("api/v1/reports/<int:year>/", login_not_required(reports_api.report_detail), name="report-detail"),
    path("workspace/messages/", include("bureau.messaging.urls")),
    path("admin/", admin.site.urls),
]
