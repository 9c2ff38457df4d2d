"""All that a published version of a call fixes: the form, the rules, the checklist, the budget, the review scheme."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal

from projects import budget
from projects.eligibility import Rule

from .schema import Form, read_form
from .scheme import Scheme, read_scheme


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist."""

    text: str
    clause: str = ""


@dataclass(frozen=True)
class Terms:
    """What applicants of one version answer to."""

    form: Form
    rules: tuple[Rule, ...] = ()
    check_lines: tuple[Line, ...] = ()
    budget_rules: str = ""
    ceiling: Decimal | None = None
    applicant_kinds: tuple[str, ...] = ()
    scheme: Scheme | None = None

    @property
    def rules_of_budget(self) -> budget.RuleSet | None:
        """The heads and tiers."""
        return budget.RULE_SETS.get(self.budget_rules)

    def as_json(self) -> dict:
        """As it is stored."""
        scheme = {} if self.scheme is None else {"scheme": self.scheme.as_json()}
        return (
            self.form.as_json()
            | scheme
            | {
                "rules": [asdict(rule) for rule in self.rules],
                "check_lines": [asdict(line) for line in self.check_lines],
                "budget_rules": self.budget_rules,
                "ceiling": None if self.ceiling is None else str(self.ceiling),
                "applicant_kinds": list(self.applicant_kinds),
            }
        )


def read_terms(stored: Mapping) -> Terms:
    """A stored version. Raises Malformed."""
    ceiling = stored.get("ceiling")
    return Terms(
        form=read_form(stored),
        rules=tuple(Rule(**(dict(rule) | {"words": tuple(rule["words"])})) for rule in stored.get("rules", ())),
        check_lines=tuple(Line(**line) for line in stored.get("check_lines", ())),
        budget_rules=stored.get("budget_rules", ""),
        ceiling=None if ceiling is None else Decimal(ceiling),
        applicant_kinds=tuple(stored.get("applicant_kinds", ())),
        scheme=read_scheme(stored["scheme"]) if stored.get("scheme") else None,
    )


def digest(content: Mapping) -> str:
    """SHA-256 of a document as canonical JSON: the same content, the same fingerprint."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
