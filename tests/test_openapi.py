"""The interface answers as its OpenAPI description says, whatever it is asked: schemathesis, with and without a token."""

from datetime import timedelta

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as examples
from rest_framework.throttling import AnonRateThrottle
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from bureau.accounts.choices import MembershipRole
from enterprises.api.reading import RESOURCES
from enterprises.models import Assessment, Measure, Reserve, ServiceRecord
from enterprises.workflow import tokens
from tests.enterprises.conftest import firm, member, somebody, unit  # noqa: F401 Firms and their people.
from tests.enterprises.test_api import made
from tests.enterprises.test_pages import service_to
from tests.patents.rows import patents_of

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 3
"""Of each call, of what its description allows and of what it does not; times forty calls and two callers."""
RATES = dict.fromkeys(("anon", "caller", "write"), "100000/min")


@pytest.fixture
def bearer(firm, member, places, settings, monkeypatch):  # noqa: F811
    """Something of every noun, and a token of a unit that has some of it: what its system sends along."""
    settings.REST_FRAMEWORK = settings.REST_FRAMEWORK | {"DEFAULT_THROTTLE_RATES": RATES}
    monkeypatch.setattr(AnonRateThrottle, "THROTTLE_RATES", RATES)
    data, _owner = firm()
    manager = member(data.organisation, MembershipRole.MANAGER)
    service = service_to(data.organisation)  # With the unit's stay in the reserve.
    service.reserve.measures.create(gap="x", action="y", owner=service.served_by, due_on="2026-01-05")
    for number, resource in enumerate(RESOURCES):
        if resource.model not in (Measure, Reserve, ServiceRecord):
            made(resource, places, 40 + number, None if resource.model is Assessment else data.organisation)
    patents_of(places, 4)
    last = timezone.localdate() + timedelta(days=30)
    _token, secret = tokens.issue(data.organisation, by=manager, name="财务系统", expires_on=last)
    return {"Authorization": f"Bearer {secret}"}


def faults_of(call, mode: GenerationMode, headers: dict) -> None:
    """Ask the call what hypothesis comes upon; raises with the request that was answered otherwise than described."""

    @given(case=call.as_strategy(generation_mode=mode))
    @examples(
        max_examples=EXAMPLES, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck), deadline=None,
    )  # fmt: skip
    def ask(case):
        case.validate_response(case.call(headers=headers), checks=CHECKS)

    ask()


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
@pytest.mark.parametrize("is_known", [True, False], ids=["with a token", "without"])
def test_every_call_answers_as_described(is_known, mode, bearer):
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", get_wsgi_application())
    calls = [result.ok() for result in schema.get_all_operations()]
    assert len(calls) > 30
    wrong = []
    for call in calls:
        try:
            faults_of(call, mode, bearer if is_known else {})
        except Exception as fault:
            wrong.append(f"{call.label}: {fault}")
    assert not wrong, "\n\n".join(wrong)
