"""Somebody of another unit tries every address that takes a number with every number there is: nothing is shown, nothing moves.

The addresses are found in the URL configuration, the numbers in the database: a new page is tried from its first day.
"""

from collections import defaultdict
from contextlib import suppress
from itertools import product
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.urls.converters import IntConverter
from django.utils import timezone

from bureau.accounts.choices import MembershipRole
from bureau.accounts.models import User
from bureau.collecting import workflow as collecting
from bureau.collecting.models import Duty
from bureau.messaging.workflow import send
from bureau.registration.workflow import registrations
from bureau.signin.models import DataRequest, Session
from matchmaking.models import (
    Achievement,
    Challenge,
    Contact,
    ContractFiling,
    Deal,
    Demand,
    FollowUp,
    Intention,
    Interest,
    Mandate,
    Meeting,
    Remark,
    ResultRegistration,
    SavedSearch,
)
from matchmaking.workflow.profiles import PROFILES
from matchmaking.workflow.profiles import begin as write_profile
from projects.models import ExpertPaper
from tests.collecting.conftest import PERIOD
from tests.enterprises.conftest import firm as firm
from tests.projects.conftest import accepted as accepted
from tests.projects.conftest import drafted as drafted
from tests.projects.conftest import expert as expert
from tests.projects.conftest import filled as filled
from tests.projects.conftest import people as people
from tests.projects.conftest import published as published
from tests.projects.conftest import recommended as recommended
from tests.projects.conftest import submitted as submitted
from tests.projects.conftest import tree as tree
from tests.projects.soliciting import handed_in, opened
from tests.registration.conftest import draft as draft
from tests.registration.conftest import member as member
from tests.registration.conftest import recommender as recommender
from tests.registration.conftest import somebody as somebody
from tests.registration.conftest import unit as unit
from tests.registration.doors import build
from tests.test_access import PUBLIC

pytestmark = pytest.mark.django_db

SECRET = "密甲"  # Stands in all that is another unit's.
SHARED = 7_000_001  # The number of every row of a talk.
OURS = (
    "accounts",
    "registration",
    "enterprises",
    "projects",
    "collecting",
    "messaging",
    "publicity",
    "signin",
    "portal",
    "matchmaking",
)
# What visiting and signing in write by themselves.
OWN_TRACES = {"signin.Session", "signin.Device", "signin.Credential", "signin.Lock"}
WORDS = {  # For what is no number: every word that a page knows.
    "part": ["contact", "licence", "identity"], "verb": ["withdraw", "recommend", "up", "return"],
    "section": ["basic", "unit", "accounts", "team"], "rows": ["rights"], "code": ["feasibility"],
    "tag": ["funds"], "what": ["mobile"], "kind": ["closing"], "member": [], "file": [], "key": ["0"], "page": ["buttons"], "token": ["x"], "noun": ["achievement", "demand"], "provider_id": ["unified"],
}  # fmt: skip
TYPED = {
    "reason": "x", "answer": "yes", "name": "x", "agreed": "on", "consent": "on", "is_final": "on", "opinion": "x", "text": "x", "title": "x",
    "id_number": "x", "contact_phone": "13900000000", "role": "contributor", "confirm": "on", "to": "1", "organisation": "1",
}  # fmt: skip


