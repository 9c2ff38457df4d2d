"""A campaign: its list drawn up once, shared out county by county, and settled only by what the register counts."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from bureau.accounts.models import Organisation
from bureau.audit.models import Entry
from bureau.workflow import Refused
from patents import workflow
from patents.choices import Cohort, ZeroStatus
from patents.models import Campaign, SavedCohort, ZeroFirm
from patents.questions import Measure
from patents.zeroing import cohort_on

from .rows import patent, unit
from .test_special import firm

pytestmark = pytest.mark.django_db
DAY = date(2015, 12, 31)


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def campaign(places, officer):
    """Of four firms three have no patent, two of them in 章贡区."""
    patent(places, organisation=firm(places, "甲"))
    for name, place in (("乙", "章贡区"), ("丙", "章贡区"), ("丁", "南康区")):
        firm(places, name, place=place)
    return start(officer)


def start(by, **more) -> Campaign:
    asked = {"name": "2015年消零行动", "cohort": Cohort.HIGH_TECH, "as_of": DAY, "measure": Measure.FILED}
    return workflow.start(by=by, **asked | more)


def of(campaign: Campaign, name: str) -> ZeroFirm:
    return campaign.firms.get(organisation__name=name)


def test_the_list_holds_the_firms_without_a_patent_with_their_county(campaign):
    found = {(str(one.organisation), str(one.division), one.status) for one in campaign.firms.all()}
    assert found == {("乙", "章贡区", "waiting"), ("丙", "章贡区", "waiting"), ("丁", "南康区", "waiting")}
    assert campaign.firms_on_list == 3
    assert Entry.objects.about(campaign).get().verb == "start_campaign"


def test_the_list_stays_when_a_firm_files_later(campaign, places):
    patent(places, organisation=unit("乙"))
    assert campaign.firms.count() == 3


def test_no_campaign_without_firms_or_under_a_name_that_is_taken(campaign, officer, person):
    with pytest.raises(Refused, match="同名"):
        start(officer)
    with pytest.raises(Refused, match="没有无专利的企业"):
        start(officer, name="另一次", cohort=Cohort.TECH_SME)
    with pytest.raises(PermissionDenied):
        start(person("leader"), name="再一次")


def test_a_firm_is_assigned_to_somebody_who_may_record(campaign, officer, person):
    workflow.assign(of(campaign, "乙"), by=officer, to=person("section_head"))
    one = of(campaign, "乙")
    assert (one.assignee.name, one.assigned_by, one.status) == ("科长", officer, "waiting")
    with pytest.raises(Refused, match="请另选责任人"):
        workflow.assign(of(campaign, "丙"), by=officer, to=person("leader"))


def test_a_firm_is_cleared_only_by_what_the_register_counts(campaign, officer, places):
    with pytest.raises(Refused, match="专利清单中还没有“乙”的专利申请记录"):
        workflow.clear(of(campaign, "乙"), by=officer)
    patent(places, organisation=unit("乙"))
    workflow.clear(of(campaign, "乙"), by=officer)
    assert (of(campaign, "乙").status, of(campaign, "乙").recorded_by) == ("cleared", officer)


def test_a_campaign_of_granted_inventions_wants_a_granted_invention(places, officer):
    firm(places, "乙")
    campaign = start(officer, measure=Measure.GRANTED, only_inventions=True)
    patent(places, organisation=unit("乙"), kind="design", granted_on=date(2016, 1, 1))
    with pytest.raises(Refused, match="发明专利授权"):
        workflow.clear(of(campaign, "乙"), by=officer)
    patent(places, organisation=unit("乙"), granted_on=date(2016, 1, 1))
    workflow.clear(of(campaign, "乙"), by=officer)


SAY = {
    "help": lambda one, by: workflow.help_(one, by=by, result="上门辅导"),
    "clear": lambda one, by: workflow.clear(one, by=by),
    "unable": lambda one, by: workflow.unable(one, by=by, result="停产"),
}
LEADS = {
    ("help", "waiting"): "helped", ("help", "helped"): "helped", ("help", "unable"): "helped",
    ("clear", "waiting"): "cleared", ("clear", "helped"): "cleared", ("clear", "unable"): "cleared",
    ("unable", "waiting"): "unable", ("unable", "helped"): "unable",
}  # fmt: skip
BEFORE = {"waiting": [], "helped": ["help"], "unable": ["unable"], "cleared": ["clear"]}


@pytest.mark.parametrize("status", ZeroStatus.values)
@pytest.mark.parametrize("verb", SAY)
def test_each_verb_leads_where_the_table_says_and_from_nowhere_else(verb, status, campaign, officer, places):
    patent(places, organisation=unit("乙"))
    for earlier in BEFORE[status]:
        SAY[earlier](of(campaign, "乙"), officer)
    assert of(campaign, "乙").status == status
    if (verb, status) not in LEADS:
        with pytest.raises(Refused, match="不能"):
            SAY[verb](of(campaign, "乙"), officer)
        return
    SAY[verb](of(campaign, "乙"), officer)
    assert of(campaign, "乙").status == LEADS[verb, status]
    assert Entry.objects.about(of(campaign, "乙")).order_by("-pk").first().verb == f"{verb}_zerofirm"


@pytest.mark.parametrize("verb", ["help", "unable"])
def test_what_is_recorded_says_how_or_why(verb, campaign, officer):
    with pytest.raises(Refused, match="请写明"):
        {"help": workflow.help_, "unable": workflow.unable}[verb](of(campaign, "乙"), by=officer, result=" ")


def test_nothing_is_recorded_of_a_campaign_that_is_over(campaign, officer):
    workflow.close(campaign, by=officer)
    for say in (*SAY.values(), lambda one, by: workflow.assign(one, by=by, to=by)):
        with pytest.raises(Refused, match="已结束"):
            say(of(campaign, "乙"), officer)
    with pytest.raises(Refused, match="不能结束"):
        workflow.close(campaign, by=officer)


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"status": "cleared"}, "settled_is_signed"),
        ({"assigned_at": timezone.now()}, "assigned_iff_signed"),
        ({"recorded_at": timezone.now()}, "recorded_signed"),
    ],
)
def test_the_database_refuses_what_no_firm_on_a_list_is(changes, constraint, campaign):
    with pytest.raises(IntegrityError, match=f"patents_zerofirm_{constraint}"):
        campaign.firms.update(**changes)


def test_the_database_refuses_a_closed_campaign_that_nobody_closed(campaign):
    with pytest.raises(IntegrityError, match="patents_campaign_closed_iff_signed"):
        Campaign.objects.update(status="closed")


def test_an_officer_runs_a_campaign_in_the_admin(places, officer, client):
    patent(places, organisation=firm(places, "甲"))
    for name, place in (("乙", "章贡区"), ("丙", "章贡区"), ("丁", "南康区")):
        firm(places, name, place=place)
    client.force_login(officer)
    asked = {"name": "2015年消零行动", "cohort": "high_tech", "day": "2015-12-31", "measure": "filed"}
    page = client.post("/admin/patents/campaign/start/", asked, follow=True)
    campaign = Campaign.objects.get()
    assert f"已发起“{campaign}”，列入企业 3 家" in page.content.decode()
    assert [(row["division__name"], row["firms"]) for row in page.context["counties"]] == [("章贡区", 2), ("南康区", 1)]

    given = {"assignee": officer.pk, "division": places["章贡区"].pk}
    page = client.post(f"/admin/patents/campaign/{campaign.pk}/assign/", given, follow=True)
    assert [row["unassigned"] for row in page.context["counties"]] == [0, 1]

    one = of(campaign, "乙")
    record = f"/admin/patents/zerofirm/{one.pk}/record/"
    page = client.post(record, {"verb": "clear", "result": "已提交申请"})
    assert "专利清单中还没有“乙”" in page.content.decode()
    assert "已提交申请" in page.content.decode()  # Nothing typed is lost.
    patent(places, organisation=unit("乙"))
    client.post(record, {"verb": "clear", "result": "已提交申请"})
    page = client.get(f"/admin/patents/campaign/{campaign.pk}/change/")
    assert (page.context["total"]["cleared"], page.context["cleared_pct"]) == (1, 33)
    client.post(f"/admin/patents/campaign/{campaign.pk}/close/")
    assert Campaign.objects.get().closed_by == officer


@pytest.fixture
def kept(places, officer):
    """科技型中小企业 of 章贡区 that are no 高新技术企业: 甲 of two."""
    for name, kind, place in (
        ("甲", "tech_sme", "章贡区"), ("乙", "tech_sme", "章贡区"), ("乙", "high_tech", "章贡区"), ("丙", "tech_sme", "南康区"),
    ):  # fmt: skip
        firm(places, name, place=place, kind=kind, issued=date(2014, 6, len(kind)))
    return workflow.keep_cohort(
        by=officer, name="章贡未认定科小", registers=["tech_sme"], without=["high_tech"], divisions=[places["章贡区"]]
    )


def test_a_campaign_is_about_a_kept_question_to_several_registers(kept, officer):
    campaign = start(officer, cohort=kept)
    assert [str(one.organisation) for one in campaign.firms.all()] == ["甲"]
    assert (campaign.cohort, campaign.saved_cohort) == (Cohort.SAVED, kept)


def test_the_question_is_asked_anew_for_each_day(kept, places):
    firm(places, "丁", kind="tech_sme")
    found = {Organisation.objects.get(pk=one.pk).name for one in cohort_on(kept, DAY)}
    assert found == {"甲", "丁"}


def test_a_question_has_a_name_of_its_own_and_no_register_both_ways(kept, officer, person):
    for wrong, words in (
        ({"name": "章贡未认定科小"}, "同名"), ({"registers": []}, "不能为空"), ({"without": ["tech_sme"]}, "不能既选"),
    ):  # fmt: skip
        asked = {"name": "另一个", "registers": ["tech_sme"], "without": [], "divisions": []} | wrong
        with pytest.raises(Refused, match=words):
            workflow.keep_cohort(by=officer, **asked)
    with pytest.raises(PermissionDenied):
        workflow.keep_cohort(by=person("leader"), name="x1", registers=["tech_sme"], without=[], divisions=[])


def test_a_saved_cohort_is_kept_on_its_page_and_chosen_on_the_others(places, officer, client):
    firm(places, "甲", kind="tech_sme")
    client.force_login(officer)
    asked = {"name": "全市科小", "registers": ["tech_sme"]}
    page = client.post("/admin/patents/campaign/cohort/", asked, follow=True)
    assert "已保存企业范围“全市科小”" in page.content.decode()
    kept = SavedCohort.objects.get()
    table = client.get("/admin/patents/patent/zero/", {"cohort": f"saved:{kept.pk}", "day": "2015-12-31"})
    assert "“全市科小”企业无专利" in table.content.decode()
    begun = {"name": "科小消零", "cohort": f"saved:{kept.pk}", "day": "2015-12-31", "measure": "filed"}
    client.post("/admin/patents/campaign/start/", begun)
    shown = client.get(f"/admin/patents/campaign/{Campaign.objects.get().pk}/change/").content.decode()
    assert "全市科小，名单日期 2015-12-31" in shown


def test_the_database_knows_a_saved_cohort_by_its_reference_alone(kept, officer):
    campaign = start(officer, cohort=kept)
    with pytest.raises(IntegrityError, match="patents_campaign_saved_iff_cohort"):
        Campaign.objects.filter(pk=campaign.pk).update(cohort="high_tech")
