"""Stored recommendations: both ways, above a floor, fair to everybody and to what is new, with their reasons."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from bureau.audit.models import Entry
from bureau.workflow import Refused
from matchmaking import recommending, tasks
from matchmaking.choices import Band
from matchmaking.counterparts import LISTED, counterparts
from matchmaking.matching.profiles import catch_up
from matchmaking.models import Achievement, Demand, Judgement, Recommendation, Synonym
from matchmaking.workflow import profiles as workflow
from matchmaking.workflow import recommending as verbs

from .conftest import BODY
from .test_pages import ELSEWHERE, WANTED

pytestmark = pytest.mark.django_db
LONG_AGO = date(2015, 5, 5)


def listed(model, number, body, **more):
    """A row as the list reader makes it, in the index."""
    values = {"title": "钕铁硼晶界扩散", "organisation_name": f"单位{number}", "collected_on": LONG_AGO}
    row = model.objects.create(number=number, changed_at=timezone.now(), **{model.body_field: body} | values | more)
    catch_up(model)
    return row


def stands_in(profile) -> list[int]:
    """Who stands in the stored list, the best first."""
    other = "demand" if isinstance(profile, Achievement) else "achievement"
    return [getattr(row, f"{other}_id") for row in Recommendation.objects.of(profile)]


@pytest.fixture
def met(public):
    """An achievement and a demand that fit, both public: (achievement, its manager, demand, its manager)."""
    achievement, owner, _officer = public()
    demand, wanting, _officer = public(Demand, title="钕铁硼永磁高温退磁难题", description=WANTED)
    return achievement, owner, demand, wanting


def test_what_is_published_gets_its_list_and_enters_those_of_the_others(met):
    achievement, _owner, demand, _wanting = met

    assert recommending.refresh(demand) == 2

    assert (stands_in(demand), stands_in(achievement)) == ([achievement.pk], [demand.pk])
    (one,) = counterparts(achievement)
    assert (one.profile, one.band) == (demand, Band.HIGH)


def test_a_changed_text_is_compared_anew_in_the_lists_that_it_enters(db):
    demand = listed(Demand, "1", "稀土永磁体需要提高矫顽力。", title="需求")
    achievement = listed(Achievement, "2", "稀土永磁的制备。", title="成果")
    recommending.refresh(achievement)
    assert [row.band for row in Recommendation.objects.of(demand)] == [Band.WORTH_A_LOOK]

    achievement.summary = demand.description
    achievement.save()
    catch_up(Achievement)
    recommending.refresh(achievement)

    assert [row.band for row in Recommendation.objects.of(demand)] == [Band.HIGH]


def test_every_verb_that_opens_or_closes_a_profile_has_its_lists_computed(
    handed_in, person, queued, django_capture_on_commit_callbacks
):
    profile, owner = handed_in()
    with django_capture_on_commit_callbacks(execute=True):
        workflow.publish(profile, by=person("officer"))
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(profile, by=owner)

    rung = [arguments for task, arguments in queued() if task == "matchmaking.tasks.refresh_lists"]
    assert rung == [["achievement", profile.pk]] * 2


def test_what_is_withdrawn_leaves_every_list(met):
    achievement, owner, demand, _wanting = met
    recommending.refresh(demand)
    workflow.withdraw(achievement, by=owner)

    tasks.refresh_lists("achievement", achievement.pk)

    assert not Recommendation.objects.exists()
    assert counterparts(demand) == []


def test_below_the_floor_nothing_is_recommended(met, public, client):
    _achievement, _owner, _demand, _wanting = met
    other, owner, _officer = public(Demand, title="脐橙采后保鲜办法", description=ELSEWHERE)
    recommending.refresh_all(Demand)

    assert stands_in(other) == []
    client.force_login(owner)
    text = client.get(reverse("matchmaking:demand-matches", args=[other.pk])).content.decode()
    assert "暂无匹配" in text


def test_nobody_is_recommended_their_own_unit_nor_a_listed_row_of_the_same_name(met):
    achievement, _owner, demand, _wanting = met
    own = listed(Demand, "L1", WANTED, organisation=achievement.organisation)
    listed(Demand, "L2", WANTED, organisation_key=achievement.organisation_key)
    Achievement.objects.filter(pk=achievement.pk).update(
        organisation=None, status="published", written_by=None, written_at=None
    )
    namesake = listed(Demand, "L3", WANTED, organisation_key="别家")
    achievement.refresh_from_db()

    recommending.refresh(achievement)

    assert set(stands_in(achievement)) == {own.pk, demand.pk, namesake.pk}
    achievement.organisation = own.organisation
    achievement.save()
    recommending.refresh(achievement)
    assert own.pk not in stands_in(achievement)


def test_nobody_stands_in_more_lists_than_their_share(met, settings):
    achievement, _owner, _demand, _wanting = met
    settings.MATCH_LISTS_AT_LEAST = 3
    for number in range(4):
        listed(Demand, f"L{number}", WANTED + str(number))

    recommending.refresh_all(Demand)

    assert Recommendation.objects.naming(achievement).count() == 3
    assert recommending.most_lists(Demand) == 3


def test_the_share_is_of_all_lists():
    assert [recommending.share_of(lists) for lists in (10, 400, 420, 10_000)] == [20, 20, 21, 500]


def test_places_are_kept_for_what_is_new(met):
    _achievement, _owner, demand, _wanting = met
    for number in range(LISTED + 3):
        listed(Achievement, f"L{number}", WANTED)  # Say exactly what is wanted, but long ago.
    new = listed(Achievement, "NEW", BODY, title="永磁材料", collected_on=timezone.localdate() - timedelta(days=3))

    recommending.refresh(demand)

    assert len(stands_in(demand)) == LISTED
    assert new.pk in stands_in(demand)
    assert not set(stands_in(demand)) - set(Achievement.objects.values_list("pk", flat=True))


def test_a_kept_place_that_goes_to_what_is_older_stands_by_its_fit(met):
    achievement, _owner, demand, _wanting = met
    Achievement.objects.filter(pk=achievement.pk).update(collected_on=LONG_AGO)
    for number in range(LISTED + 3):
        listed(Achievement, f"L{number}", WANTED)
    new = listed(Achievement, "NEW", BODY, title="永磁材料", collected_on=timezone.localdate() - timedelta(days=3))

    recommending.refresh(demand)

    assert (len(stands_in(demand)), stands_in(demand)[-1]) == (LISTED, new.pk)


def test_without_anything_new_the_list_is_full_all_the_same(met):
    achievement, _owner, demand, _wanting = met
    Achievement.objects.filter(pk=achievement.pk).update(collected_on=LONG_AGO)
    for number in range(LISTED + 3):
        listed(Achievement, f"L{number}", WANTED)

    recommending.refresh(demand)

    assert len(stands_in(demand)) == LISTED


def test_field_maturity_and_place_lift_and_are_named_but_bar_nobody(met):
    achievement, _owner, demand, _wanting = met
    elsewhere = listed(Achievement, "A", BODY, title=achievement.title, technology_field="生物医药")

    recommending.refresh(demand)

    assert stands_in(demand) == [achievement.pk, elsewhere.pk]
    first, second = counterparts(demand)
    assert {"同领域：新材料", "同成熟度：中试", "同市县：章贡区", "合作方式相同：技术转让、合作开发"} == set(
        first.reasons
    )
    assert second.reasons == []


def test_a_synonym_of_the_bureau_brings_two_together_and_is_told(public):
    achievement, _owner, _officer = public(
        title="光伏组件回收",
        summary="面向分布式电站退役的光伏组件，采用低温热解分离封装胶膜，银和硅的回收率超过百分之九十五，已完成年处理两千吨的示范线建设与运行验证。",
    )
    demand, _wanting, _officer = public(
        Demand, title="废旧太阳能电池板处置",
        description="园区屋顶更换下来的太阳能电池板堆放占地，缺少成熟的拆解办法，想找能就近处理、无二次污染的设备或合作单位，每年约三百吨，愿意共同投入建设。",
    )  # fmt: skip
    assert counterparts(demand) == []

    Synonym.objects.create(word="光伏组件", other="太阳能电池板")
    Synonym.objects.create(word="回收", other="拆解")

    (one,) = counterparts(demand)
    assert one.profile == achievement
    assert [str(bridge) for bridge in one.bridges] == ["太阳能电池板＝光伏组件", "拆解＝回收"]
    assert ("光伏组件", True) in one.text
    assert ("太阳能电池板", True) in one.own


def test_one_click_takes_the_irrelevant_out_for_good_and_into_the_evaluation_set(met, client):
    achievement, _owner, demand, wanting = met
    recommending.refresh(demand)
    client.force_login(wanting)
    page = reverse("matchmaking:demand-matches", args=[demand.pk])
    text = client.get(page).content.decode()
    assert "<mark>" in text
    assert "同领域：新材料" in text

    client.post(reverse("matchmaking:demand-dismiss", args=[demand.pk, achievement.pk]))

    judged = Judgement.objects.get()
    assert (judged.achievement, judged.demand, judged.side, judged.grade, judged.rank) == (
        achievement,
        demand,
        "demand",
        0,
        1,
    )
    assert judged.made_by == wanting
    assert Entry.objects.about(judged).get().verb == "dismiss_match"
    recommending.refresh_all(Demand)
    assert stands_in(demand) == []
    assert stands_in(achievement) == [demand.pk]
    with pytest.raises(Refused, match="不在推荐中"):
        verbs.dismiss(demand, achievement, by=wanting)


def test_only_the_owner_judges(met, person):
    achievement, owner, demand, _wanting = met
    recommending.refresh(demand)

    for stranger in (owner, person("officer")):
        with pytest.raises(PermissionDenied):
            verbs.dismiss(demand, achievement, by=stranger)


def test_the_matches_page_costs_the_same_at_any_length(met, client, django_assert_max_num_queries):
    _achievement, _owner, demand, wanting = met
    recommending.refresh(demand)
    client.force_login(wanting)
    page = reverse("matchmaking:demand-matches", args=[demand.pk])
    client.get(page)
    with django_assert_max_num_queries(10) as one:
        client.get(page)
    for number in range(2):
        listed(Achievement, f"L{number}", BODY)
    recommending.refresh(demand)

    with django_assert_max_num_queries(len(one)):
        assert len(client.get(page).context["counterparts"]) == 3


BROKEN = {
    "recommendation_side_known": lambda pair: Recommendation(side="x", rank=1, band="high", **pair),
    "recommendation_band_known": lambda pair: Recommendation(side="demand", rank=1, band="99%", **pair),
    "recommendation_within_list": lambda pair: Recommendation(side="demand", rank=21, band="high", **pair),
    "judgement_grade_known": lambda pair: Judgement(side="demand", grade=3, **pair),
    "judgement_side_known": lambda pair: Judgement(side="x", grade=1, **pair),
    "synonym_of_another": lambda pair: Synonym(word="光伏", other="光伏"),
}


@pytest.mark.parametrize("claim", BROKEN)
def test_the_database_refuses(claim, met):
    achievement, _owner, demand, _wanting = met
    with pytest.raises(IntegrityError, match=f"matchmaking_{claim}"), transaction.atomic():
        BROKEN[claim]({"achievement": achievement, "demand": demand}).save()


@pytest.mark.parametrize("side", ["achievement", "demand"])
def test_a_pair_and_a_rank_stand_once_in_a_list(side, met, public):
    achievement, _owner, demand, _wanting = met
    pair = {"achievement": achievement, "demand": demand, "band": "high", "side": side}
    Recommendation.objects.create(rank=1, **pair)
    with pytest.raises(IntegrityError, match=f"matchmaking_recommendation_{side}_once"), transaction.atomic():
        Recommendation.objects.create(rank=2, **pair)
    more, _o, _officer = public(Demand if side == "achievement" else Achievement, title="另一项钕铁硼")
    with pytest.raises(IntegrityError, match=f"matchmaking_recommendation_{side}_rank_once"), transaction.atomic():
        Recommendation.objects.create(rank=1, **pair | {more._meta.model_name: more})


def test_a_pair_is_judged_once_by_a_side(met):
    achievement, _owner, demand, _wanting = met
    pair = {"achievement": achievement, "demand": demand, "side": "demand", "grade": 0}
    Judgement.objects.create(**pair)
    with pytest.raises(IntegrityError, match="matchmaking_judgement_once_a_side"), transaction.atomic():
        Judgement.objects.create(**pair)


def test_the_bureau_keeps_synonyms_in_the_admin(person, client):
    client.force_login(person("officer"))

    client.post(reverse("admin:matchmaking_synonym_add"), {"word": "光伏", "other": "太阳能电池"})

    assert str(Synonym.objects.get()) == "光伏＝太阳能电池"
