"""Which intellectual property counts for an application, and why the rest does not (国科发火〔2016〕195号 三（二）)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from .inputs import RIGHT_KINDS, TITLES, Right

# 195号 三（二）: 发明专利（含国防专利）、植物新品种、国家级农作物品种、国家新药、国家一级中药保护品种、集成电路布图设计专有权
# 按Ⅰ类评价；实用新型专利、外观设计专利、软件著作权等（不含商标）按Ⅱ类评价。
CLASSES: Mapping[str, int] = {
    "invention": 1,
    "plant_variety": 1,
    "crop_variety": 1,
    "new_drug": 1,
    "tcm_protection": 1,
    "ic_layout": 1,
    "utility_model": 2,
    "design": 2,
    "software": 2,
}
ROMAN = {1: "Ⅰ类", 2: "Ⅱ类"}


@dataclass(frozen=True, slots=True)
class RightsRule:
    """How a rule set counts rights. ``licence_years`` None: an exclusive licence does not count."""

    class_two_once: bool
    one_of_owners: bool
    licence_years: int | None


@dataclass(frozen=True, slots=True)
class Usable:
    """The rights that count, of each class, and what is told of every one."""

    first: tuple[Right, ...]
    second: tuple[Right, ...]
    told: tuple[tuple[str, str], ...]

    @property
    def all(self) -> tuple[Right, ...]:
        """Both classes."""
        return self.first + self.second

    @property
    def has_own_research(self) -> bool:
        """Whether one of them was obtained by 自主研发."""
        return any(right.obtained == "own_research" for right in self.all)


def usable(rights: tuple[Right, ...], rule: RightsRule, day: date) -> Usable:
    """The rights that may carry an application on ``day``."""
    refused = {right.code: refusal(right, rule, day) for right in rights}
    roots = _roots(rights)
    groups: dict[str, list[Right]] = {}
    spent = {roots[right.code] for right in rights if rule.class_two_once and right.used_before and _is_second(right)}
    for right in rights:
        if not refused[right.code] and _is_second(right) and roots[right.code] in spent:
            refused[right.code] = "不计：同一权利已以Ⅱ类用于以往的认定，仅限使用一次"
        if not refused[right.code]:
            groups.setdefault(roots[right.code], []).append(right)
    kept = {}
    for group in groups.values():
        # Of one right filed twice the better class counts, then the one of own research.
        best = min(group, key=lambda right: (CLASSES[right.kind], right.obtained != "own_research"))
        kept[best.code] = best
        refused |= {right.code: f"与 {best.code} 是同一权利，只计一项" for right in group if right is not best}
    told = tuple(
        (right.code, refused[right.code] or f"计入，{ROMAN[CLASSES[right.kind]]}，{RIGHT_KINDS[right.kind]}")
        for right in rights
    )
    counted = [right for right in rights if right.code in kept]
    return Usable(
        tuple(right for right in counted if CLASSES[right.kind] == 1),
        tuple(right for right in counted if CLASSES[right.kind] == 2),
        told,
    )


def refusal(right: Right, rule: RightsRule, day: date) -> str:
    """Why a right does not count; empty when it does."""
    return next(_refusals(right, rule, day), "")


def _refusals(right: Right, rule: RightsRule, day: date) -> Iterator[str]:
    if right.kind not in CLASSES:
        yield f"不计：{RIGHT_KINDS[right.kind]}"
    if not right.in_china:
        yield "不计：未在中国境内（不含港澳台）授权"
    if right.authorised_on > day:
        yield f"不计：授权日期 {right.authorised_on} 晚于申请日 {day}"
    if not right.in_force:
        yield "不计：申请时无效（须有证书，或授权通知书及缴费收据）"
    if right.expires_on is not None and right.expires_on < day:
        yield f"不计：保护期已于 {right.expires_on} 届满"
    if right.title == "exclusive_licence" and not _licence_counts(right, rule):
        yield _licence_refusal(rule)
    if rule.one_of_owners and right.owners > 1 and right.used_by_co_owner:
        yield "不计：多个权属人的知识产权只能由一个权属人使用，其他权属人已使用"
    if rule.class_two_once and right.used_before and _is_second(right):
        yield "不计：Ⅱ类知识产权仅限使用一次，已用于以往的认定"


def _is_second(right: Right) -> bool:
    return CLASSES.get(right.kind) == 2


def _licence_counts(right: Right, rule: RightsRule) -> bool:
    years = right.licence_years
    return rule.licence_years is not None and years is not None and years >= rule.licence_years


def _licence_refusal(rule: RightsRule) -> str:
    if rule.licence_years is None:
        return f"不计：{TITLES['exclusive_licence']}不是所有权（2016 年起独占许可不再计入）"
    return f"不计：独占许可不满 {rule.licence_years} 年，或未填年限"


def _roots(rights: tuple[Right, ...]) -> dict[str, str]:
    """For each code the one that stands for everything said to be the same right, however the references run."""
    parent = {right.code: right.code for right in rights}
    if not any(right.same_right_as for right in rights):
        return parent

    def root(code: str) -> str:
        while parent[code] != code:
            parent[code] = parent[parent[code]]
            code = parent[code]
        return code

    for right in rights:
        if right.same_right_as in parent:
            parent[root(right.code)] = root(right.same_right_as)
    return {code: root(code) for code in parent}
