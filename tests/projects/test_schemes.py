"""The review scheme of a call: begun from a ready one, changed by staff in rows, frozen, revised and copied with the call."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse

from bureau.workflow import Refused
from projects.formdata.scheme import ready_scheme
from projects.models import ReviewScheme, SchemeCriterion
from projects.workflow import calls

pytestmark = pytest.mark.django_db


def test_a_call_without_a_scheme_asks_for_no_reviews(published):
    version = published().versions.get()

    assert version.terms.scheme is None
    assert "scheme" not in version.content


@pytest.mark.parametrize("code", ["plan", "proof"])
def test_a_ready_scheme_comes_back_from_its_rows_and_is_frozen_with_the_call(code, drafted, person, head):
    call = drafted()
    calls.use_scheme(call, by=person("officer"), code="plan")
    calls.use_scheme(call, by=person("officer"), code=code)
    assert ReviewScheme.objects.get(call=call).as_scheme() == ready_scheme(code)

    calls.send(call, by=person("officer"))
    calls.publish(call, by=head)
    SchemeCriterion.objects.all().delete()

    assert call.versions.get().terms.scheme == ready_scheme(code)


def test_only_who_composes_the_call_chooses_its_scheme(drafted, person):
    with pytest.raises(PermissionDenied):
        calls.use_scheme(drafted(), by=person("leader"), code="plan")


def test_a_call_with_a_faulty_scheme_is_not_published(drafted, person):
    call = drafted()
    calls.use_scheme(call, by=person("officer"), code="plan")
    SchemeCriterion.objects.filter(code="topic").update(weight=5)

    with pytest.raises(Refused, match="权重合计须为 100，现为 97"):
        calls.send(call, by=person("officer"))


def test_the_scheme_is_copied_with_the_call(published, person):
    call = published(scheme="plan")
    made = calls.copy(call, by=person("officer"), plan_year=call.plan_year + 1, title="下一年")

    assert calls.composed(made).scheme == ready_scheme("plan")
    assert SchemeCriterion.objects.count() == 20


def test_staff_change_a_scheme_in_the_browser(drafted, person, client):
    call = drafted()
    client.force_login(person("officer"))
    client.post(reverse("admin:projects_call_use_scheme_page", args=[call.pk]), {"code": "plan"})
    scheme = ReviewScheme.objects.get(call=call)
    page = reverse("admin:projects_reviewscheme_change", args=[scheme.pk])
    shown = client.get(page)
    formset = shown.context["inline_admin_formsets"][0].formset
    data = {f"{formset.prefix}-{name}": formset.management_form[name].value() for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")}  # fmt: skip
    for form in formset.initial_forms:
        values = {form.add_prefix(name): form[name].value() for name in form.fields}
        data |= {name: "" if value is None else value for name, value in values.items()}
        data[form.add_prefix("id")] = form.instance.pk
    data |= {"aggregation": "mean", "least_reviews": 5, "spread_limit": 15, "comment_least": 50, "is_blind": "on"}
    data |= {"panel_use": "weighted", "panel_share": "40", "panel_secret": "on"}

    assert client.post(page, data).status_code == 302
    scheme.refresh_from_db()
    assert (scheme.aggregation, scheme.least_reviews, scheme.is_blind) == ("mean", 5, True)
    assert (scheme.panel_use, scheme.panel_share, scheme.panel_secret) == ("weighted", 40, True)
    data[f"{formset.prefix}-0-anchors"] = "优秀"
    assert "不是“说明：低分-高分”的写法" in client.post(page, data).content.decode()


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        (lambda s: ReviewScheme.objects.filter(pk=s.pk).update(least_reviews=0), "reviewscheme_asks_for_reviews"),
        (lambda s: ReviewScheme.objects.filter(pk=s.pk).update(spread_limit=0), "reviewscheme_asks_for_reviews"),
        (lambda s: ReviewScheme.objects.create(call=s.call), "call_id"),
        (lambda s: ReviewScheme.objects.filter(pk=s.pk).update(panel_share=100), "reviewscheme_panel_shares"),
        (lambda s: s.criteria.update(code="x"), "schemecriterion_one_per_code"),
        (lambda s: s.criteria.update(weight=0), "schemecriterion_counts"),
        (lambda s: s.criteria.update(weight=101), "schemecriterion_counts"),
        (lambda s: s.criteria.update(most=0), "schemecriterion_counts"),
        (lambda s: s.criteria.filter(code="topic").update(tie=0), "schemecriterion_counts"),
    ],
)
def test_what_a_scheme_can_never_be(change, claim, drafted, person):
    call = drafted()
    calls.use_scheme(call, by=person("officer"), code="plan")

    with pytest.raises(IntegrityError, match=claim), transaction.atomic():
        change(call.scheme)


def test_numbers_of_a_scheme_are_exact(drafted, person):
    call = drafted()
    calls.use_scheme(call, by=person("officer"), code="plan")
    call.scheme.criteria.filter(code="topic").update(weight=Decimal("7.25"))

    assert calls.composed(call).scheme.by_code["topic"].weight == Decimal("7.25")
