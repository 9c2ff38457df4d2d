"""专利奖: who may be named, how the city orders them, what goes to the province, and that the report counts the result."""

from datetime import date
from itertools import product

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.reports import annual
from bureau.reports.indicators import BY_CODE
from bureau.reports.models import Entry as EnteredFigure
from bureau.workflow import Refused
from patents import workflow
from patents.choices import NominationStatus, PrizeRoundStatus
from patents.models import Nomination, PrizeRound, Subsidy

from .rows import patent

IN_FORCE = {"filed_on": date(2020, 1, 1), "granted_on": date(2022, 1, 1)}


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.fixture
def head(person):
    return person("section_head")


@pytest.fixture
def opened(places, officer):
    return workflow.open_round(by=officer, year=2015, name="第二届江西省专利奖", quota=3, notice="赣知发〔2015〕1号")


def named(round_, places, by, count=1) -> list[Nomination]:
    return [
        workflow.nominate(
            round_, by=by, number=patent(places, **IN_FORCE).application_number, grounds="原创性强，效益显著"
        )
        for _n in range(count)
    ]


def accepted(round_, places, officer, head, count=1) -> list[Nomination]:
    found = named(round_, places, officer, count)
    for one in found:
        workflow.accept(one, by=head)
    return found


def sent(round_, places, officer, head, count=4) -> list[Nomination]:
    found = accepted(round_, places, officer, head, count)
    workflow.rank(round_, by=head, places={one.pk: count - n for n, one in enumerate(found)})
    workflow.forward(round_, by=head)
    return found


def result(round_, by, grades, total=10) -> None:
    workflow.close_round(round_, by=by, grades=grades, province_total=total, result_document="赣府字〔2015〕9号")


@pytest.mark.django_db
def test_only_the_first_by_place_as_many_as_the_quota_go_to_the_province(opened, places, officer, head):
    last, *firsts = sent(opened, places, officer, head)
    found = dict(Nomination.objects.values_list("pk", "status"))
    assert found[last.pk] == NominationStatus.ACCEPTED
    assert {found[one.pk] for one in firsts} == {NominationStatus.FORWARDED}
    assert list(opened.nominations.in_order().values_list("place", flat=True)) == [1, 2, 3, 4]
    assert Entry.objects.about(opened).latest("pk").verb == "forward_prizeround"


@pytest.mark.django_db
def test_a_patent_without_a_right_or_with_the_award_is_not_named(opened, places, officer, head):
    with pytest.raises(Refused, match="专利登记中没有申请号"):
        workflow.nominate(opened, by=officer, number="201510009999", grounds="原创性强")
    for dates in ({"filed_on": date(2020, 1, 1)}, {"filed_on": date(1990, 1, 1), "granted_on": date(1992, 1, 1)}):
        with pytest.raises(Refused, match="不是有效专利"):
            workflow.nominate(opened, by=officer, number=patent(places, **dates).application_number, grounds="原创性强")
    won = sent(opened, places, officer, head, 1)[0]
    result(opened, officer, {won.pk: "金奖"})
    again = workflow.open_round(by=officer, year=2016, name="第三届江西省专利奖", quota=3, notice="赣知发〔2016〕1号")
    with pytest.raises(Refused, match="已在2015年第二届江西省专利奖获奖"):
        workflow.nominate(again, by=officer, number=won.patent.application_number, grounds="原创性强")
    one = named(again, places, officer)[0]
    with pytest.raises(Refused, match="已经提名"):
        workflow.nominate(again, by=officer, number=one.patent.application_number, grounds="原创性强")


@pytest.mark.django_db
def test_who_named_does_not_review_and_a_refusal_says_why(opened, places, officer, head):
    one = named(opened, places, officer)[0]
    for say in (workflow.accept, lambda it, by: workflow.refuse(it, by=by, reason="材料不全")):
        with pytest.raises(Refused, match="由另一位审核"):
            say(one, by=officer)
    with pytest.raises(Refused, match="理由"):
        workflow.refuse(one, by=head, reason=" ")
    workflow.refuse(one, by=head, reason="材料不全")
    assert Nomination.objects.get().reason == "材料不全"


@pytest.mark.django_db
def test_the_order_is_whole_before_anything_goes_to_the_province(opened, places, officer, head):
    with pytest.raises(Refused, match="没有审核通过的提名"):
        workflow.forward(opened, by=head)
    first, second = accepted(opened, places, officer, head, 2)
    for wrong in ({first.pk: 1}, {first.pk: 1, second.pk: 1}, {first.pk: 1, second.pk: 3}):
        with pytest.raises(Refused):
            workflow.rank(opened, by=head, places=wrong)
    with pytest.raises(Refused, match="没有排序"):
        workflow.forward(opened, by=head)
    workflow.rank(opened, by=head, places={first.pk: 2, second.pk: 1})
    workflow.rank(opened, by=head, places={first.pk: 1, second.pk: 2})  # Places are exchanged.
    late = named(opened, places, officer)[0]
    with pytest.raises(Refused, match="没有审核"):
        workflow.forward(opened, by=head)
    workflow.accept(late, by=head)
    with pytest.raises(Refused, match="没有排序"):
        workflow.forward(opened, by=head)


