"""What every answer says to the browser: no inline script, no frame, no copy of a signed-in page."""

import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from bureau.accounts.models import User
from bureau.design.errors import too_many

pytestmark = pytest.mark.django_db


def policy(response) -> dict:
    """The content policy by directive."""
    parts = (part.strip().split(" ") for part in response["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("address", ["/", "/statistics/", "/nowhere/", "/api/v1/reports/1999/"])
def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(client, address):
    found = policy(client.get(address))

    assert found["default-src"] == found["script-src"] == found["style-src"] == ["'self'"]
    assert found["frame-ancestors"] == found["base-uri"] == found["object-src"] == ["'none'"]
    assert found["form-action"] == ["'self'"]


def test_the_admin_alone_is_wider(client, person):
    client.force_login(person("officer"))
    found = policy(client.get("/admin/"))

    assert found["script-src"] == ["'self'", "'unsafe-eval'"]
    assert found["style-src"] == ["'self'", "'unsafe-inline'"]
    assert found["default-src"] == ["'self'"]


def test_an_address_that_only_begins_like_the_admin_is_not_wider(client):
    assert policy(client.get("/administration/"))["script-src"] == ["'self'"]


def test_no_cache_keeps_what_a_signed_in_person_saw(client):
    assert "no-store" not in client.get("/").headers.get("Cache-Control", "")
    client.force_login(User.objects.create_user(username="somebody"))

    assert "no-store" in client.get("/")["Cache-Control"]
    assert "private" in client.get("/")["Cache-Control"]


def test_a_script_that_sends_files_is_told_where_to_go_and_not_led_there(client):
    response = client.post("/workspace/messages/", headers={"X-Upload": "1"})

    assert response.status_code == 204
    assert response["X-Location"].startswith("/account/login/?next=")
    assert client.post("/workspace/messages/").status_code == 302


def test_headers_against_sniffing_framing_and_telling(client):
    response = client.get("/")

    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


def test_production_passes_the_deployment_check(tmp_path):
    key = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
    said = dict.fromkeys(("SITE_NAME", "SITE_ORGAN", "SITE_ICP", "SITE_GONGAN", "SITE_IDENTIFIER", "SITE_CONTACT"), "x")
    environment = os.environ | said | {
        "BUREAU_ENV": "production", "BUREAU_DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://x@localhost/x",
        "REDIS_URL": "redis://localhost", "SECRET_KEY": "abcdefghij" * 6, "ALLOWED_HOSTS": "kj.example.gov.cn",
        "FIELD_KEYS": f"1:{key}", "BLIND_INDEX_KEY": key, "AUDIT_KEY": key,
    }  # fmt: skip
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING", "--tag", "security"]
    done = subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_every_error_is_a_page_in_chinese(client, settings):
    settings.DEBUG = False
    page = client.get("/nowhere/")

    assert page.status_code == 404
    assert "没有找到此页" in page.text
    assert "您可以" in page.text


def test_the_api_is_told_in_json(client):
    response = client.get("/api/nowhere/")

    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    assert "没有找到" in response.json()["detail"]


def test_a_form_of_another_site_is_refused_in_chinese(client):
    client.handler.enforce_csrf_checks = True
    client.force_login(User.objects.create_user(username="somebody"))
    response = client.post(reverse("admin:logout"))

    assert response.status_code == 403
    assert "表单已过期" in response.text


def breaks(_request):
    """A context processor, so that the page of the error cannot use the frame either."""
    raise RuntimeError("the context is broken too")


def test_a_page_that_breaks_says_a_number_that_the_log_has(client, settings, caplog):
    client.raise_request_exception = False
    (engine,) = settings.TEMPLATES
    processors = [*engine["OPTIONS"]["context_processors"], f"{__name__}.breaks"]
    settings.TEMPLATES = [engine | {"OPTIONS": engine["OPTIONS"] | {"context_processors": processors}}]

    response = client.get("/")

    assert response.status_code == 500
    assert "系统出错" in response.text
    number = response.text.partition('class="code">')[2][:8]
    assert any(f"错误编号 {number}" in record.getMessage() for record in caplog.records)


def test_a_browser_that_asks_by_itself_finds_the_icon(client):
    response = client.get("/favicon.ico")

    assert (response.status_code, response["Location"]) == (302, "/static/img/favicon.svg")


def test_maintenance_closes_every_page_and_says_until_when(client, settings):
    settings.MAINTENANCE = "今天 18:00"
    for address in ("/", "/admin/", "/api/v1/reports/2015/"):
        response = client.get(address)
        assert (response.status_code, response["Retry-After"]) == (503, "600")
        assert "预计恢复时间：今天 18:00" in response.text
        assert "no-store" in response["Cache-Control"]


def test_too_many_is_said_by_the_handler():
    request = RequestFactory().get("/api/x/")
    response = too_many(request, Http404())

    assert response.status_code == 429


def test_the_style_guide_is_for_staff(client, person):
    addresses = [
        "/styleguide/",
        *(f"/styleguide/{page}/" for page in ("forbidden", "too-many", "broken", "maintenance")),
    ]
    client.force_login(User.objects.create_user(username="somebody"))
    assert {client.get(address).status_code for address in addresses} == {403}

    client.force_login(person("officer"))
    assert {client.get(address).status_code for address in addresses} == {200}
    assert client.get("/styleguide/nothing/").status_code == 404
