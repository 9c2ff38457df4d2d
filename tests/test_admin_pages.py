"""Every list of the admin costs the same at any length, shows each role its own, and leaves as safe Excel."""

import io
import re

import pytest
from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from bureau.accounts.models import Organisation, OrganisationFormerName, User
from bureau.accounts.roles import ROLES
from bureau.admin import pointing_at
from bureau.audit.models import Entry as Line
from bureau.bulletins.models import Bulletin
from bureau.collecting.models import Collection
from bureau.lists.models import HeadingAlias, ImportRun, UnmatchedName
from bureau.messaging.models import Delivery, Template
from bureau.news.models import Item
from bureau.portal.models import Article, Channel, Column, Feedback, Finding
from bureau.privacy.models import Breach, ImpactAssessment, Processor
from bureau.publicity.models import Objection, Publicity
from bureau.registration.models import Registration, Renaming
from bureau.reports.models import AnnualReport, CityFigure, Entry, PlanItem, Section, Target
from bureau.signin.models import DataRequest, Lock
from enterprises.models import (
    ApiToken,
    Assessment,
    Commissioner,
    FinanceRecord,
    Incubator,
    Park,
    Platform,
    Recognition,
    RegisterEvent,
    Reserve,
    ReserveRule,
    StartupGrant,
    TalentBase,
    Ticket,
    YearlyData,
    YearlyFiling,
)
from matchmaking.models import (
    Achievement,
    Appraisal,
    Attendance,
    Challenge,
    Contact,
    ContractFiling,
    Deal,
    Demand,
    Event,
    FollowUp,
    Interest,
    Judgement,
    Participant,
    ResultRegistration,
    SlotMeeting,
    Synonym,
    TechnologyContract,
)
from patents.models import (
    Campaign,
    CitySummary,
    CumulativeSummary,
    MonthlySummary,
    Nomination,
    Patent,
    Population,
    PrizeRound,
    StockSummary,
    Subsidy,
    ValueMark,
    ZeroFirm,
)
from projects.models import (
    Application,
    Assignment,
    AwardCandidate,
    Call,
    Draw,
    Expert,
    ExpertiseField,
    FormSection,
    Opinion,
    Panel,
    Project,
    Proposal,
    Recusal,
    Restriction,
    ReviewRound,
    ReviewScheme,
    Sheet,
    SimilarPair,
    SiteVisit,
    Solicitation,
    Standing,
    Suggestion,
    Tie,
)
from tests.admin_rows import row

pytestmark = pytest.mark.django_db

LISTED = [
    Patent, MonthlySummary, CumulativeSummary, StockSummary, CitySummary, Population, Campaign, ZeroFirm, ValueMark, PrizeRound, Nomination, Subsidy, Bulletin, Recognition, Project, AwardCandidate, Achievement, Demand, Contact, Attendance, TechnologyContract, Appraisal, Interest, Deal, Event, Participant, SlotMeeting, Challenge, ContractFiling, FollowUp, ResultRegistration, Judgement, Synonym,
    Platform, Park, Incubator, TalentBase, StartupGrant, FinanceRecord, Commissioner, ApiToken,
    ImportRun, UnmatchedName, HeadingAlias, Organisation, AnnualReport, Entry, CityFigure, Target, PlanItem, Section, Line,
    Template, Delivery, Lock, DataRequest, Registration, Renaming, Publicity, Objection,
    YearlyData, Assessment, RegisterEvent, YearlyFiling, Reserve, ReserveRule, Ticket, Column, Channel, Article, Feedback, Finding, Collection,
    Call, FormSection, ReviewScheme, Restriction, Application, SimilarPair, Expert, ExpertiseField, ReviewRound, Assignment, Recusal, Tie, Draw, Panel, Opinion, SiteVisit, Sheet, Standing, Proposal, Solicitation, Suggestion,
    ImpactAssessment, Processor, Breach, Item,
]  # fmt: skip

SEEN_BY = {
    Objection: "supervision", Line: "audit_admin", Template: "report_office", Delivery: "system_admin", Lock: "system_admin", DataRequest: "system_admin",
    **dict.fromkeys((ImpactAssessment, Processor, Breach), "security_admin"),
    **dict.fromkeys((Column, Channel, Article, Feedback, Finding), "web_editor"),
}  # fmt: skip


def address(model):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")


