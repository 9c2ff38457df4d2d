"""Every verb of an application, tried by every wrong person and in every wrong state; and no status changes outside one."""

import ast
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import CheckConstraint

from bureau.accounts.models import User
from bureau.workflow import Refused
from projects.choices import ApplicationStatus
from projects.models import Application
from projects.workflow import calls, deciding, submitting
from projects.workflow.drafts import FILL

pytestmark = pytest.mark.django_db

WHO = {
    "projects.fill_application": {"contributor", "manager"},
    "projects.submit_application": {"manager"},
    "projects.recommend_application": {"office"},
    "projects.check_application": {"officer", "section_head"},
    "projects.reopen_application": {"officer", "section_head"},
}
VERBS = (*submitting.ALL, *deciding.ALL, FILL)
SAY = {
    submitting.PROPOSE: lambda a, by: submitting.propose(a, by=by),
    submitting.UNIT_RETURN: lambda a, by: submitting.unit_return(a, by=by, reason="x"),
    submitting.SUBMIT: lambda a, by: submitting.submit(a, by=by, token=uuid4()),
    submitting.EDIT: lambda a, by: submitting.edit_again(a, by=by),
    submitting.WITHDRAW: lambda a, by: submitting.withdraw(a, by=by),
    submitting.RESUME: lambda a, by: submitting.resume(a, by=by),
    submitting.CORRECT: lambda a, by: submitting.hand_in_correction(a, by=by, token=uuid4()),
    deciding.RECOMMEND: lambda a, by: deciding.recommend(a, by=by, opinion="x"),
    deciding.RETURN: lambda a, by: deciding.return_(a, by=by, reason="x"),
    deciding.DECLINE: lambda a, by: deciding.decline(a, by=by, reason="x"),
    deciding.ACCEPT: lambda a, by: deciding.accept(a, by=by, verdicts=[True, True]),
    deciding.ASK: lambda a, by: deciding.ask_correction(
        a, by=by, verdicts=[True, True], sections=["basic"], reason="x"
    ),
    deciding.REJECT: lambda a, by: deciding.reject(a, by=by, reason="x"),
    deciding.REOPEN: lambda a, by: deciding.reopen(a, by=by, until=a.call.recommend_until, reason="x"),
}


@pytest.fixture
def cast(recommended, people, person):
    """One application that was recommended, and everybody there is."""
    application, contributor, manager, office = recommended()
    stranger, other_manager, other_office = (people("南康区")[place] for place in (1, 2, 3))
    staff = {code: person(code) for code in ("officer", "section_head", "leader", "report_office", "system_admin")}
    users = {"contributor": contributor, "manager": manager, "office": office, "stranger": stranger, **staff}
    users |= {
        "other_manager": other_manager,
        "other_office": other_office,
        "nobody": User.objects.create_user(username="x"),
    }
    return application, users


def test_a_verb_is_refused_to_every_wrong_person(cast):
    application, users = cast
    wrong = [
        (transition.verb, who)
        for transition in VERBS
        for who, user in users.items()
        if transition.is_allowed(application, user) != (who in WHO[transition.permission])
    ]

    assert wrong == []
    for transition, say in SAY.items():
        for who in users.keys() - WHO[transition.permission]:
            with pytest.raises(PermissionDenied):
                say(application, users[who])


def test_a_verb_is_refused_in_every_wrong_state(cast):
    application, users = cast
    tried = 0
    with connection.cursor() as cursor:  # A row alone in any state, its dates and signatures left as they are.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for constraint in Application._meta.constraints:
            if isinstance(constraint, CheckConstraint):
                cursor.execute(f'ALTER TABLE {Application._meta.db_table} DROP CONSTRAINT "{constraint.name}"')
    for transition, say in SAY.items():
        user = users[sorted(WHO[transition.permission])[0]]
        for status in set(ApplicationStatus.values) - set(transition.sources):
            Application.objects.filter(pk=application.pk).update(status=status)
            with pytest.raises(Refused, match=f"不能{transition.label}"):
                say(application, user)
            tried += 1

    assert tried == sum(len(ApplicationStatus.values) - len(t.sources) for t in SAY)
    assert set(SAY) == set(VERBS) - {FILL}


def test_no_status_changes_outside_a_verb():
    loose = []
    for path in sorted(Path("projects").rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            if any(isinstance(target, ast.Attribute) and target.attr == "status" for target in targets):
                loose.append((str(path), node.lineno))
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("update", "bulk_update")
            ):
                loose += [(str(path), node.lineno) for keyword in node.keywords if keyword.arg == "status"]

    assert loose == []
    assert {t.target for t in (*VERBS, calls.PUBLISH, calls.CANCEL)} - {None} <= {
        *ApplicationStatus.values,
        *calls.CallStatus.values,
    }