@pytest.mark.django_db
def test_an_officer_neither_orders_nor_sends(opened, places, officer, head, person):
    one = accepted(opened, places, officer, head)[0]
    for say in (lambda: workflow.rank(opened, by=officer, places={one.pk: 1}), lambda: workflow.forward(opened, by=officer)):  # fmt: skip
        with pytest.raises(PermissionDenied):
            say()
    for stranger in (person("leader"), person("web_editor")):
        with pytest.raises(PermissionDenied):
            named(opened, places, stranger)
        with pytest.raises(PermissionDenied):
            workflow.open_round(by=stranger, year=2020, name="省专利奖", quota=1, notice="某文1号")


@pytest.mark.django_db
def test_the_result_is_of_what_was_sent_and_no_more_than_the_provinces(opened, places, officer, head):
    last, first, second, third = sent(opened, places, officer, head)
    with pytest.raises(Refused, match="只有报省的提名"):
        result(opened, officer, {last.pk: "金奖"})
    with pytest.raises(Refused, match="多于全省授奖总数"):
        result(opened, officer, {first.pk: "金奖", second.pk: "银奖"}, total=1)
    result(opened, officer, {first.pk: "金奖", second.pk: "银奖", third.pk: " "})
    assert list(Nomination.objects.awarded_in(2015).in_order()) == [second, first]
    assert Nomination.objects.get(pk=third.pk).status == NominationStatus.NOT_AWARDED


SAY = {
    "nominate": (PrizeRoundStatus.OPEN, lambda r, p, o, h: named(r, p, o)),
    "rank": (PrizeRoundStatus.OPEN, lambda r, p, o, h: workflow.rank(r, by=h, places={})),
    "forward": (PrizeRoundStatus.OPEN, lambda r, p, o, h: workflow.forward(r, by=h)),
    "close": (PrizeRoundStatus.FORWARDED, lambda r, p, o, h: result(r, o, {})),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("verb", "status"), list(product(SAY, PrizeRoundStatus.values)))
def test_a_verb_of_the_round_is_said_in_its_status_alone(verb, status, opened, places, officer, head):
    source, say = SAY[verb]
    if status != PrizeRoundStatus.OPEN:
        sent(opened, places, officer, head, 1)
    if status == PrizeRoundStatus.CLOSED:
        result(opened, officer, {})
    opened.refresh_from_db()
    if status == source and verb != "close":
        return  # Said in the tests above.
    if status == source:
        say(opened, places, officer, head)
        assert PrizeRound.objects.get().status == PrizeRoundStatus.CLOSED
        return
    with pytest.raises(Refused, match="不能"):
        say(opened, places, officer, head)


@pytest.mark.django_db
@pytest.mark.parametrize("status", NominationStatus.values)
def test_a_nomination_is_reviewed_once(status, opened, places, officer, head):
    one = named(opened, places, officer)[0]
    reached = {
        NominationStatus.NOMINATED: lambda: None,
        NominationStatus.ACCEPTED: lambda: workflow.accept(one, by=head),
        NominationStatus.REFUSED: lambda: workflow.refuse(one, by=head, reason="材料不全"),
    }
    if status in reached:
        reached[status]()
    else:
        workflow.accept(one, by=head)
        workflow.rank(opened, by=head, places={one.pk: 1})
        workflow.forward(opened, by=head)
        if status != NominationStatus.FORWARDED:
            result(opened, officer, {one.pk: "金奖"} if status == NominationStatus.AWARDED else {})
    assert Nomination.objects.get().status == status
    if status == NominationStatus.NOMINATED:
        return
    for say in (lambda: workflow.accept(one, by=head), lambda: workflow.refuse(one, by=head, reason="再审")):
        with pytest.raises(Refused, match="不能"):
            say()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"decided_by": None, "decided_at": None}, "decided_iff_signed"),
        ({"reason": "x"}, "refused_iff_reason"),
        ({"grade": "金奖"}, "awarded_iff_grade"),
        ({"place": None}, "forwarded_is_placed"),
        ({"status": "refused", "reason": "x"}, "placed_is_accepted"),
        ({"nominated_at": None}, "nominated_signed"),
    ],
)
def test_the_database_refuses_what_no_nomination_is(changes, constraint, opened, places, officer, head):
    sent(opened, places, officer, head, 1)
    with pytest.raises(IntegrityError, match=f"patents_nomination_{constraint}"):
        Nomination.objects.update(**changes)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"status": "closed"}, "closed_iff_result"),
        ({"forwarded_by": None, "forwarded_at": None}, "forwarded_iff_signed"),
        ({"quota": 0}, "has_quota"),
        ({"opened_by": None}, "opened_signed"),
    ],
)
def test_the_database_refuses_what_no_round_is(changes, constraint, opened, places, officer, head):
    sent(opened, places, officer, head, 1)
    with pytest.raises(IntegrityError, match=f"patents_prizeround_{constraint}"):
        PrizeRound.objects.update(**changes)


