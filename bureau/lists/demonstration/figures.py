"""The year's figures, counted from the rows as they are written: what a report made from the lists must say."""

from collections import Counter
from datetime import date

from .matchmaking import AchievementRow, AttendanceRow, ContactRow, DemandRow
from .patents import PatentRow
from .registers import AppraisalRow, AwardRow, CertificateRow, ContractRow, ProjectRow

_TOTALS = {
    "patents": "patents.applications",
    "high_tech_enterprises": "hnte.total",
    "projects": "projects.provincial_or_above.count",
    "awards": "awards.candidates",
    "appraisals": "appraisals.count",
    "attendance": "matchmaking.participants",
}


class Figures:
    """Counts good rows of every kind; a row of another year changes nothing that the year's report says."""

    def __init__(self, year: int):
        self.year = year
        self.counts: Counter = Counter()
        self.certificates: dict[str, list[CertificateRow]] = {}

    def patents(self, row: PatentRow) -> None:
        for day, what in ((row.filed_on, "applications"), (row.granted_on, "grants")):
            if day is None or day.year not in (self.year, self.year - 1):
                continue
            scopes = ("patents", "patents.enterprise") if row.applicant_type == "企业" else ("patents",)
            for scope in scopes:
                self.counts[f"{scope}.{what}", day.year] += 1
                if what == "applications" and row.kind == "发明":
                    self.counts[f"{scope}.inventions", day.year] += 1

    def high_tech_enterprises(self, row: CertificateRow) -> None:
        self.certificates.setdefault(row.credit_code, []).append(row)

    def projects(self, row: ProjectRow) -> None:
        if row.level != "市级":
            self._add("projects", row.approved_on, 1)
            self._add("funding", row.approved_on, round(row.amount * 100))

    def achievements(self, row: AchievementRow) -> None:
        self._add("matchmaking.achievements", row.collected_on, 1)

    def demands(self, row: DemandRow) -> None:
        self._add("matchmaking.demands", row.collected_on, 1)

    def contacts(self, row: ContactRow) -> None:
        self._add("matchmaking.contacts", row.met_on, 1)
        self._add("matchmaking.intentions", row.met_on, row.result != "已对接")
        self._add("matchmaking.agreements", row.met_on, row.result == "达成协议")

    def attendance(self, row: AttendanceRow) -> None:
        self._add("matchmaking.participants", row.held_on, row.people)

    def contracts(self, row: ContractRow) -> None:
        self._add("contracts", row.registered_on, 1)
        self._add("contracts.value", row.registered_on, round(row.value * 100))

    def awards(self, row: AwardRow) -> None:
        if row.year == self.year:
            self.counts["awards.candidates"] += row.online_result == "候选"
            self.counts["awards.recommended"] += row.recommended == "是"
            self.counts["awards.first"] += row.recommended == "是" and row.grade == "一等奖"

    def appraisals(self, row: AppraisalRow) -> None:
        self._add("appraisals", row.appraised_on, 1)

    def _add(self, what: str, day: date, amount: int) -> None:
        if day.year == self.year:
            self.counts[what] += amount

    def total(self, kind: str) -> float:
        """The sum that closes a list of that kind."""
        if kind == "contracts":
            return self.counts["contracts.value"] / 100
        return self.as_json()[_TOTALS.get(kind, f"matchmaking.{kind}")]

    def as_json(self) -> dict[str, float | None]:
        """Every figure of the report by its code."""
        counts = self.counts
        return {
            **self._hnte(),
            **self._patents(),
            "projects.provincial_or_above.count": counts["projects"],
            "projects.provincial_or_above.funding_10k_yuan": counts["funding"] / 100,
            **{
                f"matchmaking.{what}": counts[f"matchmaking.{what}"]
                for what in ("achievements", "demands", "contacts", "intentions", "agreements", "participants")
            },
            "contracts.amount_100m_yuan": counts["contracts.value"] / 1_000_000,
            "contracts.count": counts["contracts"],
            "awards.candidates": counts["awards.candidates"],
            "awards.recommended": counts["awards.recommended"],
            "awards.first_prize_preliminary": counts["awards.first"],
            "appraisals.count": counts["appraisals"],
        }

    def _patents(self) -> dict[str, float | None]:
        found = {}
        for scope in ("patents.enterprise", "patents"):
            for what in ("applications", "grants"):
                now, before = (self.counts[f"{scope}.{what}", year] for year in (self.year, self.year - 1))
                found[f"{scope}.{what}"] = now
                found[f"{scope}.{what}.growth_pct"] = _percent(now - before, before)
        filed, inventions = found["patents.applications"], self.counts["patents.inventions", self.year]
        by_enterprises = self.counts["patents.enterprise.inventions", self.year]
        return found | {
            "patents.invention_applications": inventions,
            "patents.invention_share_pct": _percent(inventions, filed),
            "patents.enterprise.invention_share_pct": _percent(
                by_enterprises, found["patents.enterprise.applications"]
            ),
            "patents.enterprise.invention_share_of_all_pct": _percent(by_enterprises, filed),
        }

    def _hnte(self) -> dict[str, float | None]:
        first, last = date(self.year - 1, 12, 31), date(self.year, 12, 31)
        before = {code for code, rows in self.certificates.items() if any(row.holds_on(first) for row in rows)}
        now = {code for code, rows in self.certificates.items() if any(row.holds_on(last) for row in rows)}
        issued = {code for code, rows in self.certificates.items() if any(r.issued_on.year == self.year for r in rows)}
        new = issued - before
        return {
            "hnte.total": len(now),
            "hnte.new": len(new),
            "hnte.exits": len((before | new) - now),
            "hnte.growth_pct": _percent(len(new), len(before)),
            "hnte.net_growth_pct": _percent(len(now) - len(before), len(before)),
        }


def _percent(part: float, whole: float) -> float | None:
    return part / whole * 100 if whole else None
