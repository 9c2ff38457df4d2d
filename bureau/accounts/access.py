"""Who may do what to which rows, read off the code: the README's table, which a test keeps true."""

from collections import defaultdict

from django.apps import apps
from django.db import models

from .roles import ROLES, UNIT_ROLES

COLUMNS = (*UNIT_ROLES, *ROLES)
BEGIN, END = "<!-- access table: begin (manage.py access_table) -->", "<!-- access table: end -->"


def access_table() -> str:
    """Markdown: a line for each noun that a role may touch, a column for each role; then the rows of each noun."""
    nouns = _verbs_by_noun()
    lines = [
        "| noun | " + " | ".join(role.name for role in COLUMNS) + " |",
        "|---|" + "---|" * len(COLUMNS),
        *(
            f"| {_name(label)} | " + " | ".join(_cell(verbs, role.code) for role in COLUMNS) + " |"
            for label, verbs in nouns
        ),
        "",
        "| noun | rows |",
        "|---|---|",
        *(f"| {_name(label)} | {_rows(label)} |" for label, _verbs in nouns),
    ]
    return "\n".join(lines)


def _verbs_by_noun() -> list[tuple[str, dict[str, list[str]]]]:
    """(model label, {role code: verbs}) for every model that some role may touch, in the order of the apps."""
    found: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    owners = {
        f"{model._meta.app_label}.{codename}": model._meta.label_lower
        for model in apps.get_models()
        for codename, _name in model._meta.permissions
    }
    for role in COLUMNS:
        for permission in role.permissions:
            app, _, codename = permission.partition(".")
            verb, _, model = codename.rpartition("_")
            found[owners.get(permission, f"{app}.{model}")][role.code].append(verb)
    order = [model._meta.label_lower for model in apps.get_models()]
    labels = sorted(found, key=lambda label: order.index(label) if label in order else len(order))
    return [(label, found[label]) for label in labels]


def _model(label: str) -> type[models.Model] | None:
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


def _name(label: str) -> str:
    model = _model(label)
    return f"{model._meta.verbose_name} `{model.__name__}`" if model else f"`{label}`"


def _cell(verbs: dict[str, list[str]], role: str) -> str:
    return ", ".join(dict.fromkeys(verbs.get(role, []))) or "–"


def _rows(label: str) -> str:
    """The promise of the noun's ``visible_to``: its docstring's first line."""
    visible_to = getattr(getattr(_model(label), "_default_manager", None), "visible_to", None)
    if visible_to is None or not visible_to.__doc__:
        return "All, to whoever holds the permission."
    return visible_to.__doc__.strip().splitlines()[0]