@pytest.mark.django_db(transaction=True)
def test_the_report_counts_the_result_and_opens_its_rows(opened, places, officer, head, person, client):
    """2015: 3 of the province's 10, 30 %; before a result is recorded what was entered stands."""
    EnteredFigure.objects.create(
        indicator="patents.provincial_awards", year=2015, value=2, source_document="省文", entered_by=officer, entered_at=timezone.now()
    )  # fmt: skip
    assert annual.measure(2015).values["patents.provincial_awards"] == 2
    _last, *firsts = sent(opened, places, officer, head)
    result(opened, officer, {one.pk: "优秀奖" for one in firsts})

    report = annual.compute(2015, by="试")

    found = {figure.indicator: figure for figure in report.figures.all()}
    assert found["patents.provincial_awards"].value == 3
    assert found["patents.provincial_awards.province_total"].value == 10
    assert found["patents.provincial_awards.share_pct"].display == "30%"
    assert not found["patents.provincial_awards"].is_entered
    assert set(BY_CODE["patents.provincial_awards"].rows(2015)) == set(firsts)
    client.force_login(officer)
    page = client.get(f"/admin/reports/annualreport/{report.pk}/rows/patents.provincial_awards/")
    assert page.content.decode().count("优秀奖") == 3


@pytest.mark.django_db
def test_the_page_of_a_year_leads_from_naming_to_the_result(places, officer, head, client):
    client.force_login(officer)
    asked = {"year": "2015", "name": "第二届江西省专利奖", "quota": "1", "notice": "赣知发〔2015〕1号"}
    client.post("/admin/patents/prizeround/open/", asked)
    round_ = PrizeRound.objects.get()
    page = f"/admin/patents/prizeround/{round_.pk}/change/"

    def say(verb, **values) -> str:
        address = f"/admin/patents/prizeround/{round_.pk}/say/{verb}/"
        return client.post(address, values, follow=True).content.decode()

    assert "申请号：" in say("nominate", number="201510000001.9", grounds="原创性强")
    assert Nomination.objects.count() == 0
    for _n in range(2):
        say("nominate", number=patent(places, **IN_FORCE).number, grounds="原创性强")
    first, second = Nomination.objects.order_by("pk")
    assert "由另一位审核" in client.get(page).content.decode()
    client.force_login(head)
    say("accept", nomination=first.pk)
    say("accept", nomination=second.pk)
    assert "排序须是数字" in say("rank", **{f"place-{first.pk}": "一", f"place-{second.pk}": "2"})
    say("rank", **{f"place-{first.pk}": "2", f"place-{second.pk}": "1"})
    assert "取前 1 件" in say("forward")
    client.force_login(officer)
    done = say("close", **{f"grade-{second.pk}": "金奖"}, province_total="10", result_document="赣府字〔2015〕9号")
    assert "本市获奖 1 项，全省共 10 项" in done
    assert client.post(f"/admin/patents/prizeround/{round_.pk}/say/explode/").status_code == 404


@pytest.mark.django_db
def test_the_history_of_subsidies_is_looked_up_and_never_made_or_changed(places, officer, head, client):
    Subsidy.objects.create(
        year=2015, application_number="201510000001", stage="grant", recipient="甲", amount=5000, paid_on=date(2015, 12, 1),
        changed_at=timezone.now(),
    )  # fmt: skip
    one = Subsidy.objects.get()
    for who in (officer, head):
        client.force_login(who)
        listed = client.get("/admin/patents/subsidy/").content.decode()
        assert "国知发保字〔2021〕1号" in listed
        assert "作废所选" not in listed
        assert client.get("/admin/patents/subsidy/add/").status_code == 403
        assert "国知发保字〔2021〕1号" in client.get(f"/admin/patents/subsidy/{one.pk}/change/").content.decode()
        for verb in ("correct", "void"):
            assert client.get(f"/admin/patents/subsidy/{one.pk}/{verb}/").status_code in (302, 403, 404)
        assert not any(
            who.has_perm(f"patents.{verb}_subsidy") for verb in ("add", "change", "delete", "correct", "void")
        )
