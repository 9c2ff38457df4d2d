"""Experts drawn by lot: watched by another, invited, answered; who rotates, who is called next."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from docx import Document

from bureau.messaging.models import Message
from bureau.workflow import Refused
from projects import drawing as lot
from projects.models import Assignment, Draw, DrawChoice, DrawLine, Expert, Pledge, ReviewRound, Seat
from projects.workflow import assigning, calls, drawing, recusing, reviewing, rounds
from tests.projects.draws import drawn as drawn
from tests.projects.draws import fresh, settle
from tests.projects.draws import officer as officer
from tests.projects.draws import prepared as prepared
from tests.projects.draws import scene as scene


@pytest.mark.django_db
def test_another_person_watches_and_the_first_are_invited(prepared, officer, head, client):
    client.force_login(officer)
    log = reverse("admin:projects_draw_log_page", args=[prepared.pk])
    page = client.get(log).content.decode()
    assert "抽取完成前不显示姓名" in page
    assert "ZJ9" not in page
    with pytest.raises(PermissionDenied):
        drawing.supervise(prepared, by=officer)

    drawing.supervise(prepared, by=head)

    seats = Seat.objects.order_by("place")
    assert [seat.status for seat in seats] == ["invited", "invited", "backup", "backup"]
    assert set(Message.objects.filter(kind="seat.invited").values_list("user", flat=True)) == {
        seat.expert.user_id for seat in seats[:2]
    }
    assert seats[0].expert.number in client.get(log).content.decode()
    assert len({seat.number for seat in seats}) == 4


@pytest.mark.django_db
def test_who_prepared_does_not_watch(scene, head):
    round_, group, _experts = scene
    draw = drawing.plan(round_, by=head)
    DrawLine.objects.create(draw=draw, group=group, seats=2, backups=0)
    drawing.prepare(draw, by=head)

    with pytest.raises(Refused, match="不能是操作人"):
        drawing.supervise(draw, by=head)
    with pytest.raises(IntegrityError, match="projects_draw_watched_by_another"), transaction.atomic():
        Draw.objects.filter(pk=draw.pk).update(supervised_by=head, supervised_at=timezone.now())


@pytest.mark.django_db
def test_too_few_are_said_with_the_reasons(scene, officer):
    round_, group, experts_ = scene
    Expert.objects.filter(pk__in=[one.pk for one in experts_[:4]]).update(rank="intermediate")
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, seats=5, backups=0)

    with pytest.raises(Refused, match="只有 4 人（职称低于要求 4 人）"):
        drawing.prepare(draw, by=officer)
    DrawLine.objects.update(seats=2)
    Draw.objects.update(outside_share=30)
    with pytest.raises(Refused, match="须有市外 1 人，只有 0 人"):
        drawing.prepare(draw, by=officer)


@pytest.mark.django_db
def test_what_changes_after_preparing_is_prepared_anew(prepared, scene, officer, head):
    _round, group, experts_ = scene
    recusing.recuse(experts_[0], group.items.get().application, by=officer, ground="family", evidence="配偶")

    with pytest.raises(Refused, match="重新准备"):
        drawing.supervise(prepared, by=head)
    drawing.reopen(prepared, by=officer)
    drawing.prepare(prepared, by=officer)
    drawing.supervise(prepared, by=head)

    assert not Seat.objects.filter(expert=experts_[0]).exists()


@pytest.mark.django_db
def test_accepting_brings_the_groups_applications_declining_the_next_backup(drawn, client):
    first, second, third, _fourth = Seat.objects.order_by("place")
    client.force_login(fresh(first.expert.user))
    url = reverse("projects:seat", args=[first.pk])
    client.post(url, {"keeps_silence": "on"})
    first.refresh_from_db()
    assert first.status == "invited"  # Not without both promises.
    client.post(url, {"keeps_silence": "on", "has_no_conflict": "on"})
    assert Assignment.objects.get().number == first.number
    assert (Pledge.objects.get().expert, Pledge.objects.get().text) == (first.expert, reviewing.PLEDGE)

    client.force_login(fresh(second.expert.user))
    assert client.get(url).status_code == 404
    client.post(reverse("projects:seat-decline", args=[second.pk]), {"reason": "出差"})

    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.status, second.reason) == ("declined", "出差")
    assert (third.status, third.source, third.was_backup) == ("invited", "substitute", True)
    assert Message.objects.filter(kind="seat.invited", user=third.expert.user).count() == 1
    drawing.accept(third, by=fresh(third.expert.user))
    assert Assignment.objects.filter(source="substitute").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("is_running", [False, True])
def test_the_promise_is_signed_once_and_the_desk_opens_at_once(scene, officer, head, client, published, is_running):
    round_, group, _experts = scene
    calls.use_scheme(round_.call, by=officer, code="plan")
    calls.revise(round_.call, by=head, words="补评审方案")
    settle(round_, group, officer, head, [{"seats": 2, "backups": 2}])
    if is_running:
        ReviewRound.objects.filter(pk=round_.pk).update(
            status="reviewing", started_by=officer, started_at=timezone.now()
        )
    seat = Seat.objects.filter(status="invited").order_by("place").first()
    client.force_login(fresh(seat.expert.user))
    url = reverse("projects:seat", args=[seat.pk])
    assert reviewing.PLEDGE in client.get(url).content.decode()

    answer = client.post(url, {"keeps_silence": "on", "has_no_conflict": "on"})

    desk = reverse("projects:review-desk", args=[Assignment.objects.get().pk])
    assert answer["Location"] == (desk if is_running else url)
    ReviewRound.objects.filter(pk=round_.pk).update(status="reviewing", started_by=officer, started_at=timezone.now())
    assert "评审承诺书" not in client.get(desk).content.decode()
    assert Pledge.objects.count() == 1


@pytest.mark.django_db
def test_what_an_officer_enters_for_an_expert_leaves_the_promise_to_the_expert(drawn, officer):
    first = Seat.objects.order_by("place").first()

    drawing.accept_for(first, by=officer)

    assert not Pledge.objects.exists()


@pytest.mark.django_db
def test_a_backup_who_must_step_aside_or_is_away_is_passed_over(drawn, officer):
    first, _second, third, fourth = Seat.objects.order_by("place")
    recusing.recuse(third.expert, third.group.items.get().application, by=officer, ground="family", evidence="配偶")

    assert drawing.decline(first, by=fresh(first.expert.user), reason="出差") == fourth
    fourth.refresh_from_db()
    assert drawing.decline(fourth, by=fresh(fourth.expert.user), reason="出差") is None
    assert Message.objects.filter(kind="seat.short", user=officer).count() == 1


@pytest.mark.django_db
def test_a_called_backup_keeps_the_share_from_outside_while_one_is_left(scene, officer, head, expert):
    round_, group, _experts = scene
    for _ in range(2):
        expert(fields=["1310"], city="南昌市")
    Expert.objects.filter(city="南昌市").update(is_outside=True)
    draw = settle(round_, group, officer, head, [{"seats": 2, "backups": 8}], outside_share=50)
    seats = Seat.objects.filter(line__draw=draw)
    first = seats.get(expert__is_outside=True, was_backup=False)

    called = drawing.decline(first, by=fresh(first.expert.user), reason="出差")

    assert called.expert.is_outside
    assert called.note.startswith(f"递补{first}（婉拒）。")
    following = drawing.decline(called, by=fresh(called.expert.user), reason="出差")
    assert not following.expert.is_outside
    assert "备选中没有市外专家，本组市外少 1 人" in following.note
    assert drawing.faults(draw) == []


@pytest.mark.django_db
def test_a_called_backup_of_another_line_is_of_the_same_type(scene, officer, head, expert):
    round_, group, _experts = scene
    expert(types=["financial"]), expert(types=["financial", "technical"])
    draw = settle(round_, group, officer, head, [
        {"seats": 1, "backups": 0, "type": "financial"},
        {"seats": 2, "backups": 7, "type": "technical"},
    ])  # fmt: skip
    first = Seat.objects.get(seated_as="financial")
    both = Seat.objects.filter(seated_as="technical", expert__types__contains=["financial"], status="backup").first()

    called = drawing.decline(first, by=fresh(first.expert.user), reason="出差")

    assert called == both
    if called:
        assert called.seated_as == "financial"
        assert "的备选已用尽，由" in called.note
        assert drawing.decline(called, by=fresh(called.expert.user), reason="出差") is None
    first.refresh_from_db()
    assert Message.objects.filter(kind="seat.short").exists()
    assert drawing.faults(draw) == []


@pytest.mark.django_db
def test_who_has_reached_the_years_cap_meanwhile_is_not_called(drawn):
    first, _second, third, fourth = Seat.objects.order_by("place")
    Draw.objects.filter(pk=drawn.pk).update(yearly_cap=1)
    other = ReviewRound.objects.create(
        call=first.round.call, name="另一轮", due_at=timezone.now(), created_by=drawn.created_by
    )
    assigning.seat_of(other, third.expert, by=drawn.created_by, source="appointed")

    assert drawing.decline(first, by=fresh(first.expert.user), reason="出差") == fourth


@pytest.mark.django_db
def test_rotation_and_streaks_look_at_earlier_rounds_of_the_category(scene, officer, head, round_of):
    round_, group, experts_ = scene
    application = group.items.get().application
    draw = settle(round_, group, officer, head, [{"seats": 2, "backups": 0}])
    sat = set(Seat.objects.values_list("expert", flat=True))
    ReviewRound.objects.create(call=round_.call, name="没有开的一轮", due_at=timezone.now(), created_by=officer)
    later = round_of(application)
    again = rounds.compose_group(later, by=officer, name="稀土组", field=group.field, applications=[application])

    plan = drawing.plan(later, by=officer, rotation_rounds=1)
    DrawLine.objects.create(draw=plan, group=again, seats=1, backups=5)
    drawing.prepare(plan, by=officer)
    assert plan.content["rounds"] == [round_.pk]
    assert lot.counts(plan.content)[0]["others"]["rotation"] == 2
    drawing.supervise(plan, by=head)

    assert not sat & set(Seat.objects.filter(line__draw=plan).values_list("expert", flat=True))
    assert drawing.faults(Draw.objects.get(pk=plan.pk)) == drawing.faults(draw) == []
    streak = drawing.plan(later, by=officer, consecutive_cap=1)
    DrawLine.objects.create(draw=streak, group=again, seats=1, backups=0)
    with pytest.raises(Refused, match="连续参加同类评审已满 2 人"):
        drawing.prepare(streak, by=officer)
    assert len(experts_) == 8


@pytest.mark.django_db
def test_an_inclusion_never_beats_a_recusal_and_the_log_says_so(scene, officer, head, client):
    round_, group, experts_ = scene
    wanted, barred = experts_[:2]
    recusing.recuse(barred, group.items.get().application, by=officer, ground="family", evidence="配偶")
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, group=group, field=group.field, seats=2, backups=2)
    for who in (wanted, barred):
        DrawChoice.objects.create(draw=draw, kind="include", expert=who, reason="熟悉指南")
    drawing.prepare(draw, by=officer)
    drawing.supervise(draw, by=head)

    assert Seat.objects.get(expert=wanted).status == "invited"
    assert not Seat.objects.filter(expert=barred).exists()
    client.force_login(officer)
    log = client.get(reverse("admin:projects_draw_log_page", args=[draw.pk])).content.decode()
    assert f"指定而没有抽入正选的：{barred.name}（{barred.number}）须回避。" in log
    DrawChoice.objects.filter(expert=barred).update(reason="另一理由")
    assert "抽取要求与抽取时不同。" in drawing.faults(Draw.objects.get(pk=draw.pk))


@pytest.mark.django_db
def test_nobody_is_both_included_and_excluded(prepared, scene):
    for kind in ("include", "exclude"):
        one = DrawChoice(draw=prepared, kind=kind, expert=scene[2][0], reason="x")
        if kind == "include":
            one.save()
    with pytest.raises(ValidationError, match="不能既指定又排除"):
        one.full_clean()


@pytest.mark.django_db
def test_who_does_not_answer_in_time_is_passed_over(drawn):
    first = Seat.objects.order_by("place")[0]
    assert drawing.lapse() == 0

    assert drawing.lapse(first.answer_by_day + timedelta(days=1)) == 2

    assert Seat.objects.filter(status="declined", reason="逾期没有答复").count() == 2
    assert Seat.objects.filter(status="invited").count() == 2


@pytest.mark.django_db
def test_an_officer_takes_a_seat_back(drawn, officer, client):
    first, _second, third, _fourth = Seat.objects.order_by("place")
    client.force_login(officer)
    client.post(reverse("admin:projects_draw_accept", args=[first.pk]))
    assert Assignment.objects.get().status == "assigned"
    client.post(reverse("admin:projects_draw_unseat", args=[first.pk]), {"reason": "重病"})

    first.refresh_from_db()
    third.refresh_from_db()
    assert (first.status, Assignment.objects.get().status, third.status) == ("cancelled", "cancelled", "invited")


@pytest.mark.django_db
def test_an_officer_plans_a_draw_in_the_admin(scene, officer, head, client):
    round_, group, experts_ = scene
    client.force_login(officer)
    inline = {"lines-TOTAL_FORMS": "1", "lines-INITIAL_FORMS": "0", "lines-0-group": group.pk, "lines-0-field": group.field_id, "lines-0-type": "technical", "lines-0-seats": "2", "lines-0-backups": "1"}  # fmt: skip
    typed = {"round": round_.pk, "outside_share": "0", "least_rank": "associate", "per_unit": "2", "yearly_cap": "10", "rotation_rounds": "1", "consecutive_cap": "0", "answer_days": "2"}  # fmt: skip
    inline |= {"choices-TOTAL_FORMS": "2", "choices-INITIAL_FORMS": "0"}
    for place, who in enumerate(experts_[:2]):
        kind = ("include", "exclude")[place]
        inline |= {
            f"choices-{place}-kind": kind,
            f"choices-{place}-expert": who.number,
            f"choices-{place}-reason": "熟悉指南",
        }
    answer = client.post(reverse("admin:projects_draw_add"), typed | inline)
    assert answer.status_code == 302, answer.context["errors"]
    draw = Draw.objects.get()
    assert (draw.number, draw.created_by, draw.lines.count(), draw.rotation_rounds) == (1, officer, 1, 1)
    client.post(reverse("admin:projects_draw_prepare_page", args=[draw.pk]))
    assert "可抽取 7 人" in client.get(reverse("admin:projects_draw_change", args=[draw.pk])).content.decode()
    client.force_login(head)
    client.post(reverse("admin:projects_draw_supervise_page", args=[draw.pk]))

    draw.refresh_from_db()
    assert (draw.status, draw.supervised_by) == ("drawn", head)
    assert Seat.objects.filter(expert=experts_[0], was_backup=False).exists()
    log = client.get(reverse("admin:projects_draw_log_page", args=[draw.pk])).content.decode()
    assert "近 1 个同类轮次评过的不抽" in log
    assert f"排除</td><td>{experts_[1].name}（{experts_[1].number}）</td><td>熟悉指南" in log


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_preparing_costs_the_same_at_any_number_of_experts(accepted, expert, round_of, officer, count):
    application = accepted()[0]
    round_ = round_of(application)
    for _ in range(count):
        expert(fields=["1310"])
    draw = drawing.plan(round_, by=officer)
    DrawLine.objects.create(draw=draw, seats=1, backups=0)

    with CaptureQueriesContext(connection) as queries:
        drawing.prepare(draw, by=officer)

    assert len(queries) <= 60


@pytest.mark.django_db
def test_a_sealed_draw_leaves_as_a_form_and_an_unsealed_one_names_nobody(prepared, officer, head, client):
    client.force_login(officer)
    page = reverse("admin:projects_draw_paper_page", args=[prepared.pk])
    assert client.get(page).status_code == 302
    drawing.supervise(prepared, by=head)
    draw = Draw.objects.get(pk=prepared.pk)
    seat = Seat.objects.filter(line__draw=draw, was_backup=False).order_by("place").first()
    drawing.unseat(seat, by=officer, reason="来电不能参加")
    document = Document(BytesIO(b"".join(client.get(page).streaming_content)))
    words = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)

    for told in (draw.seed, draw.digest, officer, head, seat.expert.number, "来电不能参加", "备选"):
        assert str(told) in words, told
    assert "婉拒或取消 1 人，备选递补 1 人" in "\n".join(p.text for p in document.paragraphs)
