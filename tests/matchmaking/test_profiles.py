"""Profiles: what a unit writes becomes public by an officer's verb alone, and lists count as they did."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.lists.commands import load_file
from bureau.lists.workflow import void
from bureau.messaging.models import Message
from bureau.workflow import Refused
from matchmaking import tasks
from matchmaking.checking import leaks, missing, resembling
from matchmaking.choices import ProfileStatus
from matchmaking.matching.profiles import KINDS, catch_up
from matchmaking.models import Achievement, Demand
from matchmaking.workflow import profiles as workflow

from .conftest import BODY, complete

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BOTH = pytest.mark.parametrize("model", [Achievement, Demand])


def listed(model, number="L1", **more):
    """A row as the list reader makes it."""
    values = {"title": "清单成果", "organisation_name": "甲", "collected_on": date(2015, 5, 5)}
    return model.objects.create(number=number, changed_at=timezone.now(), **values | more)


def indexed(model) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT object_id FROM matchmaking_matchdocument WHERE kind = %s", [KINDS[model._meta.model_name]]
        )
        return {number for (number,) in cursor.fetchall()}


@BOTH
def test_a_profile_goes_from_draft_to_public_and_counts_from_then_on(model, drafted, person):
    profile, owner = drafted(model)
    assert not model.objects.effective().exists()
    workflow.submit(profile, by=owner)
    assert not model.objects.effective().exists()
    officer = person("officer")

    workflow.publish(profile, by=officer)

    assert list(model.objects.collected_in(TODAY.year).effective()) == [profile]
    assert list(model.objects.published()) == [profile]
    assert indexed(model) == {profile.pk}
    assert (profile.decided_by, profile.organisation_name) == (officer, profile.organisation.name)
    assert Message.objects.get(kind="profile.published").user == owner
    verbs = Entry.objects.about(profile).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["begin", "submit", "publish"]


@BOTH
def test_a_listed_row_counts_and_is_public_as_before(model):
    row = listed(model)

    assert (row.status, row.written_at) == (ProfileStatus.PUBLISHED, None)
    assert list(model.objects.effective().collected_in(2015)) == [row]
    assert list(model.objects.published()) == [row]


def test_a_listed_demand_has_its_place_and_unit_in_words_too(drafted):
    profile, _owner = drafted(Demand)

    assert (profile.county, profile.credit_code) == ("章贡区", profile.organisation.credit_code)


SAY = {
    workflow.REVISE: lambda p, by: workflow.revise(p, by=by, title="改过的名称"),
    workflow.SUBMIT: lambda p, by: workflow.submit(p, by=by),
    workflow.RECALL: lambda p, by: workflow.recall(p, by=by),
    workflow.PUBLISH: lambda p, by: workflow.publish(p, by=by),
    workflow.RETURN: lambda p, by: workflow.return_(p, by=by, code="secret", note="涉密"),
    workflow.RENEW: lambda p, by: workflow.renew(p, by=by, valid_until=TODAY + timedelta(days=400)),
    workflow.WITHDRAW: lambda p, by: workflow.withdraw(p, by=by),
    workflow.TAKE_DOWN: lambda p, by: workflow.take_down(p, by=by, reason="失实"),
}
OWN = {"fill": {"contributor", "owner"}, "submit": {"owner"}, "decide": {"officer", "section_head"}}


def put_into(profile, status):
    """The row in a status, with what its constraints ask for."""
    values = {"status": status, "valid_until": TODAY + timedelta(days=20), "return_reason": ""}
    if status == ProfileStatus.RETURNED:
        values["return_reason"] = "other"
    if status not in (ProfileStatus.DRAFT, ProfileStatus.SUBMITTED):
        values |= {"decided_by": profile.written_by, "decided_at": timezone.now()}
    type(profile)._base_manager.filter(pk=profile.pk).update(**values)


@BOTH
def test_a_verb_is_said_from_its_statuses_alone(model, handed_in, person):
    profile, owner = handed_in(model)
    officer = person("officer")
    assert set(SAY) == set(workflow.ALL) - {workflow.EXPIRE}
    for verb, say in SAY.items():
        by = officer if "decide" in verb.permission else owner
        for status in ProfileStatus.values:
            put_into(profile, status)
            if status in verb.sources:
                with transaction.atomic():
                    say(profile, by)
                    assert profile.status == (verb.target or status)
            else:
                unseen = by == officer and status == ProfileStatus.DRAFT  # No officer sees a draft.
                refused, words = (PermissionDenied, verb.verb) if unseen else (Refused, f"不能{verb.label}")
                with pytest.raises(refused, match=words):
                    say(profile, by)


@BOTH
def test_a_verb_is_refused_to_every_wrong_person(model, handed_in, manager, member, person):
    profile, owner = handed_in(model)
    _other, stranger = manager()
    users = {
        "owner": owner, "contributor": member(profile.organisation), "stranger": stranger,
        **{role: person(role) for role in ("officer", "section_head", "leader", "report_office", "system_admin")},
    }  # fmt: skip
    for verb in workflow.ALL:
        allowed = {who for who, user in users.items() if verb.is_allowed(profile, user)}
        assert allowed == OWN[verb.permission.partition(".")[2].partition("_")[0]], verb
    with pytest.raises(PermissionDenied):
        workflow.begin(model, profile.organisation, by=stranger, **complete(model))


def test_staff_see_no_draft_and_units_their_own_alone(drafted, manager, person):
    profile, owner = drafted()
    officer, (_unit, stranger) = person("officer"), manager()

    seen = [Achievement.objects.visible_to(user).exists() for user in (officer, owner, stranger)]
    workflow.submit(profile, by=owner)

    assert seen == [False, True, False]
    assert Achievement.objects.visible_to(officer).exists()


BROKEN = {
    "status_known": {"status": "lost"},
    "field_known": {"field": "99"},
    "maturity_known": {"maturity": "ripe"},
    "cooperation_known": {"cooperation": ["gift"]},
    "published_is_complete": {"status": ProfileStatus.PUBLISHED, "decided_at": None, "decided_by": None},
    "submitted_is_signed": {"submitted_at": None, "submitted_by": None},
    "returned_iff_reason": {"return_reason": "secret"},
    "written_signed": {"written_by": None},
    "submitted_signed": {"submitted_by": None},
    "decided_signed": {"decided_at": timezone.now()},
}


@BOTH
@pytest.mark.parametrize("claim", BROKEN)
def test_the_database_refuses_what_can_never_be(claim, model, handed_in):
    profile, _owner = handed_in(model)

    with pytest.raises(IntegrityError, match=f"matchmaking_{model._meta.model_name}_{claim}"):
        model.objects.filter(pk=profile.pk).update(**BROKEN[claim])


@BOTH
def test_the_database_keeps_a_listed_row_public(model):
    row = listed(model)

    with pytest.raises(IntegrityError, match="listed_is_published"):
        model.objects.filter(pk=row.pk).update(status=ProfileStatus.DRAFT)


def test_the_database_refuses_a_negative_price(drafted):
    profile, _owner = drafted()

    with pytest.raises(IntegrityError, match="price_not_negative"):
        Achievement.objects.filter(pk=profile.pk).update(asking_price=-1)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"field": ""}, "请填写“领域”"),
        ({"cooperation": []}, "请填写“合作方式”"),
        ({"contact_phone": ""}, "请填写“联系电话”"),
        ({"summary": "太短"}, "至少写 50 字，现有 2 字"),
        ({"valid_until": TODAY}, "须晚于今天"),
        ({"valid_until": TODAY + timedelta(days=731)}, "最长两年"),
        ({"summary": BODY + "联系电话 13900001234"}, "手机号 139"),
        ({"summary": BODY + "详询王小明。"}, "联系人姓名"),
    ],
)
def test_a_profile_is_not_handed_in_while_something_lacks_or_leaks(more, words, drafted):
    profile, owner = drafted(**more)

    with pytest.raises(Refused, match=words):
        workflow.submit(profile, by=owner)

    profile.refresh_from_db()
    assert profile.status == ProfileStatus.DRAFT


def test_a_second_click_opens_the_same_draft(drafted):
    profile, owner = drafted()

    again = workflow.begin(Achievement, profile.organisation, by=owner, **complete())

    assert again == profile
    assert Achievement.objects.count() == 1


def test_a_returned_profile_says_why_and_comes_again(handed_in, person):
    profile, owner = handed_in()
    with pytest.raises(Refused, match="退回说明"):
        workflow.return_(profile, by=person("officer"), code="contact", note=" ")

    workflow.return_(profile, by=person("officer"), code="contact", note="请删去电话")

    assert "公开内容泄露联系方式" in Message.objects.get(kind="profile.returned", user=owner).body
    workflow.submit(profile, by=owner)
    assert (profile.status, profile.return_reason) == (ProfileStatus.SUBMITTED, "")


def test_terms_end_and_are_renewed_in_time(public):
    profile, owner, _officer = public()
    with pytest.raises(Refused, match="还没有到续期的时候"):
        workflow.renew(profile, by=owner, valid_until=TODAY + timedelta(days=500))
    Achievement.objects.update(valid_until=TODAY + timedelta(days=workflow.REMINDED_DAYS))
    assert [workflow.remind_due(), workflow.remind_due()] == [1, 0]
    Achievement.objects.update(valid_until=TODAY - timedelta(days=1))
    assert not Achievement.objects.published().exists()

    tasks.tend_profiles()

    profile.refresh_from_db()
    assert profile.status == ProfileStatus.EXPIRED
    assert indexed(Achievement) == set()
    assert Achievement.objects.effective().count() == 1  # It was collected; the figure stays.
    workflow.renew(profile, by=owner, valid_until=TODAY + timedelta(days=500))
    assert list(Achievement.objects.published()) == [profile]
    assert indexed(Achievement) == {profile.pk}


def test_who_is_to_be_called_is_encrypted_and_masked_in_the_book(drafted):
    profile, _owner = drafted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT contact_phone FROM matchmaking_achievement")
        assert "13900001234" not in cursor.fetchone()[0]

    assert Entry.objects.about(profile).get().changes["contact_phone"][1] == "139****1234"


def test_lists_come_into_the_index_and_voided_rows_leave_it(person):
    row, other = listed(Achievement), listed(Achievement, "L2")
    assert catch_up(Achievement) == (2, 0)
    void(other, by=person("section_head"), reason="重复")

    assert catch_up(Achievement) == (0, 1)
    assert indexed(Achievement) == {row.pk}


def test_a_repeated_profile_is_found(public, drafted):
    first, _owner, _officer = public()
    other, _ = drafted(title="一种钕铁硼磁体的重稀土减量方法")
    new, _ = drafted(
        title="柑橘黄龙病田间快速检测试剂盒",
        summary="以重组酶聚合酶扩增在田间三十分钟内检出柑橘黄龙病菌，灵敏度与定量检测一致，不需要仪器，已在脐橙园试用。",
    )

    assert [(one.profile, one.words) for one in resembling(other)] == [(first, "几乎相同")]
    assert resembling(new) == []
    assert (missing(other), leaks(other)) == ([], [])


def test_the_queue_shows_what_was_found_and_each_verb_works(handed_in, person, client):
    profile, owner = handed_in()
    client.force_login(person("officer"))
    queue = reverse("admin:matchmaking_achievement_changelist")
    assert profile.title in client.get(queue, {"todo": "waiting"}).content.decode()
    assert client.get(reverse("admin:matchmaking_achievement_change", args=[profile.pk])).status_code == 200

    client.post(
        reverse("admin:matchmaking_achievement_return_page", args=[profile.pk]), {"code": "secret", "note": "涉密"}
    )
    profile.refresh_from_db()
    assert (profile.status, profile.return_reason) == (ProfileStatus.RETURNED, "secret")
    workflow.submit(profile, by=owner)
    client.post(reverse("admin:matchmaking_achievement_announce_page", args=[profile.pk]))
    profile.refresh_from_db()
    assert profile.status == ProfileStatus.PUBLISHED
    client.post(reverse("admin:matchmaking_achievement_take_down_page", args=[profile.pk]), {"reason": "失实"})
    profile.refresh_from_db()
    assert profile.status == ProfileStatus.WITHDRAWN


def test_a_batch_says_first_what_it_will_publish(handed_in, public, person, client):
    good, _ = handed_in(
        Demand,
        title="脐橙采后保鲜技术需求",
        description="脐橙采后贮藏三个月后失水率高、果皮油胞下陷，需要一种不用化学保鲜剂、成本每吨不超过五十元的采后处理技术，并能在现有生产线上实施。",
    )
    done, _owner, _officer = public(Demand)
    client.force_login(person("officer"))
    url = reverse("admin:matchmaking_demand_changelist")

    preview = client.post(url, {"action": "publish_selected", "_selected_action": [good.pk, done.pk]})
    assert ([row.pk for row in preview.context["taken"]], preview.context["skipped"][0][1]) == ([good.pk], "已发布")
    good.refresh_from_db()
    assert good.status == ProfileStatus.SUBMITTED
    client.post(
        url,
        {"action": "publish_selected", "_selected_action": [good.pk], "confirmed": preview.context["token"]},
    )

    good.refresh_from_db()
    assert good.status == ProfileStatus.PUBLISHED


def test_a_list_does_not_overwrite_what_a_unit_wrote(manager, person, workbook):
    organisation, user = manager()
    profile = workflow.begin(Achievement, organisation, by=user, **complete())
    headings = ["成果编号", "成果名称", "完成单位", "征集日期"]
    file = workbook(
        [headings, [profile.number, "另一项", "某大学", "2015-05-06"], ["C1", "成果", "某大学", "2015-05-06"]]
    )

    _run, result = load_file(file, by=person("officer"), skip_bad_rows=True)

    assert result.sheets[0].rejected_rows == 1
    profile.refresh_from_db()
    assert profile.title == complete()["title"]
    assert Achievement.objects.filter(number="C1").exists()
