"""Who may apply for what: the rules of a call asked of the facts of one application. Pure functions.

Each rule of the call gives at most one sentence for each thing that breaks it, with the notice's clause.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from projects.choices import Rank, RuleCode

_RANKS = {rank: place for place, rank in enumerate(Rank.values)}


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the call has switched on."""

    code: str
    limit: int | None = None
    words: tuple[str, ...] = ()
    clause: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team, in their order."""

    name: str
    rank: str = Rank.NONE
    born_on: date | None = None
    applied_this_year: int = 0  # As leader, other than this one.
    running: int = 0
    overdue: tuple[str, ...] = ()
    dishonest: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules ask of an application; None: not said yet."""

    today: date
    title: str = ""
    is_enterprise: bool = True
    applied_by_unit: int = 0  # In this call, other than this one.
    unit_overdue: tuple[str, ...] = ()
    unit_dishonest: tuple[str, ...] = ()
    team: tuple[Person, ...] = ()  # The leader first.
    novelty: str | None = None
    fiscal: Decimal | None = None
    own: Decimal | None = None
    places: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that is broken: which, about what the person can change, in words, by which clause."""

    code: str
    about: str  # title, team, budget, novelty or unit.
    text: str
    clause: str


def findings(rules: Sequence[Rule], facts: Facts) -> list[Finding]:
    """Every rule that the facts break."""
    return [
        Finding(rule.code, about, text, rule.clause)
        for rule in rules
        for code, about, ask in _ASKED
        if code == rule.code
        for text in ask(rule, facts)
    ]


def about_unit(rules: Sequence[Rule], facts: Facts) -> list[Finding]:
    """What keeps the unit from applying at all, whatever it would write."""
    return [finding for finding in findings(rules, facts) if finding.about == "unit"]


def _per_year(rule, facts):
    for leader in facts.team[:1]:
        if leader.applied_this_year >= rule.limit:
            yield f"负责人{leader.name}本年度已申报 {leader.applied_this_year} 项，每年不超过 {rule.limit} 项。"


def _running(rule, facts):
    for leader in facts.team[:1]:
        if leader.running > rule.limit:
            yield f"负责人{leader.name}在研市级项目 {leader.running} 项，不超过 {rule.limit} 项才能申报。"


def _rank(rule, facts):
    least = rule.words[0] if rule.words else Rank.INTERMEDIATE.label
    needed = next((rank for rank in Rank if rank.label == least), Rank.INTERMEDIATE)
    for leader in facts.team[:1]:
        if _RANKS[leader.rank] < _RANKS[needed]:
            yield f"负责人{leader.name}的职称是“{Rank(leader.rank).label}”，须为{needed.label}及以上。"


def _age(rule, facts):
    for leader in facts.team[:1]:
        if leader.born_on is None:
            continue
        had = (facts.today.month, facts.today.day) >= (leader.born_on.month, leader.born_on.day)
        age = facts.today.year - leader.born_on.year - (not had)
        if age > rule.limit:
            yield f"负责人{leader.name}现年 {age} 周岁，不超过 {rule.limit} 周岁才能申报。"


def _quota(is_enterprise: bool, words: str) -> Callable:
    def ask(rule, facts):
        if facts.is_enterprise == is_enterprise and facts.applied_by_unit >= rule.limit:
            yield f"贵单位在本批已申报 {facts.applied_by_unit} 项，{words}每批不超过 {rule.limit} 项。"

    return ask


def _overdue_unit(is_enterprise: bool) -> Callable:
    def ask(rule, facts):
        if facts.is_enterprise == is_enterprise and len(facts.unit_overdue) > rule.limit:
            yield (
                f"贵单位逾期未结题 {len(facts.unit_overdue)} 项（{'；'.join(facts.unit_overdue[:3])}），"
                f"超过 {rule.limit} 项不得申报。"
            )

    return ask


def _overdue_persons(rule, facts):
    for place, person in enumerate(facts.team[: rule.limit], 1):
        if person.overdue:
            yield f"第 {place} 参与人{person.name}有逾期未结题项目（{person.overdue[0]}），前 {rule.limit} 名参与人不得有。"


def _title_places(rule, facts):
    allowed = [word for word in rule.words if word in facts.title]
    if not allowed and (place := next((place for place in facts.places if place in facts.title), None)):
        yield f"项目名称含地名“{place}”，请改写名称。"


def _title_words(rule, facts):
    if found := [word for word in rule.words if word in facts.title]:
        yield f"项目名称不得含“{'”“'.join(found)}”，请改写名称。"


def _novelty(rule, facts):
    if facts.novelty and facts.novelty not in rule.words:
        yield f"查新结论是“{facts.novelty}”，须为{'、'.join(rule.words)}之一。"


def _credit(_rule, facts):
    if facts.unit_dishonest:
        yield f"贵单位有失信记录（{facts.unit_dishonest[0]}），期满前不得申报。"


def _credit_persons(_rule, facts):
    for person in facts.team:
        if person.dishonest:
            yield f"参与人{person.name}有失信记录（{person.dishonest[0]}），期满前不得申报。"


def _matching(rule, facts):
    if facts.fiscal and (facts.own or Decimal(0)) * 100 < facts.fiscal * rule.limit:
        least = facts.fiscal * rule.limit / 1_000_000
        yield f"单位自筹不足：申请财政经费的 {rule.limit}% 是 {least.normalize():f} 万元。"


_ASKED: tuple[tuple[str, str, Callable], ...] = (
    (RuleCode.LEADER_PER_YEAR, "team", _per_year),
    (RuleCode.LEADER_RUNNING, "team", _running),
    (RuleCode.LEADER_RANK, "team", _rank),
    (RuleCode.LEADER_AGE, "team", _age),
    (RuleCode.ENTERPRISE_QUOTA, "unit", _quota(True, "企业")),
    (RuleCode.OTHER_QUOTA, "unit", _quota(False, "其他单位")),
    (RuleCode.OVERDUE_PERSONS, "team", _overdue_persons),
    (RuleCode.ENTERPRISE_OVERDUE, "unit", _overdue_unit(True)),
    (RuleCode.OTHER_OVERDUE, "unit", _overdue_unit(False)),
    (RuleCode.TITLE_PLACES, "title", _title_places),
    (RuleCode.TITLE_WORDS, "title", _title_words),
    (RuleCode.NOVELTY, "novelty", _novelty),
    (RuleCode.CREDIT, "unit", _credit),
    (RuleCode.CREDIT, "team", _credit_persons),
    (RuleCode.MATCHING, "budget", _matching),
)
_WITHOUT_LIMIT = (
    RuleCode.LEADER_RANK, RuleCode.TITLE_PLACES, RuleCode.TITLE_WORDS, RuleCode.NOVELTY, RuleCode.CREDIT,
)  # fmt: skip
NEEDS_LIMIT = tuple(code for code in RuleCode.values if code not in _WITHOUT_LIMIT)
NEEDS_WORDS = (RuleCode.TITLE_WORDS, RuleCode.NOVELTY)
