"""摸排: firms near the thresholds and firms that the registers name, without those that are certified or looked after."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from bureau.workflow import Refused
from enterprises import candidates
from enterprises.choices import Evidence, ReserveStatus
from enterprises.models import Assessment, Reserve
from enterprises.workflow import reserve as workflow
from enterprises.workflow import yearly
from projects.models import Project

from .test_reserve import TODAY, certificate

pytestmark = pytest.mark.django_db


def lacking(submitted, count, **more):
    """A firm whose newest assessment lacks so many conditions."""
    data, owner = submitted(**more)
    yearly.assess(data, "2016")
    failing = ["4", "6", "7", "5"][:count]
    Assessment.objects.filter(data=data).update(rule_set="2016", failing=failing, score_max=90 - count)
    return data, owner


def test_the_nearest_come_first_and_can_be_asked_for(submitted):
    three, one, none = (lacking(submitted, count)[0] for count in (3, 1, 0))

    assert [row.data for row in candidates.near()] == [none, one, three]
    assert [row.data for row in candidates.near(gaps=1)] == [none, one]
    assert [row.data for row in candidates.near(gaps=0)] == [none]


def test_only_the_newest_year_speaks(submitted, firm):
    data, owner = lacking(submitted, 0)
    later = data.organisation.yearly_data.create(
        year=2016, status="submitted", submitted_by=owner, submitted_at=timezone.now()
    )
    assert not candidates.near().exists()
    later.status = "draft"
    later.save()

    assert candidates.near().get().data == data


@pytest.mark.parametrize("state", ["certified", "found", "refused", "expired"])
def test_who_is_certified_or_looked_after_is_left_out(state, submitted, person):
    data, _ = lacking(submitted, 1)
    if state == "certified":
        certificate(data.organisation, TODAY - timedelta(days=10))
    if state == "expired":
        certificate(data.organisation, TODAY - timedelta(days=2000))
    if state in ("found", "refused"):
        reserve = workflow.find(data.organisation, by=person("officer"))
    if state == "refused":
        workflow.set_aside(reserve, by=person("officer"), reason="企业暂无意愿")

    assert candidates.near().exists() == (state in ("refused", "expired"))


def test_place_words_and_register_narrow(submitted, unit):
    here, _ = lacking(submitted, 1, name="赣州量子有限公司", place="章贡区")
    there, _ = lacking(submitted, 2, name="赣州稀土有限公司", place="南康区")
    known = unit("赣州项目有限公司")
    Project.objects.create(
        number="P1", title="研发", organisation_name=known.name, organisation=known, level="provincial",
        approved_on=date(2025, 1, 1), granted_amount=1, changed_at=timezone.now(),
    )  # fmt: skip

    assert [row.data for row in candidates.found(Evidence.DATA, words="量子")] == [here]
    assert [row.data for row in candidates.found(Evidence.DATA, division=there.organisation.division)] == [there]
    assert list(candidates.found(Evidence.PROJECTS)) == [known]
    (told,) = candidates.told([known])
    assert told.evidence == "专利 0 件；立项项目 1 项"


def test_each_gap_is_told_with_its_arithmetic(submitted, client, person):
    data, _ = submitted()
    data.staff_months.filter(kind="science").update(at_start=9, at_end=9)
    yearly.assess(data, "2016")
    client.force_login(person("officer"))
    page = client.get(reverse("admin:enterprises_reserve_candidates_page"), {"near": "3", "evidence": "data"})

    assert "÷ 职工总数 100 = 9.00%。还差 1.00 人。" in page.content.decode()
    assert "国科发火〔2016〕32号 第十一条" in page.content.decode()


def test_a_handful_is_noted_and_what_is_refused_says_why(submitted, client, person):
    first, second = (lacking(submitted, 1)[0].organisation for _ in range(2))
    certificate(second, TODAY)
    client.force_login(person("officer"))
    url = reverse("admin:enterprises_reserve_candidates_page")
    text = client.post(url, {"pk": [first.pk, second.pk]}, follow=True).content.decode()

    assert Reserve.objects.get().organisation == first
    assert Reserve.objects.get().evidence == "专利 0 件；立项项目 0 项；预评估 33—89 分，差 1 项条件"
    assert f"{second}：“{second}”已是有效期内的高新技术企业" in text.replace("&quot;", "”")
    assert "请先勾选企业" in client.post(url, {}, follow=True).content.decode()


def test_a_candidate_is_set_aside_with_a_reason_and_the_firm_does_not_see_it(submitted, person):
    data, owner = submitted()
    reserve = workflow.find(data.organisation, by=person("officer"))
    with pytest.raises(Refused, match="请写明不列入的理由"):
        workflow.set_aside(reserve, by=person("officer"), reason=" ")
    with pytest.raises(PermissionDenied):
        workflow.set_aside(reserve, by=person("leader"), reason="x")
    workflow.set_aside(reserve, by=person("officer"), reason="企业暂无意愿")

    assert reserve.status == ReserveStatus.REFUSED
    assert not Reserve.objects.visible_to(owner).exists()
    assert workflow.apply(data.organisation, by=owner).pk != reserve.pk


@pytest.mark.parametrize("evidence", Evidence.values)
def test_the_page_costs_the_same_at_any_length(evidence, submitted, client, person, django_assert_max_num_queries):
    client.force_login(person("officer"))
    url = reverse("admin:enterprises_reserve_candidates_page")
    client.get(url)
    for _ in range(3):
        data, _owner = lacking(submitted, 1)
        Project.objects.create(
            number=f"P{data.pk}", title="研发", organisation_name="甲", organisation=data.organisation, level="provincial",
            approved_on=date(2025, 1, 1), granted_amount=1, changed_at=timezone.now(),
        )  # fmt: skip
        with django_assert_max_num_queries(15):
            client.get(url, {"evidence": evidence})
