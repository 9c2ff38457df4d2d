"""A unit's pages of its profiles: its people's alone, the same cost at any length, and what is typed arrives."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from matchmaking.choices import ProfileStatus
from matchmaking.counterparts import counterparts
from matchmaking.matching.explaining import marked, shared_phrases
from matchmaking.models import Achievement, Demand
from matchmaking.workflow import profiles as workflow

from .conftest import complete
from .doors import DOORS

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
WANTED = (
    "我公司新能源汽车驱动电机用的烧结钕铁硼永磁材料高温退磁严重，希望通过晶界扩散减少镝的用量，"
    "在 150 摄氏度下矫顽力不低于 25 kOe，材料成本下降两成，并在现有生产线上实施。"
)
ELSEWHERE = (
    "脐橙采后贮藏三个月后失水率高、果皮油胞下陷，希望得到一种不用化学保鲜剂、成本每吨不超过五十元的"
    "采后处理办法，并能在现有的分选线上实施。"
)


def other_of(profile, public):
    """Something public of the other side."""
    return public(Achievement if isinstance(profile, Demand) else Demand)[0]


@pytest.mark.parametrize("name", DOORS)
def test_a_page_opens_to_the_units_people_alone(name, drafted, public, manager, person, client):
    method, noun = DOORS[name]
    profile, owner = drafted(Demand if noun == "demand" else Achievement)
    of_one = name.endswith(("detail", "act", "matches", "dismiss"))
    url = reverse(
        name, args=[profile.pk, *([other_of(profile, public).pk] if name.endswith("dismiss") else [])] if of_one else []
    )
    knock, typed = getattr(client, method), {"verb": "submit"} if method == "post" else {}

    assert "/login/" in knock(url, typed)["Location"]
    for stranger in (manager()[1], person("officer"), User.objects.create_user("x")):
        client.force_login(stranger)
        assert knock(url, typed).status_code in ((404,) if of_one else (200, 302))
    client.force_login(owner)
    assert knock(url, typed).status_code == (200 if method == "get" else 302)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_at_any_length(rows, drafted, client, django_assert_max_num_queries):
    first, owner = drafted()
    client.force_login(owner)
    url = reverse("matchmaking:profile-list")
    client.get(url)
    with CaptureQueriesContext(connection) as one:
        client.get(url)
    for number in range(1, rows):
        workflow.begin(Achievement, first.organisation, by=owner, **complete(title=f"成果{number}"))

    with CaptureQueriesContext(connection) as more:
        page = client.get(url).context["page"]

    assert len(page) == rows
    assert len(more) == len(one) <= 10


def test_what_is_typed_is_saved_handed_in_and_taken_back(manager, client):
    organisation, owner = manager()
    client.force_login(owner)
    saved = client.post(reverse("matchmaking:achievement-new"), {"title": "稀土永磁电机"})
    profile = Achievement.objects.get()
    assert saved["Location"] == reverse("matchmaking:achievement-detail", args=[profile.pk])
    text = client.get(saved["Location"]).content.decode()
    assert "请填写“领域”" in text
    assert "提交审核" not in text

    typed = complete() | {"division": organisation.division_id, "asking_price": "12.5"}
    client.post(saved["Location"], typed | {"valid_until": f"{typed['valid_until']:%Y-%m-%d}"})
    profile.refresh_from_db()
    assert (profile.asking_price, profile.cooperation) == (Decimal(125_000), ["transfer", "joint"])
    page = client.get(saved["Location"])
    assert 'value="12.5"' in page.content.decode()
    act = reverse("matchmaking:achievement-act", args=[profile.pk])
    client.post(act, {"verb": "submit"})
    profile.refresh_from_db()
    assert profile.status == ProfileStatus.SUBMITTED
    client.post(saved["Location"], typed | {"title": "改了"})
    client.post(act, {"verb": "recall"})

    profile.refresh_from_db()
    assert (profile.status, profile.title) == (ProfileStatus.DRAFT, typed["title"])
    assert client.post(act, {"verb": "publish"}).status_code == 404


def test_a_term_is_renewed_and_a_profile_withdrawn_on_its_page(public, client):
    profile, owner, _officer = public(Demand)
    Demand.objects.update(valid_until=TODAY + timedelta(days=5))
    client.force_login(owner)
    url, act = (reverse(f"matchmaking:demand-{name}", args=[profile.pk]) for name in ("detail", "act"))
    assert "续期" in client.get(url).content.decode()

    client.post(act, {"verb": "renew", "valid_until": f"{TODAY + timedelta(days=300):%Y-%m-%d}"})
    profile.refresh_from_db()
    assert profile.valid_until == TODAY + timedelta(days=300)
    client.post(act, {"verb": "withdraw"})

    profile.refresh_from_db()
    assert profile.status == ProfileStatus.WITHDRAWN
    assert not Demand.objects.published().exists()


def test_a_draft_is_told_whom_it_would_meet_now_and_why(public, drafted, client):
    achievement, _owner, _officer = public()
    demand, owner = drafted(Demand, title="钕铁硼永磁高温退磁难题", description=WANTED)
    other, _ = drafted(Demand, title="脐橙采后保鲜办法", description=ELSEWHERE)

    (found,) = counterparts(demand)
    assert (found.profile, found.band.label) == (achievement, "高")
    assert {"烧结钕铁硼永磁材料高温退磁", "晶界扩散", "koe"} <= set(found.phrases)
    assert {"晶界扩散", "kOe"} <= {piece for piece, shared in found.text if shared}
    assert "同领域：新材料" in found.reasons
    assert counterparts(other) == []
    client.force_login(owner)
    text = client.get(reverse("matchmaking:demand-detail", args=[demand.pk])).content.decode()
    assert "<mark>" in text
    assert "匹配程度：高" in text
    assert "13900001234" not in text.split("现在就能匹配的")[1]


def test_nobody_meets_their_own_units_profile(public):
    achievement, owner, _officer = public()
    demand = workflow.begin(
        Demand, achievement.organisation, by=owner, **complete(Demand, title="钕铁硼永磁", description=WANTED)
    )

    assert counterparts(demand) == []


@pytest.mark.parametrize(
    ("one", "other", "shared"),
    [
        ("降低镝的用量", "镝的用量要少", ["镝的用量"]),
        ("需要技术研发", "技术研发项目", []),
        ("采用PET-CT成像", "pet-ct 设备", ["pet-ct"]),
        ("高盐胁迫", "盐度", []),
        ("对有机肥发酵的办法", "与有机肥发酵相比", ["有机肥发酵"]),
    ],
)
def test_shared_phrases_are_long_and_say_something(one, other, shared):
    assert shared_phrases(one, other) == shared


def test_marked_pieces_make_the_text_again():
    text = "采用晶界扩散，再次晶界扩散。"

    pieces = marked(text, ["晶界扩散"])

    assert "".join(piece for piece, _shared in pieces) == text
    assert [piece for piece, shared in pieces if shared] == ["晶界扩散"] * 2
