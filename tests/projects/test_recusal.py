"""Who must step aside: every ground out of the records, and likenesses laid before an officer."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.messaging.models import Message
from bureau.workflow import Refused
from patents.models import Patent
from projects.models import Answer, Assignment, Avoidance, Expert, Project, Recusal, Tie
from projects.recusal import Avoided, Bid, Judge, Person, Work, find, is_near
from projects.workflow import assigning, deriving, recusing, solving
from tests.projects import applying
from tests.projects.applying import id_number

TODAY = date(2026, 11, 24)


def told(judge: dict, bid: dict) -> tuple[set, set]:
    """The grounds found, and those doubted, of one expert and one application."""
    known = {"key": 1, "name": "王评审", "units": ("江西理工大学",)} | judge
    asked = {"key": 9, "call": 5, "units": ("赣州甲公司",), "team": (Person("李负责", "赣州甲公司", "L"),)} | bid
    found, doubts = find([Judge(**known)], [Bid(**asked)], TODAY)
    return {(one.ground, one.source) for one in found}, {one.ground for one in doubts}


@pytest.mark.parametrize(
    ("judge", "bid", "ground"),
    [
        ({"units": ("赣州甲公司",)}, {}, "same_unit"),
        ({"units": (" 赣州甲公司",)}, {"units": ("别的", "赣州甲公司")}, "same_unit"),
        ({"units": ("乙大学",)}, {"team": (Person("某", "乙大学"),)}, "same_unit"),
        ({"number": "L"}, {}, "team"),
        ({"applied": frozenset({5})}, {}, "own_application"),
        ({"shared": frozenset({"L"})}, {}, "co_project"),
        ({"avoided": (Avoided("former_unit", "赣州甲公司", "", date(2024, 1, 1)),)}, {}, "former_unit"),
        ({"avoided": (Avoided("part_time", "赣州甲公司", "", None),)}, {}, "part_time"),
        ({"avoided": (Avoided("shareholding", "赣州甲公司", "", None),)}, {}, "shareholding"),
        ({"avoided": (Avoided("family", "", "李负责", None),)}, {}, "family"),
        ({"avoided": (Avoided("advisor", "赣州甲公司研发部", "李负责", None),)}, {}, "advisor"),
        ({"avoided": (Avoided("co_worker", "", "李负责", date(2025, 1, 1)),)}, {}, "co_project"),
        ({"avoided": (Avoided("other", "赣州甲公司", "", None),)}, {}, "other"),
    ],
)
def test_each_ground_is_read_off_the_records(judge, bid, ground):
    assert told(judge, bid)[0] == {(ground, "register")}


@pytest.mark.parametrize(
    ("judge", "bid"),
    [
        ({}, {}),
        ({"applied": frozenset({6})}, {}),
        ({"number": "W"}, {}),
        ({"avoided": (Avoided("former_unit", "赣州甲公司", "", date(2022, 11, 1)),)}, {}),  # More than three years ago.
        ({"avoided": (Avoided("family", "别处单位", "李负责", None),)}, {}),  # Another person of that name.
        ({}, {"unwanted": (Person("王评审", "南昌大学"),)}),
    ],
)
def test_nothing_is_found_where_there_is_nothing(judge, bid):
    assert told(judge, bid) == (set(), set())


def test_whom_the_applicant_names_steps_aside():
    assert told({}, {"unwanted": (Person("王评审", "江西理工大学", note="学术竞争"),)})[0] == {("named", "applicant")}
    assert told({}, {"unwanted": (Person("王评审"),)})[0] == {("named", "applicant")}


@pytest.mark.parametrize(
    ("judge", "bid", "ground"),
    [
        ({}, {"team": (Person("王评审", "江西理工大学材料学院"),)}, {"team", "same_unit"}),
        ({}, {"team": (Person("王评审"),)}, {"team"}),
        ({"units": ("江西理工大学材料学院",)}, {"units": ("江西理工大学",)}, {"same_unit"}),
        ({"words": "2010年在赣州甲公司任总工"}, {}, {"former_unit"}),
        (
            {"avoided": (Avoided("former_unit", "丙研究所", "", date(2015, 1, 1)),)},
            {"team": (Person("王评审", "丙研究所"),)},
            {"team"},
        ),
        (
            {"number": "W"},
            {"team": (Person("王评审", "江西理工大学材料学院", "X"),)},
            {"same_unit"},
        ),  # Another identity.
    ],
)
def test_a_likeness_is_laid_before_an_officer(judge, bid, ground):
    assert told(judge, bid) == (set(), ground)


PATENT = Work(
    "co_author", ("赣州甲公司",), (Person("李负责"), Person("赣州乙公司")), "2025 年专利“X”的共同申请人中有同名的王评审"
)


@pytest.mark.parametrize(
    ("judge", "bid", "ground"),
    [
        ({"works": (PATENT,)}, {}, {"co_author"}),
        ({"works": (PATENT,)}, {"units": ("别的单位",), "team": (Person("李负责", "某处"),)}, {"co_author"}),
        (
            {"works": (PATENT,)},
            {"units": ("别的单位",), "team": (Person("张某", "赣州甲公司"),)},
            set(),
        ),  # Only a member's unit.
        ({"works": (Work("co_project", ("赣州甲公司",), (), "x"),)}, {}, {"co_project"}),
        ({"works": (Work("co_project", (), (Person("李负责", "赣州甲公司研发部"),), "x"),)}, {}, {"co_project"}),
        (
            {"works": (Work("co_project", (), (Person("李负责", "南昌大学"),), "x"),)},
            {},
            set(),
        ),  # Somebody else of that name.
        ({"results": "王评审，李负责．离子型稀土萃取．稀土，2025"}, {}, {"co_author"}),
        ({"results": "王评审．离子型稀土"}, {}, set()),
        (
            {"results": "李娜说"},
            {"team": (Person("李娜", "赣州甲公司"),)},
            set(),
        ),  # Two characters are in too many words.
    ],
)
def test_common_works_known_by_name_are_laid_before_an_officer(judge, bid, ground):
    assert told(judge, bid) == (set(), ground)


def test_names_are_near_when_one_goes_on_from_the_other():
    assert is_near("江西理工大学", "江西理工大学材料学院")
    assert not is_near("赣州", "赣州甲公司")
    assert not is_near("江西理工大学", "江西理工大学")
    assert not is_near("南昌大学", "江西理工大学")


@pytest.fixture
def officer(person):
    return person("officer")


@pytest.mark.django_db
def test_a_round_derives_once_and_blocks_what_was_assigned(accepted, expert, round_of, officer):
    application = accepted()[0]
    own, other = expert(unit_name=application.organisation.name), expert()
    round_ = round_of(application)
    assignment = assigning.assign(round_, application, own, by=officer)

    assert deriving.derive(round_) == (1, 0)
    assert deriving.derive(round_) == (0, 0)

    recusal = Recusal.objects.get()
    assert (recusal.expert, recusal.ground, recusal.source, recusal.created_by) == (own, "same_unit", "register", None)
    assignment.refresh_from_db()
    assert assignment.blocked_at
    assert Message.objects.filter(kind="review.blocked", user=officer).count() == 1
    recusing.lift(recusal, by=officer, reason="同名单位，经核实")
    assert deriving.derive(round_) == (0, 0)  # What an officer lifted is not written again.
    assert not Recusal.objects.live().filter(expert=other).exists()


@pytest.mark.django_db
def test_the_records_are_asked_for_every_ground(accepted, expert, round_of, officer, published, people):
    """One expert for each way in which a record knows of a tie."""
    number, colleague = id_number(1975), id_number(1976)
    call, who = published(), people()
    earlier = accepted(call=published(), who=who)[0]
    applying.TeamMember.objects.create(
        application=earlier, position=8, name="成员八", unit_name="别处", duty="x", id_number=number
    )
    application = accepted(call=call, who=who, title="稀土二")[0]
    applying.TeamMember.objects.create(
        application=application, position=9, name="成员九", unit_name="丁单位", duty="x", id_number=colleague
    )
    applying.TeamMember.objects.create(
        application=earlier, position=9, name="成员九", unit_name="丁单位", duty="x", id_number=colleague
    )
    round_ = round_of(application)
    cases = {
        "co_project": expert(id_number=number),
        "same_unit": expert(unit_name="丁单位"),
        "team": expert(id_number=colleague),
        "family": expert(),
        "named": expert(name="张不宜", unit_name="某大学"),
    }
    Avoidance.objects.create(expert=cases["family"], reason="family", person_name="成员九")
    Answer.objects.update_or_create(
        application=application, code="unwanted",
        defaults={"value": [{"c1": "张不宜", "c2": "某大学", "c3": "竞争"}], "changed_by": officer, "changed_at": timezone.now()},
    )  # fmt: skip
    partner = expert(unit_name="合作单位")
    Answer.objects.update_or_create(
        application=application, code="partners",
        defaults={"value": [{"c1": "合作单位", "c2": "", "c3": "试验"}], "changed_by": officer, "changed_at": timezone.now()},
    )  # fmt: skip

    deriving.derive(round_)

    for ground, judge in cases.items():
        assert ground in set(judge.recusals.values_list("ground", flat=True)), ground
    assert set(partner.recusals.values_list("ground", flat=True)) == {"same_unit"}
    assert "own_application" in set(cases["team"].recusals.values_list("ground", flat=True))


@pytest.mark.django_db
def test_patents_projects_and_teams_of_the_registers_make_proposals(
    accepted, expert, round_of, officer, published, people
):
    """By name only: an officer is asked. Another identity, another unit's namesake, an old or voided record is nothing."""
    today, call, who = timezone.localdate(), published(), people()
    application = accepted(call=call, who=who)[0]
    unit, leader = application.organisation, application.team.order_by("position").first()
    earlier = accepted(call=published(), who=people("南康区"), title="早前的课题")[0]
    names = ("周共申", "吴主持", "郑同组", "冯他人", "陈过期")
    by_name = {name: expert(name=name, id_number=id_number(1960 + place)) for place, name in enumerate(names)}
    place = unit.division
    for number, (applicants, filed_on) in enumerate([
        (f"{unit.name};周共申", today), (f"{unit.name};陈过期", date(today.year - 7, 1, 1)), (unit.name, today),
    ]):  # fmt: skip
        Patent.objects.create(
            application_number=f"20251000000{number}", check_digit="1", title="萃取装置", kind="invention", applicants=applicants,
            organisation=unit, division=place, county=place.name, filed_on=filed_on, changed_at=timezone.now(),
        )  # fmt: skip
    for number, name in (("P1", "吴主持"), ("P2", "冯他人")):
        Project.objects.create(
            number=number, title="课题", organisation_name=unit.name if number == "P1" else "别的单位", level="city", leader=name,
            approved_on=today, granted_amount=1, changed_at=timezone.now(),
        )  # fmt: skip
    applying.TeamMember.objects.create(application=earlier, position=8, name="郑同组", unit_name="别处", duty="x")
    applying.TeamMember.objects.create(
        application=earlier, position=9, name=leader.name, unit_name=leader.unit_name, duty="x"
    )
    applying.TeamMember.objects.create(
        application=earlier, position=10, name="冯他人", unit_name="别处", duty="x", id_number=id_number(1950)
    )

    deriving.derive(round_of(application))

    found = {
        name: set(Tie.objects.filter(expert=one).values_list("ground", flat=True)) for name, one in by_name.items()
    }
    assert found == {
        "周共申": {"co_author"}, "吴主持": {"co_project"}, "郑同组": {"co_project"}, "冯他人": set(), "陈过期": set(),
    }  # fmt: skip
    assert not Recusal.objects.filter(expert__in=by_name.values()).exists()
    assert "萃取装置" in Tie.objects.get(ground="co_author").evidence


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_deriving_costs_the_same_at_any_number(accepted, expert, round_of, officer, published, people, count):
    call, who = published(), people()
    applications = [accepted(call=call, who=who, title=f"稀土{n}")[0] for n in range(count)]
    for _ in range(count):
        expert()
    round_ = round_of(*applications)

    with CaptureQueriesContext(connection) as queries:
        deriving.derive(round_)

    assert len(queries) <= 23