def test_every_list_of_ours_is_among_the_counted():
    ours = {model for model in admin.site._registry if not model.__module__.startswith("django")}

    assert {model.__name__ for model in ours - set(LISTED)} == {"User", "Division", "Department"}


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_a_list_costs_the_same_at_one_row_and_at_three(model, person, places, client):
    user = person(SEEN_BY.get(model, "section_head"))
    client.force_login(user)
    row(model, places, 1)
    client.get(address(model))
    used = []
    for more in ((), (2, 3)):
        for n in more:
            row(model, places, n)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            response = client.get(address(model))
        assert response.status_code == 200
        used.append(len(queries))

    assert used[0] == used[1] <= 15
    assert "选择" not in re.search(r"<title>(.*?)</title>", response.content.decode(), re.DOTALL)[1]


def test_an_amount_is_read_in_groups_of_three_and_sorted_as_a_number(person, places, client):
    for n, amount in enumerate(("999.00", "12345678.90")):
        StartupGrant.objects.filter(pk=row(StartupGrant, places, n + 1).pk).update(amount=amount)
    client.force_login(person("section_head"))
    page = client.get(address(StartupGrant), {"o": ""}).content.decode()
    column = next(i for i, name in enumerate(admin.site._registry[StartupGrant].list_display, 1) if name == "amount")
    falling = client.get(address(StartupGrant), {"o": f"-{column}"}).content.decode()

    assert "12,345,678.90" in page
    assert falling.index("12,345,678.90") < falling.index(">999.00<")


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_a_role_sees_exactly_the_lists_that_its_permissions_name(role, person, client):
    user = person(role)
    client.force_login(user)

    seen = {model for model in LISTED if client.get(address(model)).status_code == 200}

    allowed = {m for m in LISTED if user.has_perm(f"{m._meta.app_label}.view_{m._meta.model_name}")}
    assert seen == allowed
    assert (Patent in seen) == (role in {"officer", "section_head", "leader", "report_office"})
    assert (Line in seen) == (role == "audit_admin")


@pytest.mark.parametrize(("text", "found"), [("土萃", 1), ("萃土", 0), ("2015100", 1), ("稀土 甲", 1)])
def test_a_search_finds_any_two_characters_and_the_beginning_of_a_number(text, found, person, places, client):
    row(Patent, places, 1)
    client.force_login(person("officer"))

    response = client.get(address(Patent), {"q": text})

    assert response.context["cl"].result_count == found


@pytest.mark.parametrize("model", [*LISTED, User], ids=lambda model: model._meta.label)
def test_every_heading_of_a_list_and_every_label_of_its_rows_is_chinese(model):
    page = admin.site._registry[model]
    named = {*page.list_display, *page.readonly_fields, *(page.fields or ())} - {"__str__"}

    labels = {name: str(label_for_field(name, model, page)) for name in named}

    assert {name: label for name, label in labels.items() if not re.search("[\u4e00-\u9fff]", label)} == {}


@pytest.mark.parametrize("model", LISTED, ids=lambda model: model._meta.label)
def test_every_choice_of_every_filter_answers(model, person, places, client):
    row(model, places, 1)
    client.force_login(person(SEEN_BY.get(model, "section_head")))
    page = client.get(address(model))
    shown = page.context.get("cl")  # The texts of messages are a page of kinds, without filters.

    choices = [choice for spec in shown.filter_specs for choice in spec.choices(shown)] if shown else []

    for choice in choices:
        if "query_string" in choice:
            assert client.get(address(model) + choice["query_string"]).status_code == 200, choice


SEARCHED = [
    model for model in admin.site._registry if admin.site._registry[model].search_fields and model in {*LISTED, User}
]


@pytest.mark.parametrize("model", SEARCHED, ids=lambda model: model._meta.label)
def test_every_search_goes_through_an_index_of_terms_or_of_a_numbers_beginning(model):
    page = admin.site._registry[model]

    with CaptureQueriesContext(connection) as queries:
        list(page.search(model.objects.all(), "稀土"))

    statement = queries[0]["sql"]

    assert "@>" in statement or "LIKE '稀土%'" in statement


@pytest.mark.parametrize(
    ("model", "text"),
    [(YearlyData, "州第1有"), (Assessment, "第1"), (Reserve, "州第1有"), (Ticket, "第1有"), (Ticket, "辅助"), (Registration, "待1"), (Registration, "DW1"), (Renaming, "新1"), (Renaming, "第1有"), (Delivery, "told-1"), (Collection, "任务1"), (Objection, "yy1")],
)  # fmt: skip
def test_what_people_ask_for_is_found_by_its_own_words_or_by_its_units(model, text, person, places, client):
    row(model, places, 1)
    client.force_login(person(SEEN_BY.get(model, "section_head")))

    assert client.get(address(model), {"q": text}).context["cl"].result_count == 1
    assert client.get(address(model), {"q": "没有的词"}).context["cl"].result_count == 0


