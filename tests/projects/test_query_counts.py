"""Every page of the projects app, for every role, costs few queries on data as a year brings it: found, not listed.

The demonstration's call is walked: eight applications judged by five experts each out of a bank of a hundred and twenty, a
draw, an assignment that was solved, a ranking; three more calls with applications at each stage.
"""

import pytest
from django.contrib import admin
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.portal.demonstration import accounts, calls, judged, reviews, solicitations, units
from bureau.signin.models import Session
from projects.models import (
    Application,
    Assignment,
    AssignmentPlan,
    Call,
    Draw,
    Expert,
    Seat,
    SiteVisit,
    Suggestion,
    VisitMember,
)
from projects.workflow import reviewing
from tests.browser.crawling import pages
from tests.portal.test_demonstration import units_of_lists
from tests.projects.doors import DOORS, PANELS

pytestmark = pytest.mark.django_db

MOST, BOARD_MOST = 15, 20
PAGES_AT_LEAST = 60
BOARD = "projects_standing_board_page"
ROWS_TRIED = 2  # Of each noun: one of the middle and the last; the first where there is no other.
NOT_READ = {  # Addresses of the admin that are no page of rows, and why.
    "a step of an export: tests/test_exports.py": {"exported", "exported_file"},
    "nobody deletes": {"delete"},
}
PASSWORD = "walks-every-page-2026"


@pytest.fixture
def year(person):
    """The demonstration's calls, applications, experts and reviews."""
    call_command("sync_roles", verbosity=0)
    users = accounts.make_accounts()
    units_of_lists(4)
    units.make(users, PASSWORD)
    calls.make(users)
    reviews.make(users, PASSWORD)
    judged.make(users)
    solicitations.make(users)
    judge = User.objects.get(username=reviews.EXPERT)
    for assignment in Assignment.objects.owned_by(judge):
        reviewing.pledge(assignment, by=judge)
    judged_here = Application.objects.filter(assignments__in=Assignment.objects.owned_by(judge), visits=None).first()
    made = {
        "starts_at": timezone.now(),
        "place": "章贡区",
        "created_by": users["officer"],
        "created_at": timezone.now(),
    }
    visit = SiteVisit.objects.create(application=judged_here, **made)
    VisitMember.objects.create(visit=visit, expert=Expert.objects.get(user=judge))
    assert Draw.objects.filter(status="drawn").exists()
    assert AssignmentPlan.objects.filter(status="adopted").exists()
    assert Assignment.objects.filter(status="submitted").count() > ROWS_TRIED * 10
    return {role: User.objects.get(pk=user.pk) for role, user in users.items()}


def counted(client: Client, address: str) -> tuple[int, int]:
    """The status, and the queries once caches are warm; the less of two, since a session notes every 20 seconds that it is used."""
    client.get(address)
    found = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address)
            if response.streaming:
                list(response.streaming_content)
        found.append(len(queries))
    return response.status_code, min(found)


def some_of(model, user) -> list[int]:
    rows = model._default_manager.all()
    rows = rows.visible_to(user) if hasattr(rows, "visible_to") else rows
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    return list(dict.fromkeys([*keys[:1], *keys[len(keys) // 2 :][:1], *keys[-1:]]))[:ROWS_TRIED]


def pages_of_admin(user):
    """(name, address) of every page of the app's nouns in the browser admin, for some rows of each."""
    for model, page in admin.site._registry.items():
        if model._meta.app_label != "projects":
            continue
        for pattern in page.get_urls():
            if not pattern.name or pattern.name.split("_")[-1] in set().union(*NOT_READ.values()):
                continue
            wanted = pattern.pattern.converters
            if not wanted:
                yield pattern.name, reverse(f"admin:{pattern.name}")
            noun = AssignmentPlan if pattern.name.endswith("_plan") else model
            for pk in some_of(noun, user) if wanted.keys() <= {"object_id", "pk"} and wanted else ():
                yield pattern.name, reverse(f"admin:{pattern.name}", args=[pk])


def test_every_page_costs_few_queries(year):
    """Of the browser admin, for who may do most and for who only reads; of workspace, desk and portal, for everybody there."""
    dear, shown = {}, {}
    for role in ("section_head", "leader"):
        client, shown[role] = Client(), set()
        client.force_login(year[role])
        for name, address in pages_of_admin(year[role]):
            status, queries = counted(client, address)
            if status == 200:
                shown[role].add(name)
            if queries > (BOARD_MOST if name == BOARD else MOST):
                dear[(role, address)] = queries
    reached = _walk_the_workspace(dear)

    assert dear == {}
    assert BOARD in shown["section_head"] & shown["leader"]
    assert len(shown["section_head"]) > PAGES_AT_LEAST
    asked = {name for name, (method, _given) in DOORS.items() if method == "get" and name not in PANELS}
    assert sorted(asked - reached - UNREACHED) == []


def _walk_the_workspace(dear: dict) -> set[str]:
    """Found by following links, for everybody who has part in it; what takes a verb or a part is asked for by name."""
    known = {person.username: User.objects.get(username=person.username) for person in units.PERSONS.values()}
    reached = set()
    for user in (None, *known.values(), User.objects.get(username=reviews.EXPERT)):
        found = pages(user) | _named(user)
        Session.objects.all().delete()  # The desk is open on one device at a time.
        client = Client()
        if user:
            client.force_login(user)
        for name, address in found.items():
            if name.startswith("projects:") or name == "workspace":
                status, queries = counted(client, address)
                if status == 200:
                    reached.add(name)
                if queries > MOST:
                    dear[(str(user), address)] = queries
    return reached


UNREACHED = {  # The demonstration has none.
    "projects:application-check", "projects:application-verb", "projects:paper-show", "projects:recommending-verb",
    "projects:suggestion-verb",
}  # fmt: skip


def _named(user) -> dict[str, str]:
    """The addresses that no link of a page leads to."""
    found = {}
    if user is None:
        return found
    parts = {"part": "knowledge", "code": "feasibility", "section": "basic", "verb": "confirm"}
    rows = {
        "application": Application.objects.visible_to(user).order_by("-pk").first(),
        "call": Call.objects.order_by("pk").first(),
        "assignment": Assignment.objects.owned_by(user).first(),
        "seat": Seat.objects.owned_by(user).first(),
        "suggestion": Suggestion.objects.owned_by(user).filter(status="draft").first(),
    }
    application = rows["application"]
    rows["member"] = application.team.first() if application else None
    held = rows["assignment"].application if rows["assignment"] else application
    rows["file"] = held.attachments.first() if held else None
    for name, (method, given) in DOORS.items():
        values = {key: parts.get(key, word) if key != "pk" else rows.get(word) for key, word in given.items()}
        values = {key: rows.get(word) if word in rows else value for (key, value), word in zip(values.items(), given.values(), strict=True)}  # fmt: skip
        if method == "get" and None not in values.values():
            found[name] = reverse(name, kwargs={key: getattr(value, "pk", value) for key, value in values.items()})
    return found
