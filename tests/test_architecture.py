"""The tree keeps to its own rules."""

import ast
import subprocess
import sys
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


def asked_at_once(source: str) -> list[int]:
    """Lines that assert what a page says at this instant, where it may still be on its way."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Assert)
        for part in ast.walk(node.test)
        if isinstance(part, ast.Attribute)
        and (part.attr in AT_ONCE or (part.attr == "count" and "locator" in ast.unparse(part.value)))
    ]


def test_browser_tests_wait_for_what_a_page_comes_to_say():
    assert asked_at_once("assert page.locator('a').count() == 1") == [1]
    assert asked_at_once("assert not page.is_visible('a')") == [1]
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


def test_personal_data_has_a_blind_index_and_a_mask():
    for model in OURS:
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
