"""The tree keeps to its own rules."""

import ast
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import CheckConstraint

from bureau.personal import BlindIndexField, EncryptedTextField, decrypt, encrypt, mask

ROOT = Path(__file__).resolve().parent.parent
OURS = [
    m
    for m in apps.get_models()
    if m.__module__.split(".")[0] in {"bureau", "enterprises", "patents", "projects", "matchmaking"}
]
UNSIGNED = {("lists", "importrun", "created_by")}  # Every run is created; one from the command line has no user.


def test_imports_point_downwards():
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


AT_ONCE = {
    "content", "evaluate", "get_attribute", "inner_text", "input_value", "is_checked", "is_disabled", "is_enabled",
    "is_hidden", "is_visible", "text_content", "url",
}  # fmt: skip


def reads_at_once(asked: ast.AST) -> bool:
    """The expression takes a page's word of this very instant."""
    return any(
        part.attr in AT_ONCE or (part.attr == "count" and "locator" in ast.unparse(part.value))
        for part in ast.walk(asked)
        if isinstance(part, ast.Attribute)
    )


def asked_at_once(source: str) -> list[int]:
    """Lines that assert what a page says at this instant, or branch on it after a click, where it may be on its way."""
    asserted, branched = [], []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assert) and reads_at_once(node.test):
            asserted.append(node.lineno)
        body = getattr(node, "body", [])
        for before, after in pairwise(body if isinstance(body, list) else []):
            clicked = isinstance(before, ast.Expr) and ".click(" in ast.unparse(before)
            if clicked and isinstance(after, ast.If) and reads_at_once(after.test):
                branched.append(after.lineno)
    return asserted + branched


def test_browser_tests_wait_for_what_a_page_comes_to_say():
    assert asked_at_once("assert page.locator('a').count() == 1") == [1]
    assert asked_at_once("assert not page.is_visible('a')") == [1]
    assert asked_at_once("page.click('a')\nif page.locator('b').count():\n    page.click('b')") == [2]
    assert asked_at_once("follow(page, 'a')\nif page.locator('b').count():\n    page.click('b')") == []
    found = {
        path.name: asked_at_once(path.read_text()) for path in (Path(__file__).parent / "browser").glob("test_*.py")
    }
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_whoever_did_it_is_named_with_the_time():
    loose = []
    for model in OURS:
        names = {field.name for field in model._meta.fields}
        checks = {c.name for c in model._meta.constraints if isinstance(c, CheckConstraint)}
        for name in names:
            verb = name.removesuffix("_by")
            key = (model._meta.app_label, model._meta.model_name, name)
            if verb == name or key in UNSIGNED:
                continue
            if f"{verb}_at" not in names or not any(check.endswith(f"_{verb}_signed") for check in checks):
                loose.append(key)

    assert loose == []


UNINDEXED = {"matchmaking.ChallengeKey"}  # Encrypted and nobody's: nobody looks a key up.


def test_personal_data_has_a_blind_index_and_a_mask():
    for model in (model for model in OURS if model._meta.label not in UNINDEXED):
        indexed = {field.source for field in model._meta.fields if isinstance(field, BlindIndexField)}
        secret = {field.name for field in model._meta.fields if isinstance(field, EncryptedTextField)}
        assert secret == indexed, model


def test_a_secret_comes_back_under_old_and_new_keys(settings):
    settings.FIELD_KEYS = {1: b"1" * 32}
    old = encrypt("13900001234")
    settings.FIELD_KEYS = {1: b"1" * 32, 2: b"2" * 32}

    assert (decrypt(old), decrypt(encrypt("360702199001011234"))) == ("13900001234", "360702199001011234")
    assert old.startswith("aes.v1:")
    assert encrypt("甲").startswith("aes.v2:")
    assert encrypt("甲") != encrypt("甲")


@pytest.mark.parametrize(
    ("plain", "shown"),
    [("13900001234", "139****1234"), ("360702199001011234", "360***********1234"), ("李老师", "李**"), ("", "")],
)
def test_a_mask_shows_just_enough(plain, shown):
    assert mask(plain) == shown
