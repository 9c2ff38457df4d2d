"""Drawing experts by lot: from a frozen input and a seed, always the same result, so that anybody can draw it again.

The order is that of SHA-256(seed, number of the expert). Each line of the plan takes the first experts of that order who may
sit, no more of one unit in a group than the plan says, and in each group as many from outside the city as it asks; the next
ones are its backups. Basis:
国家科学技术奖励条例 art. 17 (by lot, out of the bank); the hard filters are domain rules of the plan, each counted with its reason.
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
    "type": "专家类型不符",
    "field": "专业领域不符",
    "rank": "职称低于要求",
    "cap": "本年评审次数已满",
    "recused": "须回避",
}

Content = Mapping[str, Any]


def canonical(value) -> bytes:
    """One spelling of a structure, for fingerprints."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def position(seed: str, expert: int) -> str:
    """Where the lot puts an expert: the smaller, the earlier."""
    return hashlib.sha256(f"{seed}|{expert}".encode()).hexdigest()


def obstacle(candidate: Content, line: Content, content: Content) -> str:
    """Why somebody may not sit for a line: the first reason, or nothing."""
    plan = content["plan"]
    if not candidate["active"]:
        return "away"
    if candidate["id"] in content["seated"]:
        return "seated"
    if line["type"] not in candidate["types"]:
        return "type"
    if line["field"] and not any(code.startswith(line["field"]) for code in candidate["fields"]):
        return "field"
    if RANKS.index(candidate["rank"]) < RANKS.index(plan["least_rank"]):
        return "rank"
    if candidate["used"] >= plan["yearly_cap"]:
        return "cap"
    if candidate["id"] in content["recused"].get(str(line["group"] or 0), ()):
        return "recused"
    return ""


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
    for line in content["plan"]["lines"]:
        able = [c for c in ordered if not obstacle(c, line, content)]
        seats = list(_seats(able, line, content["plan"], taken, units, wanted[line["group"]]))
        wanted[line["group"]] -= sum(candidate["outside"] for candidate in seats)
        for place, candidate in enumerate(seats, 1):
            drawn.append(_seat(line, candidate, place, is_backup=False))
        backups = _first(able, line["backups"], line, content["plan"], taken, units)
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
    outside = _first([c for c in able if c["outside"]], min(wanted, line["seats"]), line, plan, taken, units)
    others = _first(able, line["seats"] - len(outside), line, plan, taken, units)
    yield from outside
    yield from others


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
