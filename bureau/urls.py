"""Where everything is reached."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView

from bureau.design import views as design
from bureau.portal import api as portal_api
from bureau.portal import workspace
from bureau.portal.views import pages as portal
from bureau.portal.views import search as portal_search
from bureau.registration.views import persons
from bureau.reports import api as reports_api
from bureau.signin.views import entrance as signin
from patents import api as patents_api

urlpatterns = [
    path("", portal.home, name="home"),
    path("statistics/", portal.statistics, name="statistics"),
    path("statistics/<int:year>/", portal.statistics, name="statistics-year"),
    path("statistics/patents/", include("bureau.bulletins.urls")),
    path("", include("patents.urls")),
    path("api/v1/patents/counts/", patents_api.PatentCounts.as_view(), name="patent-counts"),
    path("favicon.ico", design.favicon, name="favicon"),
    path("search/", portal_search.search, name="search"),
    path("", include("bureau.portal.urls")),
    path("api/v1/articles/", portal_api.article_list, name="article-list"),
    path("api/v1/articles/<int:number>/", portal_api.article_detail, name="article-detail"),
    path("api/v1/schema/", login_not_required(SpectacularAPIView.as_view(permission_classes=[])), name="schema"),
    path("api/v1/reports/<int:year>/", login_not_required(reports_api.report_detail), name="report-detail"),
    path("api/v1/enterprises/", include("enterprises.api.routes")),
    path("publicity/", include("bureau.publicity.urls")),
    path("", include("bureau.privacy.urls")),
    path("workspace/collecting/", include("bureau.collecting.urls")),
    path("workspace/messages/", include("bureau.messaging.urls")),
    path("styleguide/", design.styleguide, name="styleguide"),
    path("styleguide/<slug:page>/", design.styleguide_page, name="styleguide-page"),
    path("account/", include("bureau.signin.urls")),
    path("account/signup/", persons.sign_up, name="account_signup"),
    path("account/signup/confirm/", persons.sign_up_confirm, name="account_signup_confirm"),
    path("admin/login/", signin.admin_login),
    path("admin/logout/", signin.sign_out),
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("workspace/", workspace.home, name="workspace"),
    path("workspace/worker.js", design.service_worker, name="service-worker"),
    path("workspace/offline/", design.offline, name="offline"),
    path("manifest.webmanifest", design.manifest, name="manifest"),
    path("", include("bureau.registration.urls")),
    path("", include("bureau.news.urls")),
    path("", include("enterprises.urls")),
    path("", include("projects.urls")),
    path("", include("matchmaking.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "bureau.design.errors.bad_request"
handler403 = "bureau.design.errors.forbidden"
handler404 = "bureau.design.errors.not_found"
handler429 = "bureau.design.errors.too_many"
handler500 = "bureau.design.errors.broken"
