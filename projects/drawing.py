"""Drawing experts by lot: from a frozen input and a seed, always the same result, so that anybody can draw it again.

The order is that of SHA-256(seed, number of the expert). Each line of the plan takes the first experts of that order who may
sit, no more of one unit in a group than the plan says, and in each group as many from outside the city as it asks; the next
ones are its backups. Basis:
国家科学技术奖励条例 art. 17 (by lot, out of the bank); the hard filters are domain rules of the plan, each counted with its reason.

Whom the plan includes sits first, in the first line of the type, whatever the field, the title or the rotation say; nobody is
included against a recusal, a cap, or while away. ``content["rules"]`` is which version of these rules drew: what was sealed
under an earlier one is drawn again by that one.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from projects.choices import Rank

RANKS = tuple(Rank.values)  # From low to high.
REASONS = {
    "away": "暂停、退库或信息过期",
    "seated": "已在本轮次",
    "excluded": "按名单排除",
    "type": "专家类型不符",
    "field": "专业领域不符",
    "rank": "职称低于要求",
    "rotation": "轮换：近期参加过同类评审",
    "streak": "连续参加同类评审已满",
    "cap": "本年评审次数已满",
    "recused": "须回避",
}

FULL = "名额或同一单位人数已满"
RULES = (
    2  # 1: backups by the order alone. 2: as many of them from outside the city as the plan's share, where there are.
)

Content = Mapping[str, Any]


def canonical(value) -> bytes:
    """One spelling of a structure, for fingerprints."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def position(seed: str, expert: int) -> str:
    """Where the lot puts an expert: the smaller, the earlier."""
    return hashlib.sha256(f"{seed}|{expert}".encode()).hexdigest()


def obstacle(candidate: Content, line: Content, content: Content) -> str:
    """Why somebody may not sit for a line: the first reason, or nothing."""
    if not candidate["active"]:
        return "away"
    if candidate["id"] in content["seated"]:
        return "seated"
    if _is_excluded(candidate, content):
        return "excluded"
    if line["type"] not in candidate["types"]:
        return "type"
    if candidate["id"] not in included(content) and (reason := unsuited(candidate, line, content)):
        return reason
    if candidate["used"] >= content["plan"]["yearly_cap"]:
        return "cap"
    if candidate["id"] in content["recused"].get(str(line["group"] or 0), ()):
        return "recused"
    return ""


def unsuited(candidate: Content, line: Content, content: Content) -> str:
    """What an inclusion by name may pass over: the field, the title, who sat of late in rounds of the same plan category.

    ``candidate["sat"]`` are places in ``content["rounds"]``, where 0 is the latest round of the category before this one.
    """
    plan, sat = content["plan"], candidate.get("sat", ())
    if line["field"] and not any(code.startswith(line["field"]) for code in candidate["fields"]):
        return "field"
    if RANKS.index(candidate["rank"]) < RANKS.index(plan["least_rank"]):
        return "rank"
    if any(place < plan.get("rotation_rounds", 0) for place in sat):
        return "rotation"
    most = plan.get("consecutive_cap", 0)
    return "streak" if most and set(range(most)) <= set(sat) else ""


def included(content: Content) -> frozenset[int]:
    """Whom the plan names to be drawn in any case."""
    return frozenset(one["expert"] for one in content.get("choices", ()) if one["kind"] == "include")


def _is_excluded(candidate: Content, content: Content) -> bool:
    out = [one for one in content.get("choices", ()) if one["kind"] == "exclude"]
    return any(one["expert"] == candidate["id"] or (one["unit"] and one["unit"] == candidate["unit"]) for one in out)


def counts(content: Content) -> list[dict]:
    """For each line how many may sit, how many of them from outside, and why the others may not."""
    told = []
    for line in content["plan"]["lines"]:
        reasons = Counter(obstacle(candidate, line, content) for candidate in content["candidates"])
        outside = sum(not obstacle(c, line, content) and c["outside"] for c in content["candidates"])
        eligible = reasons.pop("", 0)
        told.append(
            {"line": line["id"], "eligible": eligible, "outside": outside, "others": dict(sorted(reasons.items()))}
        )
    return told


