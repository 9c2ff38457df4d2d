"""The admin for everybody: the first page, a list, a form, a verb, a record, by axe's rules for WCAG 2.2 AA, and on a telephone."""

import pytest
from django.urls import reverse
from django.utils import timezone

from bureau.privacy.models import Breach, ImpactAssessment
from bureau.reports.models import AnnualReport
from tests.browser.test_every_page import RULES, violations

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WCAG = [tag for tag in RULES if tag != "best-practice"]  # The theme repeats unnamed landmarks.
PAGES = {
    "officer": (
        "admin:index", "admin:lists_upload", "admin:patents_patent_changelist", "admin:projects_call_add",
        "admin:enterprises_reserve_candidates_page", "admin:enterprises_reserve_board_page", "admin:enterprises_recognition_ledger_page",
        "admin:enterprises_yearlyfiling_duty_page", "admin:enterprises_yearlyfiling_note_page",
    ),
    "security_admin": ("admin:privacy_breach_changelist", "admin:privacy_processor_add", "VERB", "RECORD", "FROZEN", "admin:accounts_user_changelist"),
    "system_admin": ("admin:index", "admin:signin_lock_changelist", "admin:accounts_user_add"),
    "audit_admin": ("admin:audit_entry_changelist",),
}  # fmt: skip


@pytest.fixture
def kept(people):
    """A breach that is open, and an assessment that is approved."""
    words = {
        "found_how": "自查",
        "data": "手机号",
        "persons": 12,
        "cause": "弱口令",
        "harm": "骚扰",
        "measures": "已改密",
    }
    breach = Breach.objects.create(title="弱口令", found_at=timezone.now(), **words)
    signed = {"approved_by": people["leader"], "approved_at": timezone.now(), "status": "approved"}
    assessed = ImpactAssessment.objects.create(
        title="短信", occasions=["sensitive"], conclusion="allowed", review_on="2030-01-01", **signed
    )
    AnnualReport.objects.create(year=2015)
    return {
        "VERB": reverse("admin:privacy_breach_persons_page", args=[breach.pk]),
        "RECORD": reverse("admin:privacy_breach_change", args=[breach.pk]),
        "FROZEN": reverse("admin:privacy_impactassessment_change", args=[assessed.pk]),
    }


@pytest.mark.parametrize("role", PAGES)
def test_the_admin_breaks_no_rule_and_fits_a_telephone(role, kept, people, open_as, live_server):
    page, wrong = open_as(people[role]), []
    for name in PAGES[role]:
        address = kept.get(name) or reverse(name)
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(f"{live_server.url}{address}")
        page.wait_for_load_state("networkidle")
        wrong += [(name, found) for found in violations(page, tags=WCAG)]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 1280:
            wrong.append((name, f"{wide} px wide in 1280 px"))
        page.set_viewport_size({"width": 360, "height": 740})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > 360:
            wrong.append((name, f"{wide} px wide in 360 px"))

    assert not wrong, "\n".join(map(str, wrong))
