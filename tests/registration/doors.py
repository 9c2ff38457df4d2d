"""Who may open which page of units: named person by person, so that a page too wide or too narrow is found."""

from dataclasses import dataclass

from django.urls import reverse

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import Membership
from bureau.registration.workflow import joinings, members, renamings

from .conftest import fresh, scan

PERSONAS = (
    "nobody", "person", "owner", "contributor", "manager", "stranger", "recommender", "other_recommender", "officer",
    "system_admin",
)  # fmt: skip
SIGNED_IN = set(PERSONAS) - {"nobody"}
PEOPLE = {"contributor", "manager"}


@dataclass(frozen=True)
class Door:
    """Who comes in, what the address names, what is typed into it."""

    allowed: frozenset[str] | set[str]
    names: tuple[tuple[str, str], ...] = ()
    typed: tuple[tuple[str, str], ...] | None = None  # None: it is opened by GET.
    post: tuple[tuple[str, str], ...] = ()  # What an intruder would post.


def _of(thing: str, **more):
    return (("pk", thing), *more.items())


_REASON = (("reason", "x"),)
DOORS = {
    "workspace": Door(SIGNED_IN),
    "registration:registration-list": Door({"recommender", "other_recommender"}),
    "registration:registration-begin": Door(SIGNED_IN),
    "registration:registration-detail": Door({"owner", "recommender", "officer"}, _of("submitted")),
    "registration:registration-check": Door({"owner"}, _of("draft")),
    "registration:registration-submitted": Door({"owner"}, _of("submitted")),
    "registration:registration-withdraw": Door({"owner"}, _of("submitted")),
    "registration:registration-licence": Door({"owner", "recommender", "officer"}, _of("submitted")),
    "registration:registration-decide": Door({"recommender"}, _of("submitted", verb="return"), post=_REASON),
    "registration:registration-part": Door(
        {"owner"}, _of("draft", part="contact"),
        post=(("legal_representative", "x"), ("address", "x"), ("contact_name", "x"), ("contact_phone", "13900000000")),
    ),
    "registration:credit-code": Door(SIGNED_IN),
    "registration:unit-switch": Door(SIGNED_IN, typed=(("organisation", "1"),)),
    "registration:unit-list": Door({"recommender", "other_recommender"}),
    "registration:unit-detail": Door(PEOPLE | {"recommender", "officer"}, _of("unit")),
    "registration:invitation-send": Door({"manager"}, _of("unit"), post=(("name", "x"), ("role", "contributor"))),
    "registration:renaming-request": Door({"manager"}, _of("unit"), post=(("name", "x"), ("reason", "x"))),
    "registration:invitation-answer": Door({"person"}, _of("addressed")),
    "registration:membership-end": Door({"manager"}, _of("membership"), post=_REASON),
    "registration:membership-leave": Door({"contributor"}, _of("membership")),
    "registration:membership-hand-over": Door({"manager"}, _of("post"), post=(("to", "membership"),)),
    "registration:renaming-document": Door(PEOPLE | {"officer"}, _of("renaming")),
    "registration:invitation-revoke": Door({"manager"}, _of("invitation"), typed=()),
    "registration:renaming-withdraw": Door({"manager"}, _of("renaming"), typed=()),
    "registration:join": Door(SIGNED_IN - {"officer", "system_admin"}),
    "registration:joining-grant": Door({"manager"}, _of("joining"), typed=()),
    "registration:joining-decline": Door({"manager"}, _of("joining"), post=_REASON),
    "registration:joining-withdraw": Door({"owner"}, _of("joining"), typed=()),
    "registration:invitation": Door(set(PERSONAS), (("token", "token"),)),
}  # fmt: skip


def address(name: str, things: dict) -> str:
    """The address of one door, with the things that it names."""
    return reverse(name, kwargs={key: things.get(value, value) for key, value in DOORS[name].names})


def build(*, somebody, unit, member, draft, submitted, recommender, person) -> tuple[dict, dict]:
    """(personas, things): unit A with its people, another unit's manager, those who recommend, a person with drafts."""
    ours, theirs = unit("赣州甲有限公司", "章贡区"), unit("赣州乙有限公司", "南康区")
    owner = somebody("王申请")
    handed_in = submitted(by=owner)
    half = draft(by=owner, name="赣州丁有限公司")
    manager = member(ours, MembershipRole.MANAGER)
    contributor = member(ours)
    anybody = somebody("赵路人", mobile="13912340000")
    invitation, token = members.invite(ours, by=manager, name="客")
    addressed, _token = members.invite(ours, by=manager, name="赵路人", mobile="13912340000")
    renaming = renamings.request(ours, by=manager, name="赣州新甲有限公司", reason="变更", document=scan())
    joining = joinings.ask(ours, by=fresh(owner), words="研发部")
    personas = {
        "nobody": None,
        "person": anybody,
        "owner": owner,
        "contributor": contributor,
        "manager": manager,
        "stranger": member(theirs, MembershipRole.MANAGER),
        "recommender": recommender("章贡区"),
        "other_recommender": recommender("南康区"),
        "officer": person("officer"),
        "system_admin": person("system_admin"),
    }
    things = {
        "submitted": handed_in.pk,
        "draft": half.pk,
        "unit": ours.pk,
        "invitation": invitation.pk,
        "addressed": addressed.pk,
        "token": token,
        "membership": Membership.objects.get(user=contributor).pk,
        "post": Membership.objects.get(user=manager).pk,
        "renaming": renaming.pk,
        "joining": joining.pk,
    }
    return {name: user and fresh(user) for name, user in personas.items()}, things
