"""All ten lists of a demonstration, and what they must add up to."""

import json
import random
from pathlib import Path

from . import exchange, patents, registers
from .patents import ENTERPRISES, OTHERS, scaled
from .people import People
from .registers import size
from .sheets import write

LISTINGS = {
    "high_tech_enterprises": registers.high_tech,
    "patents": patents.listing,
    "projects": registers.projects,
    "achievements": exchange.achievements,
    "demands": exchange.demands,
    "contacts": exchange.contacts,
    "attendance": exchange.attendance,
    "contracts": exchange.contracts,
    "awards": registers.awards,
    "appraisals": registers.appraisals,
}


def make(folder: Path, *, year: int, scale: float, seed: int) -> dict:
    """Write the ten lists and ``expected.json`` into ``folder``; returns what the latter says. Same arguments, same rows."""
    folder.mkdir(parents=True, exist_ok=True)
    units = max(60, round(150 * scale) + 20, round(1100 * scale))
    people = People(random.Random(f"{seed}/{year}/units"), year, units)  # noqa: S311 Nothing is kept secret with it.
    expected: dict = {"year": year, "figures": figures(scale)}
    for name in ("bad_rows", "rows_in_file", "repeated_rows"):
        expected[name] = {}
    for kind, listing in LISTINGS.items():
        rng = random.Random(f"{seed}/{year}/{scale}/{kind}")  # noqa: S311
        people.rng = rng
        written = write(listing(rng, people, year, scale), folder, rng)
        expected["bad_rows"][kind], expected["rows_in_file"][kind] = written.bad, written.rows
        expected["repeated_rows"][kind] = written.repeated
    (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1), encoding="utf-8")
    return expected


def figures(scale: float) -> dict[str, float]:
    """The figures of the year, from the same counts that the lists are made of."""
    ours, others = scaled(ENTERPRISES, scale), scaled(OTHERS, scale)
    filed, before = ours[0] + others[0], ours[1] + others[1]
    granted, granted_before = ours[2] + others[2], ours[3] + others[3]
    new, held = size(47, scale), size(90, scale)
    recommended = min(size(37, scale), size(11, scale))
    return {
        "hnte.total": held + new,
        "hnte.new": new,
        "hnte.exits": 0,
        "hnte.growth_pct": new * 100 / held,
        "hnte.net_growth_pct": new * 100 / held,
        "patents.applications": filed,
        "patents.applications.growth_pct": (filed - before) * 100 / before,
        "patents.grants": granted,
        "patents.grants.growth_pct": (granted - granted_before) * 100 / granted_before,
        "patents.invention_applications": ours[4] + others[4],
        "patents.invention_share_pct": (ours[4] + others[4]) * 100 / filed,
        "patents.enterprise.applications": ours[0],
        "patents.enterprise.applications.growth_pct": (ours[0] - ours[1]) * 100 / ours[1],
        "patents.enterprise.grants": ours[2],
        "patents.enterprise.grants.growth_pct": (ours[2] - ours[3]) * 100 / ours[3],
        "patents.enterprise.invention_share_pct": ours[4] * 100 / ours[0],
        "patents.enterprise.invention_share_of_all_pct": ours[4] * 100 / filed,
        "projects.provincial_or_above.count": size(183, scale),
        "projects.provincial_or_above.funding_10k_yuan": round(263_400 * scale) / 100,
        "matchmaking.achievements": size(1300, scale),
        "matchmaking.demands": size(754, scale),
        "matchmaking.contacts": size(963, scale),
        "matchmaking.intentions": size(442, scale),
        "matchmaking.agreements": size(206, scale),
        "matchmaking.participants": round(23_983 * scale),
        "contracts.amount_100m_yuan": round(3_100_000 * scale) / 1_000_000,
        "contracts.count": size(212, scale),
        "awards.candidates": size(37, scale),
        "awards.recommended": recommended,
        "awards.first_prize_preliminary": min(size(3, scale), recommended),
        "appraisals.count": size(46, scale),
    }