@pytest.fixture
def another_unit(registered, somebody, unit, member, draft, recommender, person, firm, accepted, expert):
    """Everything a unit can have at the portal, and a person of another one."""
    application, contributor, _manager, office = accepted()
    build(
        somebody=somebody, unit=lambda name, *rest: unit(SECRET + name, *rest), member=member,
        draft=lambda **v: draft(**v | {"name": SECRET}), submitted=registered, person=person,
        recommender=lambda place: office if place == "章贡区" else recommender(place),
    )  # fmt: skip
    firm(f"{SECRET}一号有限公司")
    application.organisation.name = f"{SECRET}二号有限公司"
    application.organisation.save()
    type(application).objects.filter(pk=application.pk).update(title=f"{SECRET}项目")
    units = [membership.organisation for membership in office.memberships.all()]
    collecting.open_collection(by=person("officer"), units=units, title=f"{SECRET}报送", kind="projects", **PERIOD)
    assert Duty.objects.exists()
    for model in PROFILES:
        write_profile(model, application.organisation, by=contributor, title=f"{SECRET}成果或需求")
    talked_of(application.organisation, unit(f"{SECRET}另一家"), contributor)
    judge = expert(name=f"{SECRET}专家")
    paper = ExpertPaper(
        expert=judge, kind="rank", name=f"{SECRET}.pdf", mime="application/pdf", size=4, sha256="0", uploaded_by=contributor
    )  # fmt: skip
    paper.file.save("x.pdf", ContentFile(b"%PDF"))
    handed_in(opened(person("section_head")), contributor, application.organisation, title=f"{SECRET}方向")
    DataRequest.objects.create(user=contributor, kind="correction", text=SECRET, due_on="2030-01-01")
    Session.objects.create(user=contributor, key="k", device=SECRET, address="10.0.0.1", until="2030-01-01T00:00Z")
    send("signin.password_changed", to=contributor, key="x", context={"when": SECRET})
    return application


def talked_of(one, other, by):
    """A talk of two units with all that can be in it, and a broker's mandate; all under one number, else every page with two
    is tried with thousands."""
    now, day = timezone.now(), timezone.localdate()
    row = {"organisation_name": SECRET, "collected_on": day, "changed_at": now, "status": "withdrawn"}
    both = {
        "achievement": Achievement.objects.create(
            pk=SHARED, number="S1", title=f"{SECRET}成果", organisation=one, **row
        ),
        "demand": Demand.objects.create(pk=SHARED, number="S2", title=f"{SECRET}需求", organisation=other, **row),
    }
    said = {"asked_by": by, "asked_at": now, "answered_by": by, "answered_at": now, "due_on": day}
    words = dict.fromkeys(("cooperation_sought", "unclear", "introduction"), SECRET)
    interest = Interest.objects.create(
        pk=SHARED, side="demand", asker=other, answerer=one, status="accepted", **both, **said, **words,
        contact=Contact.objects.create(pk=SHARED, met_on=day, result="met", changed_at=now, **both),
    )  # fmt: skip
    about = {"interest": interest, "organisation": one}
    Remark.objects.create(
        pk=SHARED, text=SECRET, file=ContentFile(b"%PDF", "x.pdf"), name="x.pdf", said_by=by, said_at=now, **about
    )
    Meeting.objects.create(pk=SHARED, starts_at=now, place=SECRET, proposed_by=by, proposed_at=now, **about)
    Intention.objects.create(pk=SHARED, interest=interest, asker_confirmed_by=by, asker_confirmed_at=now)
    Deal.objects.create(
        pk=SHARED, kind="service", title=SECRET, amount=1, file=ContentFile(b"%PDF", "y.pdf"), name="y.pdf", drafted_by=by, drafted_at=now,
        **about,
    )  # fmt: skip
    filing = ContractFiling.objects.create(
        pk=SHARED, organisation=one, title=SECRET, file=ContentFile(b"%PDF", "z.pdf"), name="z.pdf"
    )
    ResultRegistration.objects.create(
        pk=SHARED, organisation=one, title=SECRET, file=ContentFile(b"%PDF", "r.pdf"), name="r.pdf"
    )
    FollowUp.objects.create(pk=SHARED, filing=filing, months=3, due_on=day, ended_reason=SECRET)
    Challenge.objects.create(pk=SHARED, demand=both["demand"], organisation=one, title=SECRET)
    Mandate.objects.create(pk=SHARED, client=one, broker=other, granted_by=by, granted_at=now)
    SavedSearch.objects.create(pk=SHARED, user=by, asked={"q": SECRET}, words=SECRET)