@pytest.mark.django_db
def test_an_officer_judges_a_likeness(accepted, expert, round_of, officer, person, client):
    application = accepted()[0]
    near = expert(unit_name=f"{application.organisation.name}研究院")
    round_ = round_of(application)
    assert deriving.derive(round_) == (0, 1)
    tie = Tie.objects.get()
    with pytest.raises(Refused, match="1 条疑似关系待认定"):
        solving.ask(round_, by=officer)
    with pytest.raises(PermissionDenied):
        deriving.dismiss(tie, by=person("leader"), reason="x")

    client.force_login(officer)
    client.post(reverse("admin:projects_tie_dismiss_page", args=[tie.pk]), {"reason": "不是同一单位"})
    tie.refresh_from_db()
    assert tie.status == "dismissed"
    assert not Recusal.objects.exists()
    client.post(reverse("admin:projects_tie_confirm_page", args=[tie.pk]))

    recusal = Recusal.objects.get()
    assert (recusal.expert, recusal.source, recusal.created_by) == (near, "found", officer)
    assert deriving.derive(round_) == (0, 0)
    with pytest.raises(IntegrityError, match="projects_tie_dismissed_says_why"), transaction.atomic():
        Tie.objects.update(status="dismissed", reason="")


@pytest.mark.django_db
def test_an_officer_notes_whom_the_applicant_does_not_want(accepted, expert, round_of, officer, client):
    application = accepted()[0]
    who = expert(name="张不宜", unit_name="某大学")
    round_ = round_of(application)
    assignment = assigning.assign(round_, application, who, by=officer)

    client.force_login(officer)
    typed = {"expert_name": "张不宜", "unit_name": "某大学", "note": "学术竞争"}
    client.post(reverse("admin:projects_application_unwanted_page", args=[application.pk]), typed)

    assert Recusal.objects.get().ground == "named"
    assert Assignment.objects.get(pk=assignment.pk).blocked_at


@pytest.mark.django_db
def test_two_thousand_applications_and_four_hundred_experts_are_looked_at_in_seconds():
    bids = [
        Bid(n, 1, (f"单位{n % 900}有限公司",), (Person(f"人{n}", f"单位{n % 900}有限公司", f"n{n}"),))
        for n in range(2000)
    ]
    judges = [
        Judge(n, f"专家{n}", (f"大学{n % 60}学院",), f"e{n}", words="经历" * 200, results="成果" * 800)
        for n in range(400)
    ]
    started = timezone.now()

    find(judges, bids, TODAY)

    assert timezone.now() - started < timedelta(seconds=10)
    assert Expert.objects.count() == 0
