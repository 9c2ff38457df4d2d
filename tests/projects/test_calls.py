"""A call from composing to revising: nothing is published that cannot be answered, nothing published changes silently."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.utils import InternalError
from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.audit.models import Entry
from bureau.front import sections
from bureau.workflow import Refused
from projects.choices import CallStatus
from projects.models import Call, CallRule, FormField, FormVersion, Restriction, Window
from projects.workflow import calls

pytestmark = pytest.mark.django_db


def test_publishing_freezes_what_was_composed(drafted, head, person):
    call = drafted(rules={"leader_per_year": 1})
    calls.send(call, by=person("officer"))
    calls.publish(call, by=head)
    version = call.versions.get()

    assert (call.status, call.published_by, version.number) == (CallStatus.PUBLISHED, head, 1)
    assert version.terms == calls.composed(call)
    assert version.terms.rules[0].limit == 1
    assert Entry.objects.about(call).filter(verb="publish").get().actor == head
    FormField.objects.filter(section__call=call).delete()
    assert "title" in FormVersion.objects.get().form.fields


def test_the_database_refuses_to_change_what_is_frozen(published):
    version = published().versions.get()

    for act in (lambda: FormVersion.objects.update(note="改"), version.delete):
        with pytest.raises(InternalError, match="frozen"), transaction.atomic():
            act()


def test_a_call_that_cannot_be_answered_is_not_published(drafted, head, person):
    call = drafted()
    call.check_lines.all().delete()
    call.sections.all().delete()
    with pytest.raises(Refused, match=r"表单还没有分节。.*还没有形式审查清单。"):
        calls.send(call, by=person("officer"))
    with pytest.raises(Refused, match="草稿，不能签发"):
        calls.publish(call, by=head)
    with pytest.raises(PermissionDenied):
        calls.publish(call, by=person("officer"))
    assert not FormVersion.objects.exists()


def test_a_call_that_is_over_is_not_published(drafted, person):
    now = timezone.now()
    call = drafted(opens_at=now - timedelta(days=2), closes_at=now - timedelta(days=1), recommend_until=now)
    with pytest.raises(Refused, match="已过"):
        calls.send(call, by=person("officer"))


def test_a_revision_is_the_next_version_and_says_why(published, head):
    call = published()
    FormField.objects.filter(section__call=call, code="summary").update(most=300)
    later = call.closes_at + timedelta(days=1)
    with pytest.raises(Refused, match="请写明"):
        calls.revise(call, by=head, words=" ")
    calls.revise(call, by=head, words="摘要改为 300 字，延期一天", closes_at=later)
    call.refresh_from_db()
    first, second = call.versions.all()

    assert (first.form.fields["summary"].most, second.form.fields["summary"].most) == (500, 300)
    assert call.closes_at == later
    assert first.digest != second.digest


def test_a_refused_revision_leaves_everything_as_it_was(published, head):
    call = published()
    with pytest.raises(Refused, match="时间先后"):
        calls.revise(call, by=head, words="改", closes_at=call.opens_at - timedelta(days=1))
    call.refresh_from_db()

    assert call.versions.count() == 1
    assert call.closes_at > call.opens_at


def test_next_year_is_copied_with_everything_and_shifted(published, person):
    call = published(rules={"title_words": "一种、示范"})
    made = calls.copy(call, by=person("officer"), plan_year=call.plan_year + 1, title="下一年")

    assert calls.composed(made) == calls.composed(call)
    assert (made.status, made.closes_at - call.closes_at, made.copied_from) == ("draft", timedelta(days=365), call)
    with pytest.raises(Refused, match="同名批次"):
        calls.copy(call, by=person("officer"), plan_year=call.plan_year + 1, title="下一年")


def test_a_cancelled_call_says_why(published, head, client):
    call = published()
    with pytest.raises(Refused, match="理由"):
        calls.cancel(call, by=head, reason="")
    calls.cancel(call, by=head, reason="预算调整")

    assert Call.objects.public().count() == 0
    assert "预算调整" in client.get(reverse("projects:call-detail", args=[call.pk])).content.decode()


def test_a_recommending_unit_may_have_its_own_deadline(published, person, recommender, unit):
    call, office = published(), unit()
    officer = person("officer")
    early = timezone.now() + timedelta(days=3)
    calls.set_window(call, by=officer, unit=office, closes_at=early, recommend_until=early, quota=2)
    calls.set_window(call, by=officer, unit=office, closes_at=early, recommend_until=early, quota=3)

    assert Window.objects.get().quota == 3
    assert Entry.objects.filter(verb="set_window").count() == 2
    with pytest.raises(Refused, match="不能早于"):
        calls.set_window(call, by=officer, unit=unit(), closes_at=early, recommend_until=early - timedelta(days=1))


@pytest.mark.parametrize(
    ("change", "claim"),
    [
        ({"closes_at": timezone.now() - timedelta(days=99)}, "opens_closes_recommends"),
        ({"ceiling": 0}, "ceiling_positive"),
        ({"published_at": None, "published_by": None}, "published_iff_dated"),
        ({"published_by": None}, "published_signed"),
        ({"status": "cancelled"}, "cancelled_iff_told"),
        ({"check_days": 0}, "terms_positive"),
    ],
)
def test_the_database_refuses_an_impossible_call(change, claim, published):
    call = published()
    with pytest.raises(IntegrityError, match=f"projects_call_{claim}"), transaction.atomic():
        Call.objects.filter(pk=call.pk).update(**change)


def test_the_database_refuses_impossible_parts(published, unit):
    call, now = published(), timezone.now()
    call.rules.create(code="credit", clause="x")
    impossible = {
        "callrule_once": lambda: call.rules.create(code="credit", clause="x"),
        "callrule_has_its_number": lambda: CallRule.objects.create(call=call, code="leader_per_year", clause="x"),
        "callrule_has_its_words": lambda: CallRule.objects.create(call=call, code="novelty", clause="x"),
        "formsection_one_per_code": lambda: call.sections.create(code="basic", title="x"),
        "formfield_one_per_code": lambda: call.sections.get(code="basic").fields.create(code="title", label="x"),
        "window_closes_before_recommending": lambda: call.windows.create(
            unit=unit(), closes_at=now, recommend_until=now - timedelta(days=1)
        ),
        "restriction_of_somebody": lambda: Restriction.objects.create(kind="overdue", about="x", starts_on=now),
        "restriction_person_has_number": lambda: Restriction.objects.create(
            kind="overdue", person_name="张三", about="x", starts_on=now
        ),
        "restriction_ends_after_start": lambda: Restriction.objects.create(
            kind="overdue", organisation=unit(), about="x", starts_on="2026-02-01", ends_on="2026-01-01"
        ),
        "formversion_revision_says_why": lambda: FormVersion.objects.create(
            call=call, number=2, content={}, published_by=call.published_by, published_at=now
        ),
        "formversion_one_per_number": lambda: FormVersion.objects.create(
            call=call, number=1, content={}, published_by=call.published_by, published_at=now
        ),
    }
    for claim, act in impossible.items():
        with pytest.raises(IntegrityError, match=f"projects_{claim}"), transaction.atomic():
            act()
    window = {"call": call, "unit": unit(), "closes_at": now, "recommend_until": now}
    Window.objects.create(**window)
    with pytest.raises(IntegrityError, match="projects_window_one_per_unit"), transaction.atomic():
        Window.objects.create(**window)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_public_list_costs_the_same_at_any_length(rows, published, client, django_assert_num_queries):
    for _ in range(rows):
        published()
    client.get(reverse("projects:call-list"))
    with django_assert_num_queries(2):  # count, page
        response = client.get(reverse("projects:call-list"))

    assert len(response.context["page"].object_list) == rows


def test_drafts_are_not_shown_and_open_calls_stand_on_the_front_page(published, drafted, client):
    hidden, call = drafted(), published()
    (section,) = [section for section in sections() if section.code == "calls"]

    assert [item.title for item in section.items(9)] == [call.title]
    assert client.get(reverse("projects:call-detail", args=[hidden.pk])).status_code == 404
    assert "正在申报" in client.get("/").content.decode()
    page = client.get(reverse("projects:call-detail", args=[call.pk])).content.decode()
    assert "设备费、业务费、劳务费、间接费用（国办发〔2021〕32号）" in page


@pytest.mark.parametrize("address", ["/", "/calls/"])
def test_kept_pages_tell_of_a_call_at_once(
    address, drafted, head, person, client, settings, django_capture_on_commit_callbacks
):
    settings.PAGE_CACHE_SECONDS = 60
    call = drafted()

    def is_told():
        return call.title in client.get(address).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        front.changed()  # What another test left is forgotten.
    assert not is_told()
    with django_capture_on_commit_callbacks(execute=True):
        calls.send(call, by=person("officer"))
        calls.publish(call, by=head)
    assert is_told()
    with django_capture_on_commit_callbacks(execute=True):
        calls.revise(call, by=head, words="改名称", title="改过的批次名称")
    assert "改过的批次名称" in client.get(address).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        calls.cancel(call, by=head, reason="计划调整")
    assert ("改过的批次名称" in client.get("/").content.decode()) is False


def test_an_officer_composes_in_the_admin_without_json_and_previews(drafted, person, client):
    call, officer = drafted(), person("officer")
    client.force_login(officer)
    section = call.sections.get(code="basic")
    field = section.fields.get(code="title")
    url = reverse("admin:projects_formsection_change", args=[section.pk])
    page = client.get(url)
    formset = page.context["inline_admin_formsets"][0].formset
    data = {"position": 0, "code": "basic", "title": "基本情况", "help": ""}
    for form in [formset.management_form, *formset.initial_forms]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                data[bound.html_name] = value
    data |= {f"{formset.prefix}-0-label": "课题名称"}
    response = client.post(url, data)
    field.refresh_from_db()

    assert response.status_code == 302, response.context["errors"]
    assert field.label == "课题名称"
    assert Entry.objects.about(field).get().changes["label"] == ["项目名称", "课题名称"]
    preview = client.get(reverse("admin:projects_call_preview_page", args=[call.pk])).content.decode()
    assert "课题名称" in preview
    assert "设备费" in preview


def test_amounts_are_typed_and_told_in_wan(drafted, person, client):
    call = drafted(ceiling=300_000, visit_from=1_000_000)
    client.force_login(person("officer"))
    page = reverse("admin:projects_call_change", args=[call.pk])
    form = client.get(page).context["adminform"].form
    assert [form[name].value() for name in ("ceiling", "visit_from")] == ["30", "100"]
    assert form["ceiling"].label == "单项财政经费上限（万元）"

    filled = type(form)(instance=call, data={"ceiling": "12.5", "visit_from": ""})
    filled.full_clean()
    assert filled.cleaned_data["ceiling"] == 125_000
    assert filled.cleaned_data["visit_from"] is None
    assert "ceiling" in filled.changed_data
    call.refresh_from_db()
    same = type(form)(instance=call, data={"ceiling": "30", "visit_from": "100"})
    assert not {"ceiling", "visit_from"} & set(same.changed_data)

    calls.send(call, by=person("officer"))
    told = client.get(page).content.decode()
    assert "单项财政经费上限（万元）" in told
    assert ">30<" in told.replace("\n", "").replace(" ", "")
