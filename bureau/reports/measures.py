"""What is counted, one pass over each register: this year and the year before, grouped as the tables need them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.conf import settings
from django.db.models import Case, Count, Q, Sum, Value, When

from bureau.accounts.choices import CITIES
from bureau.accounts.models import Division
from enterprises.ledger import Moves
from enterprises.models import Recognition
from matchmaking.choices import WITH_INTENTION, ContactResult
from matchmaking.models import Achievement, Appraisal, Attendance, Contact, Demand, TechnologyContract
from patents.choices import ENTERPRISE, PatentKind
from patents.models import Nomination, Patent, PrizeRound
from projects.choices import FIRST_PRIZE, PROVINCIAL_OR_ABOVE, SECOND_PRIZE, THIRD_PRIZE, OnlineResult
from projects.models import AwardCandidate, Project

from .models import CityFigure, Entry

OTHER_CITIES = len([city for city in CITIES if city != settings.SITE_CITY])
HUNDRED_MILLION = Decimal(100_000_000)
TEN_THOUSAND = Decimal(10_000)


def _in(name: str, year: int) -> Q:
    return Q(**{f"{name}__gte": date(year, 1, 1), f"{name}__lt": date(year + 1, 1, 1)})


@dataclass(slots=True)
class Ledger:
    """High-tech enterprises of one division in one year: 上年末 + 新增 − 退出 = 本年末."""

    before: int = 0
    new: int = 0
    renewed: int = 0
    exits: int = 0
    total: int = 0


@dataclass
class Measures:
    """Everything that one report counts, each register read once. ``back`` 0 is the year, 1 the year before."""

    year: int
    memo: dict = field(default_factory=dict)

    @cached_property
    def divisions(self) -> list[Division]:
        """The rows of tables by county, in order."""
        return list(Division.objects.for_tables())

    @cached_property
    def patents(self) -> list[dict]:
        """Counts by division, kind and whether the applicant is an enterprise."""
        counts, either = {}, Q()
        for back in (0, 1, 2):  # Last year's growth has its base in the year before.
            filed, granted = _in("filed_on", self.year - back), _in("granted_on", self.year - back)
            counts |= {f"filed_{back}": Count("pk", filter=filed), f"granted_{back}": Count("pk", filter=granted)}
            either |= filed | granted
        of_enterprise = Case(When(applicant_type=ENTERPRISE, then=Value(True)), default=Value(False))
        return list(
            Patent.objects.effective()
            .filter(either)
            .annotate(of_enterprise=of_enterprise)
            .values("division_id", "kind", "of_enterprise")
            .annotate(**counts)
            .order_by()
        )

    def patent_count(self, what: str, back: int = 0, *, kind=None, enterprise=None, division=None) -> int:
        """Patents ``filed`` or ``granted``, of one kind, of enterprises, of one division, or all."""
        return sum(
            row[f"{what}_{back}"]
            for row in self.patents
            if (kind is None or row["kind"] == kind)
            and (enterprise is None or row["of_enterprise"] == enterprise)
            and (division is None or row["division_id"] == division)
        )

    @cached_property
    def certificates(self) -> dict[str, list[tuple]]:
        """Every high-tech certificate by enterprise: (counted from, expires, cancelled, left, returned, division, key)."""
        found = defaultdict(list)
        rows = Recognition.objects.high_tech().filter(counts_from__lte=date(self.year, 12, 31))
        for code, *rest in rows.values_list(
            "credit_code", "counts_from", "expires_on", "cancelled_on", "left_on", "returned_on", "division_id", "pk"
        ).order_by("counts_from", "pk"):
            found[code].append(tuple(rest))
        return found

    @cached_property
    def moves(self) -> Moves:
        """Where certificates stood before they moved within the city."""
        return Moves()

    def ledgers(self, back: int = 0) -> dict[int | None, Ledger]:
        """The high-tech ledger by division; an enterprise counts where its latest certificate stood at the year's end."""
        if ("ledger", back) not in self.memo:
            self.memo["ledger", back] = self._ledgers(self.year - back)
        return self.memo["ledger", back]

    def _ledgers(self, year: int) -> dict[int | None, Ledger]:
        start, end = date(year - 1, 12, 31), date(year, 12, 31)
        found: dict[int | None, Ledger] = defaultdict(Ledger)
        for certificates in self.certificates.values():
            known = [c for c in certificates if c[0] <= end]
            if not known:
                continue
            was, is_ = _valid(known, start), _valid(known, end)
            arrived = any(c[0].year == year for c in known)
            came = arrived or any(c[4] and c[4].year == year for c in known)
            *_dates, division, key = known[-1]
            ledger = found[self.moves.place_on(key, division, end)]
            ledger.before += was
            ledger.total += is_
            ledger.new += came and not was
            ledger.renewed += arrived and was
            ledger.exits += (was or came) and not is_
        return found

    def ledger_sum(self, name: str, back: int = 0) -> int:
        """One column of the ledger over all divisions."""
        return sum(getattr(ledger, name) for ledger in self.ledgers(back).values())

    @cached_property
    def projects(self) -> list[dict]:
        """Counts and grants (yuan) by level and category."""
        this, last = _in("approved_on", self.year), _in("approved_on", self.year - 1)
        return list(
            Project.objects.effective()
            .filter(this | last)
            .values("level", "category")
            .annotate(
                count_0=Count("pk", filter=this),
                count_1=Count("pk", filter=last),
                granted_0=Sum("granted_amount", filter=this, default=Decimal(0)),
                granted_1=Sum("granted_amount", filter=last, default=Decimal(0)),
            )
            .order_by("level", "category")
        )

    def project_sum(self, what: str, back: int = 0, levels=PROVINCIAL_OR_ABOVE) -> Decimal:
        """``count`` or ``granted`` (yuan) of projects of the levels."""
        return sum((row[f"{what}_{back}"] for row in self.projects if row["level"] in levels), start=Decimal(0))

    @cached_property
    def contracts(self) -> list[dict]:
        """Number, value and technology value (yuan) of contracts by kind."""
        this, last = _in("registered_on", self.year), _in("registered_on", self.year - 1)
        return list(
            TechnologyContract.objects.effective()
            .filter(this | last)
            .values("kind")
            .annotate(
                count_0=Count("pk", filter=this),
                count_1=Count("pk", filter=last),
                value_0=Sum("value", filter=this, default=Decimal(0)),
                value_1=Sum("value", filter=last, default=Decimal(0)),
                technology_0=Sum("technology_value", filter=this, default=Decimal(0)),
                technology_1=Sum("technology_value", filter=last, default=Decimal(0)),
            )
            .order_by("kind")
        )

    def contract_sum(self, what: str, back: int = 0) -> Decimal:
        """``count``, ``value`` or ``technology`` over all kinds."""
        return sum((row[f"{what}_{back}"] for row in self.contracts), start=Decimal(0))

    @cached_property
    def contacts(self) -> dict[str, int | Decimal]:
        """Contacts, intentions, agreements and intended sums (yuan) of both years; an agreement is an intention, an intention a contact."""
        aggregates = {}
        for back in (0, 1):
            met = _in("met_on", self.year - back)
            aggregates |= {
                f"contacts_{back}": Count("pk", filter=met),
                f"intentions_{back}": Count("pk", filter=met & Q(result__in=WITH_INTENTION)),
                f"agreements_{back}": Count("pk", filter=met & Q(result=ContactResult.AGREEMENT)),
                f"intended_{back}": Sum("intended_amount", filter=met, default=Decimal(0)),
            }
        either = _in("met_on", self.year) | _in("met_on", self.year - 1)
        return Contact.objects.effective().filter(either).aggregate(**aggregates)

    @cached_property
    def awards(self) -> dict[str, int]:
        """Candidates, recommendations and preliminary prizes of both years."""
        aggregates = {}
        for back in (0, 1):
            of = Q(year=self.year - back)
            recommended = of & Q(is_recommended=True)
            aggregates |= {
                f"candidates_{back}": Count("pk", filter=of & Q(online_result=OnlineResult.CANDIDATE)),
                f"nominated_{back}": Count("pk", filter=of),
                f"recommended_{back}": Count("pk", filter=recommended),
                f"first_{back}": Count("pk", filter=recommended & Q(provincial_grade=FIRST_PRIZE)),
                f"second_{back}": Count("pk", filter=recommended & Q(provincial_grade=SECOND_PRIZE)),
                f"third_{back}": Count("pk", filter=recommended & Q(provincial_grade=THIRD_PRIZE)),
            }
        return AwardCandidate.objects.effective().aggregate(**aggregates)

    def dated(self, model, name: str, back: int) -> int:
        """Effective rows of ``model`` dated in the year."""
        key = (model, back)
        if key not in self.memo:
            this, last = _in(name, self.year), _in(name, self.year - 1)
            counts = model.objects.effective().aggregate(a=Count("pk", filter=this), b=Count("pk", filter=last))
            self.memo[model, 0], self.memo[model, 1] = counts["a"], counts["b"]
        return self.memo[key]

    def achievements(self, back: int = 0) -> int:
        """成果 by 征集日期."""
        return self.dated(Achievement, "collected_on", back)

    def demands(self, back: int = 0) -> int:
        """需求 by 征集日期."""
        return self.dated(Demand, "collected_on", back)

    def appraisals(self, back: int = 0) -> int:
        """鉴定 by 鉴定日期."""
        return self.dated(Appraisal, "appraised_on", back)

    @cached_property
    def appraisal_levels(self) -> list[dict]:
        """Appraisals of both years by 鉴定水平, the most frequent first."""
        this, last = _in("appraised_on", self.year), _in("appraised_on", self.year - 1)
        return list(
            Appraisal.objects.effective()
            .filter(this | last)
            .values("level")
            .annotate(count_0=Count("pk", filter=this), count_1=Count("pk", filter=last))
            .order_by("-count_0", "-count_1", "level")
        )

    def holds(self, model) -> bool:
        """Whether the register of ``model`` has any row that counts: one that was never filled says nothing."""
        if ("holds", model) not in self.memo:
            self.memo["holds", model] = model.objects.effective().exists()
        return self.memo["holds", model]

    def patent_prizes(self, back: int = 0) -> tuple[int | None, int | None]:
        """获省专利奖 of the year and the province's total; nothing where no result is recorded (then what was entered counts)."""
        year = self.year - back
        total = PrizeRound.objects.effective().filter(year=year).values_list("province_total", flat=True).first()
        return (None, None) if total is None else (Nomination.objects.awarded_in(year).count(), total)

    def participants(self, back: int = 0) -> int:
        """Σ 签到人数 of aggregated sign-in lists, and the distinct people of events held in the portal."""
        return sum(self.participants_by_way(back))

    def participants_by_way(self, back: int = 0) -> tuple[int, int]:
        """Of lists, not told apart; of events that the portal counted, each person of an event once."""
        if ("participants", back) not in self.memo:
            rows = Attendance.objects.effective().held_in(self.year - back).counted_once()
            lists, portal = rows.filter(event=None).people(), rows.exclude(event=None).people()
            self.memo["participants", back] = lists, portal
        return self.memo["participants", back]

    @cached_property
    def entries(self) -> dict[tuple[str, int], Entry]:
        """Entered values of the year and the two before it by indicator and year."""
        rows = Entry.objects.filter(year__in=(self.year, self.year - 1, self.year - 2))
        return {(entry.indicator, entry.year): entry for entry in rows}

    @cached_property
    def city_figures(self) -> dict[tuple[str, int], list[Decimal]]:
        """The other cities' values by indicator and year."""
        found = defaultdict(list)
        rows = CityFigure.objects.filter(year__in=(self.year, self.year - 1)).exclude(city=settings.SITE_CITY)
        for indicator, year, value in rows.values_list("indicator", "year", "value"):
            found[indicator, year].append(value)
        return found

    def rank(self, indicator: str, own, back: int = 0) -> Decimal | None:
        """The city's place among the province's cities; None until every other city's figure is entered."""
        others = self.city_figures.get((indicator, self.year - back), [])
        if len(others) < OTHER_CITIES:
            return None
        return Decimal(1 + sum(value > own for value in others))

    def rank_source(self, indicator: str) -> str:
        """Where the rank comes from, and how many cities are still to be entered."""
        count = len(self.city_figures.get((indicator, self.year), []))
        return "各设区市数据（填报）" + (f"，已填 {count}/{OTHER_CITIES} 市" if count < OTHER_CITIES else "")


def _valid(certificates: list[tuple], day: date) -> bool:
    return any(
        issued <= day < expires and (cancelled is None or cancelled > day) and not (left and left <= day < returned)
        for issued, expires, cancelled, left, returned, *_where in certificates
    )


def kinds_of_patent() -> list[tuple[str, str]]:
    """The three kinds, in the order of the tables."""
    return [(kind.value, kind.label) for kind in PatentKind]