def draw(content: Content, seed: str) -> list[dict]:
    """Every seat in the order in which it was drawn: line, expert, place, and whether it is a backup."""
    ordered = sorted(content["candidates"], key=lambda candidate: position(seed, candidate["id"]))
    taken: set[int] = set()
    units: Counter = Counter()  # By group and unit.
    drawn, wanted = [], wanted_outside(content["plan"])
    named = included(content)
    for line in content["plan"]["lines"]:
        able = [c for c in ordered if not obstacle(c, line, content)]
        first = _first([c for c in able if c["id"] in named], line["seats"], line, content["plan"], taken, units)
        wanted[line["group"]] -= sum(candidate["outside"] for candidate in first)
        left = line | {"seats": line["seats"] - len(first)}
        seats = first + list(_seats(able, left, content["plan"], taken, units, wanted[line["group"]]))
        wanted[line["group"]] -= sum(candidate["outside"] for candidate in seats[len(first) :])
        for place, candidate in enumerate(seats, 1):
            drawn.append(_seat(line, candidate, place, is_backup=False))
        backups = _backups(able, line, content, taken, units)
        backups.sort(key=lambda candidate: position(seed, candidate["id"]))
        for place, candidate in enumerate(backups, len(seats) + 1):
            drawn.append(_seat(line, candidate, place, is_backup=True))
    return drawn


def _seat(line: Content, candidate: Content, place: int, *, is_backup: bool) -> dict:
    return {"line": line["id"], "expert": candidate["id"], "place": place, "is_backup": is_backup}


def wanted_outside(plan: Content) -> dict[int | None, int]:
    """By group, how many of its seats go to experts from outside the city."""
    seats: Counter = Counter()
    for line in plan["lines"]:
        seats[line["group"]] += line["seats"]
    return {group: -(-number * plan["outside_share"] // 100) for group, number in seats.items()}


def _seats(able, line, plan, taken, units, wanted: int) -> Iterator[Content]:
    """As many from outside as the group still wants come first, then the order alone decides."""
    outside = _first([c for c in able if c["outside"]], min(max(wanted, 0), line["seats"]), line, plan, taken, units)
    others = _first(able, line["seats"] - len(outside), line, plan, taken, units)
    yield from outside
    yield from others


def _backups(able, line, content, taken, units) -> list[Content]:
    """The next ones; from the second version of the rules on, the plan's share of them from outside where there are any."""
    plan, found = content["plan"], []
    if content.get("rules", 1) >= 2:
        share = -(-line["backups"] * plan["outside_share"] // 100)
        found = _first([c for c in able if c["outside"]], share, line, plan, taken, units)
    return found + _first(able, line["backups"] - len(found), line, plan, taken, units)


def _first(able, number: int, line, plan, taken: set, units: Counter) -> list[Content]:
    found = []
    for candidate in able:
        key = (line["group"], candidate["unit"])
        if len(found) >= number:
            break
        if candidate["id"] in taken or units[key] >= plan["per_unit"]:
            continue
        taken.add(candidate["id"])
        units[key] += 1
        found.append(candidate)
    return found


def shortages(content: Content, drawn: list[dict]) -> list[str]:
    """What the draw could not fill, in words for the log: seats of lines, seats from outside of groups."""
    lines = {line["id"]: line for line in content["plan"]["lines"]}
    outside = {candidate["id"] for candidate in content["candidates"] if candidate["outside"]}
    seats = [seat for seat in drawn if not seat["is_backup"]]
    filled = Counter(seat["line"] for seat in seats)
    found = [
        f"第 {key} 行缺 {line['seats'] - filled[key]} 人" for key, line in lines.items() if filled[key] < line["seats"]
    ]
    came = Counter(lines[seat["line"]]["group"] for seat in seats if seat["expert"] in outside)
    wanted = wanted_outside(content["plan"])
    return found + [f"市外缺 {number - came[group]} 人" for group, number in wanted.items() if came[group] < number]


def left_out(content: Content, drawn: list[dict]) -> list[tuple[int, str]]:
    """Who was to be included and does not sit, and why: (expert, reason in words)."""
    seats = {seat["expert"] for seat in drawn if not seat["is_backup"]}
    known = {candidate["id"]: candidate for candidate in content["candidates"]}
    found = []
    for expert in sorted(included(content) - seats):
        candidate = known.get(expert, {"id": expert, "active": False})
        reasons = [obstacle(candidate, line, content) for line in content["plan"]["lines"]]
        why = "" if "" in reasons else next((reason for reason in reasons if reason != "type"), "type")
        found.append((expert, REASONS[why] if why else FULL))
    return found
