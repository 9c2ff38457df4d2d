"""The public search: everybody finds what is public and nothing that tells whom to call."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau import front
from bureau.accounts.models import User
from bureau.lists.models import ImportRun
from bureau.messaging.models import Message
from bureau.workflow import Refused
from matchmaking import tasks
from matchmaking.matching.profiles import catch_up
from matchmaking.models import Achievement, Demand, SavedSearch, Synonym
from matchmaking.searching import Asked, find, held
from matchmaking.workflow import profiles as workflow
from matchmaking.workflow import searching

from .test_pages import ELSEWHERE, WANTED

pytestmark = pytest.mark.django_db
MARKET = "matchmaking:market"


def listed(model, number, title, body, **more):
    """A row as the list reader makes it, in the index."""
    values = {"organisation_name": f"单位{number}", "collected_on": date(2015, 5, 5)}
    row = model.objects.create(
        number=number, title=title, changed_at=timezone.now(), **{model.body_field: body} | values | more
    )
    catch_up(model)
    return row


@pytest.fixture
def oranges(db):
    """A listed achievement of another field."""
    return listed(
        Achievement,
        "A1",
        "脐橙采后保鲜",
        ELSEWHERE,
        technology_field="高技术服务",
        stage="小试",
        contact_phone="13911112222",
    )


def titles(client, **asked) -> list[str]:
    """What the page lists for a question, in its order."""
    return [line.profile.title for line in client.get(reverse(MARKET), asked).context["lines"]]


def test_everybody_finds_by_words_with_the_words_marked(public, oranges, client):
    achievement, _owner, _officer = public()

    response = client.get(reverse(MARKET), {"q": "永磁 晶界扩散"})

    assert [line.profile for line in response.context["lines"]] == [achievement]
    text = response.content.decode()
    assert "<mark>晶界扩散</mark>" in text
    assert "王小明" not in text
    assert "13900001234" not in text
    assert titles(client, q="脐橙") == [oranges.title]
    assert titles(client, q="没有这种东西") == []
    assert titles(client, q=achievement.number) == [achievement.title]


def test_drafts_and_what_is_withdrawn_or_over_are_not_found(drafted, handed_in, public, client):
    drafted()
    handed_in()
    achievement, owner, _officer = public(title="唯一公开的永磁成果")
    assert titles(client) == titles(client, q="永磁") == ["唯一公开的永磁成果"]
    address = reverse("matchmaking:market-achievement", args=[achievement.pk])
    assert client.get(address).status_code == 200

    workflow.withdraw(achievement, by=owner)

    assert titles(client) == titles(client, q="永磁") == []
    assert client.get(address).status_code == 404
    for hidden in Achievement.objects.exclude(pk=achievement.pk):
        assert client.get(reverse("matchmaking:market-achievement", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ({"field": "40"}, 1), ({"field": "10"}, 0), ({"field": "50"}, 1), ({"maturity": "bench"}, 1), ({"maturity": "pilot"}, 1),
        ({"cooperation": "joint"}, 1), ({"cooperation": "shares"}, 0), ({"field": "nonsense", "place": "x"}, 2),
        ({"q": "脐橙", "field": "40"}, 0),
    ],
)  # fmt: skip
def test_facets_narrow_listed_rows_too(asked, count, public, oranges, client):
    public()

    assert len(titles(client, **asked)) == count


def test_a_facet_says_how_many_each_choice_leaves_under_the_others(public, oranges, places):
    achievement, _owner, _officer = public()

    facets = find(Asked.of({"field": "40"})).facets

    assert {words: count for _value, words, count in facets["field"] if count} == {"新材料": 1, "高技术服务": 1}
    assert {words: count for _value, words, count in facets["maturity"] if count} == {"中试": 1}
    assert [count for value, _words, count in facets["place"] if value == achievement.division_id] == [1]


def test_both_nouns_are_counted_and_sorted_by_fit_or_date(public, client):
    first, _owner, _officer = public(title="钕铁硼永磁")
    listed(
        Achievement,
        "A1",
        "电机控制",
        f"{WANTED}还可用于风力发电机组。",
        collected_on=timezone.localdate() + timedelta(days=1),
    )
    demand, _owner, _officer = public(Demand, title="永磁高温退磁难题")

    response = client.get(reverse(MARKET), {"q": "钕铁硼永磁"})

    assert [(tab["label"], tab["count"]) for tab in response.context["tabs"]] == [("科技成果", 2), ("技术需求", 1)]
    assert titles(client, q="钕铁硼永磁") == [first.title, "电机控制"]
    assert titles(client, q="钕铁硼永磁", sort="date") == ["电机控制", first.title]
    assert titles(client, q="钕铁硼永磁", kind="demand") == [demand.title]


def test_a_synonym_finds_too(public, client):
    achievement, _owner, _officer = public()
    assert titles(client, q="强磁体") == []

    Synonym.objects.create(word="永磁材料", other="强磁体")

    assert titles(client, q="强磁体") == [achievement.title]


@pytest.mark.parametrize("noun", ["achievement", "demand"])
def test_the_page_of_one_tells_its_summary_and_no_contact(noun, public, client):
    model = Achievement if noun == "achievement" else Demand
    profile, _owner, _officer = public(model, names_unit=False)

    text = client.get(reverse(f"matchmaking:market-{noun}", args=[profile.pk])).content.decode()

    assert profile.title in text
    assert "技术转让、合作开发" in text
    assert "单位名称不公开" in text
    for secret in ("王小明", "13900001234", profile.organisation_name):
        assert secret not in text
        assert secret not in client.get(reverse(MARKET), {"kind": noun}).content.decode()
    assert titles(client, kind=noun, q=profile.organisation_name) == []


def test_a_number_in_a_listed_text_is_masked(client):
    row = listed(Achievement, "A1", "脐橙采后保鲜", f"{ELSEWHERE}联系电话 13911112222，0797-8391234。")

    for address in (reverse("matchmaking:market-achievement", args=[row.pk]), f"{reverse(MARKET)}?q=联系电话"):
        text = client.get(address).content.decode()
        assert "13911112222" not in text
        assert "8391234" not in text


@pytest.mark.parametrize("asked", [{}, {"q": "脐橙"}])
def test_the_page_costs_the_same_at_any_length(asked, oranges, client):
    client.get(reverse(MARKET), asked)
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(MARKET), asked)
    for number in (2, 3):
        listed(Achievement, f"A{number}", f"脐橙采后保鲜{number}", ELSEWHERE)

    with CaptureQueriesContext(connection) as three:
        assert len(titles(client, **asked)) == 3

    assert len(three) <= len(one) + 1  # More terms are known; the page itself asks the same.
    assert len(three) <= 24


def test_pages_follow_each_other(client):
    for number in range(21):
        listed(Achievement, f"A{number:02}", f"脐橙采后保鲜{number:02}", ELSEWHERE)

    both = titles(client, q="脐橙"), titles(client, q="脐橙", page="2")

    assert (len(both[0]), len(set(both[0] + both[1]))) == (20, 21)


def test_the_sitemap_and_the_sites_search_have_them(public, client):
    achievement, _owner, _officer = public()
    address = reverse("matchmaking:market-achievement", args=[achievement.pk])

    assert address in client.get(reverse("portal:sitemap-section", args=["achievements"])).content.decode()
    (source,) = (one for one in front.sources() if one.code == "achievements")
    assert [hit.url for hit in source.search("永磁材料", 5)] == [address]


@pytest.mark.parametrize(
    ("asked", "text", "pieces"),
    [("永磁 电机", "稀土永磁电机", ["永磁", "电机"]), ("永磁电机", "永磁的电机", ["永磁", "电机"]), ("PET-CT", "pet-ct", ["pet-ct"]), ("磁", "永磁", ["磁"]), ("永磁", "磁", [])],
)  # fmt: skip
def test_what_is_marked_is_what_was_asked(asked, text, pieces):
    assert held(asked, text) == pieces


def test_a_saved_search_is_told_once_of_what_is_new(public, handed_in, person, client):
    public(title="早就公开的永磁成果")
    user = User.objects.create_user("reads")
    client.force_login(user)
    client.post(reverse("matchmaking:saved-add"), {"q": "永磁", "field": "40"})
    client.post(reverse("matchmaking:saved-add"), {"q": "永磁", "field": "40"})
    saved = SavedSearch.objects.get()
    assert (saved.user, saved.words) == (user, "科技成果，“永磁”，新材料")
    tasks.tell_of_new()
    assert not Message.objects.filter(user=user).exists()

    profile, _owner = handed_in(title="新公开的永磁成果")
    workflow.publish(profile, by=person("officer"))
    tasks.tell_of_new()
    tasks.tell_of_new()

    (told,) = Message.objects.filter(user=user)
    assert "新公开的永磁成果" in told.body
    assert "早就公开" not in told.body
    assert "永磁" in client.get(reverse("matchmaking:saved-list")).content.decode()


def test_a_saved_search_hears_of_a_list_too(oranges):
    user = User.objects.create_user("reads")
    searching.save(Asked.of({"q": "脐橙"}), by=user)
    run = ImportRun.objects.create(file_name="x.xlsx", sha256="0", signature="x", finished_at=timezone.now())
    listed(Achievement, "A2", "脐橙分选线", ELSEWHERE, source=run)

    assert searching.tell_of_new() == 1
    assert "脐橙分选线" in Message.objects.get().body
    assert oranges.title not in Message.objects.get().body


def test_searches_are_kept_to_a_number_and_are_ones_own(client):
    one, other = (User.objects.create_user(name) for name in ("one", "other"))
    for number in range(searching.AT_MOST):
        searching.save(Asked.of({"q": f"词{number}"}), by=one)
    with pytest.raises(Refused, match="最多保存 20 个"):
        searching.save(Asked.of({"q": "再一个"}), by=one)
    with pytest.raises(Refused, match="先输入关键词"):
        searching.save(Asked.of({}), by=other)
    client.force_login(other)
    first = SavedSearch.objects.first()

    assert client.post(reverse("matchmaking:saved-drop", args=[first.pk])).status_code == 404
    client.force_login(one)
    client.post(reverse("matchmaking:saved-drop", args=[first.pk]))
    assert SavedSearch.objects.count() == searching.AT_MOST - 1


def test_a_search_is_saved_once():
    user = User.objects.create_user("one")
    SavedSearch.objects.create(user=user, asked={}, words="永磁")
    with pytest.raises(IntegrityError, match="matchmaking_savedsearch_once"), transaction.atomic():
        SavedSearch.objects.create(user=user, asked={}, words="永磁")