@pytest.mark.parametrize("outright", [0, 1000])
def test_rows_are_found_by_their_units_alike_whether_few_units_match_or_many(outright, places):
    rows = [row(YearlyData, places, n) for n in (1, 2)]

    def found(text):
        return set(pointing_at(YearlyData.objects.all(), "organisation", Organisation.objects.search(text), outright))

    assert found("赣州第") == set(rows)
    assert found("第2有") == {rows[1]}
    assert found("没有的词") == set()


def test_a_unit_is_found_by_a_name_it_bore(person, places, client):
    renamed, other = row(Organisation, places, 1), row(Organisation, places, 2)
    OrganisationFormerName.objects.create(organisation=renamed, name="虔州钨业厂", name_key="虔州钨业厂")
    client.force_login(person("officer"))

    found = client.get(address(Organisation), {"q": "钨业"}).context["cl"].result_list
    assert (list(found), other in found) == ([renamed], False)
    unknown = UnmatchedName.objects.create(name="虔州钨业", name_key="虔州钨业")
    url = reverse("admin:lists_unmatchedname_change", args=[unknown.pk])
    assert list(client.get(url, {"q": "虔州钨业"}, follow=True).context["found"]) == [renamed]


def test_former_names_are_searched_through_their_index():
    statement = str(Organisation.objects.search("钨业").values("pk").query)
    assert "accounts_organisationformername" in statement
    with connection.cursor() as cursor:
        for way in ("seqscan", "indexscan", "indexonlyscan"):  # What is left is the index of words, or nothing.
            cursor.execute(f"SET LOCAL enable_{way} = off")
        plan = Organisation.objects.search("钨业").explain()

    assert "organisationformername_search" in plan
    assert "organisation_search" in plan
    assert "Seq Scan" not in plan


def test_a_list_without_a_search_leaves_a_typed_address_alone(person, places, client):
    row(HeadingAlias, places, 1)
    client.force_login(person("section_head"))

    assert client.get(address(HeadingAlias), {"q": "任何"}).context["cl"].result_count == 1


@pytest.fixture
def exported(client):
    """What a list's own link exports, as rows of cells."""

    def read(model, **filters):
        page = client.get(address(model), filters)
        (link,) = (one["path"] for one in page.context["actions_list"] if "/export" in one.get("path", ""))
        response = client.get(link)
        return [list(line) for line in load_workbook(io.BytesIO(b"".join(response.streaming_content))).active]

    return read


@pytest.mark.parametrize("model", [m for m in LISTED if m is not Template], ids=lambda model: model._meta.label)
def test_every_list_is_exported_as_it_is_filtered_and_the_book_notes_it(model, person, places, client, exported):
    client.force_login(person(SEEN_BY.get(model, "section_head")))
    first, _second = row(model, places, 1), row(model, places, 2)
    total = model.objects.count()

    assert len(exported(model)) == 1 + total
    assert len(exported(model, pk__exact=first.pk)) == 2
    told = Line.objects.filter(verb="export").order_by("-pk")[0]
    assert (told.model, told.reason) == (model._meta.label_lower, f"1 行，筛选：pk__exact={first.pk}")


def test_an_export_is_masked_and_runs_no_formula(person, places, client, exported):
    row(Project, places, 1)
    row(Demand, places, 1)
    client.force_login(person("officer"))

    cells = {cell.value: cell.data_type for line in exported(Project, voided="no") for cell in line}
    assert cells["=1+1"] == "s"
    assert exported(Project, voided="yes")[1:] == []
    shown = [cell.value for line in exported(Demand) for cell in line]
    assert "139****1234" in shown
    assert "13900001234" not in shown


def test_an_officer_cannot_void_and_a_head_must_say_why(person, places, client):
    project = row(Project, places, 1)
    page = reverse("admin:projects_project_void_page", args=[project.pk])
    client.force_login(person("officer"))
    assert client.post(page, {"reason": "错"}).status_code == 403

    client.force_login(person("section_head"))
    client.post(page, {"reason": ""})
    assert Project.objects.effective().count() == 1
    client.post(page, {"reason": "重复立项"})

    assert Project.objects.get().void_reason == "重复立项"
    assert User.objects.filter(pk=Project.objects.get().voided_by_id).exists()


def test_nothing_is_open_to_whoever_has_not_signed_in(client):
    for model in LISTED:
        assert client.get(address(model)).status_code == 302


def test_no_trail_says_one_word_twice():
    """The trail begins with the app's name and goes on with the noun's."""
    doubled = [
        opts.label
        for opts in (model._meta for model in admin.site._registry)
        if opts.verbose_name_plural == opts.app_config.verbose_name
    ]

    assert doubled == []