@pytest.fixture
def registered(draft):
    """Registrations handed in (``submitted`` is applications' here)."""

    def make(by=None, **values):
        registration = draft(by, **values | {"name": f"{SECRET}新公司"})
        registrations.submit(registration, by=registration.created_by)
        return registration

    return make


def numbered(patterns=None, space=""):
    """(name, {parameter: is a number}) of every address of pages that takes a parameter."""
    for pattern in patterns if patterns is not None else get_resolver().url_patterns:
        if isinstance(pattern, URLPattern):
            converters = pattern.pattern.converters
            name = f"{space}:{pattern.name}" if space else pattern.name
            if converters and pattern.name and space != "admin" and name not in PUBLIC:
                yield name, {key: isinstance(kind, IntConverter) for key, kind in converters.items()}
        else:
            yield from numbered(pattern.url_patterns, pattern.namespace or space)


def rows_of(labels=OURS) -> dict[str, dict[int, dict]]:
    """Every row of ours, by model and number."""
    return {
        model._meta.label: {row["id"]: row for row in model._base_manager.values()}
        for model in apps.get_models()
        if model._meta.app_label in labels and model._meta.label not in OWN_TRACES and model._meta.pk.name == "id"
    }


def numbers_by_app(rows, *, owned: bool) -> dict[str, list[int]]:
    """By app, the first and the last number of each noun; ``owned``: of those alone that are a unit's."""
    found = defaultdict(set)
    for label, held in rows.items():
        names = {field.name for field in apps.get_model(label)._meta.fields}
        if held and (not owned or names & {"organisation", "user"}):
            found[label.partition(".")[0]].update((min(held), max(held)))
    return {app: sorted(numbers) for app, numbers in found.items()}


def addresses(name: str, parameters: dict[str, bool], rows) -> list[str]:
    """The address with every number of its app; one that names a thing and a part of it, with every part of every unit's thing."""
    app = name.partition(":")[0]
    every, whole = (numbers_by_app(rows, owned=owned).get(app) or [1, 2] for owned in (False, True))
    choices = {key: every if is_number else WORDS[key] or every for key, is_number in parameters.items()}
    if len(choices) > 1 and parameters.get("pk"):
        choices["pk"] = whole
    found = []
    for values in product(*choices.values()):
        with suppress(NoReverseMatch):  # A word that this address does not take.
            found.append(reverse(name, kwargs=dict(zip(choices, values, strict=True))))
    assert found, f"{name}: say in WORDS what its parameters may be"
    return found


def shows(response) -> bool:
    """Whether something of another unit came: its secret, or a file."""
    if response.status_code != 200:
        return SECRET in response.get("Location", "")
    if "html" not in response.get("Content-Type", "") and "json" not in response.get("Content-Type", ""):
        return True
    return SECRET in response.content.decode()


@pytest.mark.parametrize("who", ["manager", "recommender"])
def test_a_stranger_reads_and_moves_nothing_by_any_number(who, another_unit, unit, member, recommender, client):
    stranger = {
        "manager": lambda: member(unit("赣州别家有限公司", "信丰县"), MembershipRole.MANAGER),
        "recommender": lambda: recommender("信丰县"),
    }[who]()
    stranger = User.objects.get(pk=stranger.pk)
    client.force_login(stranger)
    before = rows_of()
    tried = [address for name, parameters in numbered() for address in addresses(name, parameters, before)]
    wrong = [address for address in tried if shows(client.get(address))]
    # Read first: by posting, a stranger may begin something of their own under a number that was tried.
    wrong += [address for address in tried if shows(client.post(address, TYPED | {"token": uuid4()}))]
    after = rows_of()

    assert wrong == []
    moved = [
        (label, number, {k: (v, after[label].get(number, {}).get(k)) for k, v in row.items() if after[label].get(number, {}).get(k) != v})
        for label, held in before.items()
        for number, row in held.items()
        if after[label].get(number) != row
    ]  # fmt: skip
    assert moved == []
    assert len(tried) > 250
