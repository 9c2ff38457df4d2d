"""揭榜挂帅: a challenge that takes bids, with a sealed one, made by the verbs that persons use."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import Membership, User
from matchmaking.models import Challenge, Demand
from matchmaking.workflow import bidding, challenges, profiles

TITLE = "离子型稀土矿山氨氮废水低成本达标处理（演示）"
PROBLEM = (
    "离子型稀土原地浸矿后，矿山尾水氨氮长期在 60 至 120 毫克每升，水量随降雨大起大落，现有的吹脱和生化办法在低温、大水量时"
    "不能稳定达标，吨水成本超过八元。需要占地小、可移动、能无人值守的处理工艺和成套装备。（演示）"
)
BID = {
    "title": "短程硝化与厌氧氨氧化耦合移动装备", "approach": "短程硝化与厌氧氨氧化耦合，集装箱式布置。（演示）", "basis": "已有中试装置。（演示）",
    "indicators": "出水氨氮低于 15 毫克每升，吨水成本低于四元。（演示）", "schedule": "六个月中试，十二个月示范。（演示）", "quote": "180",
    "leader": "演示负责人",
}  # fmt: skip


@transaction.atomic
def make(users: dict[str, User]) -> None:
    """Make what is missing; a database with challenges keeps what it has."""
    managers = list(Membership.objects.managers().filter(user__is_staff=False).select_related("user", "organisation").order_by("pk"))  # fmt: skip
    if Challenge.objects.exists() or len(managers) < 2:
        return
    owner, bidder = managers[0], managers[1]
    demand = profiles.begin(
        Demand, owner.organisation, by=owner.user, title=TITLE, description=PROBLEM, field="70", maturity="pilot",
        cooperation=["joint"], valid_until=timezone.localdate() + timedelta(days=300), planned_investment=2_000_000,
        contact_person="演示联系人", contact_phone="13900000000",
    )  # fmt: skip
    profiles.submit(demand, by=owner.user)
    profiles.publish(demand, by=users["officer"])
    challenge = challenges.begin(demand, by=owner.user)
    closes_at = timezone.localtime(timezone.now() + timedelta(days=30)).replace(
        hour=17, minute=30, second=0, microsecond=0
    )
    challenges.fill(
        challenge, by=owner.user, closes_at=closes_at, indicators="出水氨氮不高于 15 毫克每升；吨水成本不高于五元；可移动。（演示）",
        conditions="有同类废水的中试或工程业绩。（演示）",
    )  # fmt: skip
    challenges.submit(challenge, by=owner.user)
    challenges.publish(challenge, by=users["officer"])
    bidding.seal(challenge, bidder.organisation, by=bidder.user, values=BID)
