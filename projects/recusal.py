"""Who must step aside, read off the records: pure functions over what is known of experts and of applications.

Two outcomes. A ``Found`` is certain: the same identity number, the same unit, a relation that the expert declared, a name that
the applicant gave. A ``Doubt`` is a likeness of names or units that only a person can judge. Basis: 科学技术进步法 art. 101;
the grounds are those of the common rules of review (单位、项目组、申报、合作、亲属、师生、持股、声明、申报人提出).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bureau.text import name_key
from projects.choices import AvoidanceReason, Ground, RecusalSource

UNIT_YEARS, WORK_YEARS, PATENT_YEARS = 3, 3, 5  # How long a unit once left, a common project and a common patent count.
NAME_SIZES = (3, 4)  # Names of so many characters are looked for in running text; shorter ones are in too many words.
NEAR_AT_LEAST = 4  # Characters that a shorter name must have to be looked for inside a longer one.

_BY_REASON = {
    AvoidanceReason.FORMER_UNIT: Ground.FORMER_UNIT,
    AvoidanceReason.PART_TIME: Ground.PART_TIME,
    AvoidanceReason.SHAREHOLDING: Ground.SHAREHOLDING,
    AvoidanceReason.FAMILY: Ground.FAMILY,
    AvoidanceReason.ADVISOR: Ground.ADVISOR,
    AvoidanceReason.CO_WORKER: Ground.CO_PROJECT,
    AvoidanceReason.OTHER: Ground.OTHER,
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of a team, or a name that an applicant gave."""

    name: str
    unit: str = ""
    number: str = ""  # The blind index of the identity number.
    note: str = ""


@dataclass(frozen=True, slots=True)
class Bid:
    """What of an application matters here. ``units`` are names as written: the applicant's present and former, partners'."""

    key: int
    call: int
    units: tuple[str, ...]
    team: tuple[Person, ...]
    unwanted: tuple[Person, ...] = ()


@dataclass(frozen=True, slots=True)
class Avoided:
    """A unit or person that an expert avoids."""

    reason: str
    unit: str
    person: str
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Work:
    """Something done with others, that stands under the expert's name: who they were, and what it was in words."""

    ground: str
    units: tuple[str, ...]
    people: tuple[Person, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Judge:
    """What of an expert matters here. ``shared`` are people of common projects, ``applied`` calls in which the expert applies.

    ``works`` are those known by name only; ``results`` the representative results, as the expert tells them.
    """

    key: int
    name: str
    units: tuple[str, ...]
    number: str = ""
    avoided: tuple[Avoided, ...] = ()
    words: str = ""  # Career and posts, as the expert tells them.
    shared: frozenset = frozenset()
    applied: frozenset = frozenset()
    works: tuple[Work, ...] = ()
    results: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """An expert must not judge an application."""

    expert: int
    application: int
    ground: str
    source: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """An expert may have to step aside: an officer decides."""

    expert: int
    application: int
    ground: str
    evidence: str


def find(judges: Sequence[Judge], bids: Sequence[Bid], today: date) -> tuple[list[Found], list[Doubt]]:
    """Everything certain, and everything doubtful of pairs about which nothing is certain."""
    index = _Index(bids)
    found, doubts = {}, {}
    for judge in judges:
        for one in _certain(judge, index, today):
            found.setdefault((one.expert, one.application, one.ground), one)
    known = {(expert, application) for expert, application, _ground in found}
    for judge in judges:
        for doubt in _doubtful(judge, index, today):
            if (doubt.expert, doubt.application) not in known:
                doubts.setdefault((doubt.expert, doubt.application, doubt.ground), doubt)
    return list(found.values()), list(doubts.values())


class _Index:
    """Applications by what leads to them, so that no pair is looked at in vain."""

    def __init__(self, bids: Sequence[Bid]):
        self.by_unit, self.by_name, self.by_number = defaultdict(dict), defaultdict(list), defaultdict(list)
        self.by_call, self.unwanted = defaultdict(list), defaultdict(list)
        self.of_applicants = defaultdict(dict)  # Without the units of the people: who was one's co-applicant applied.
        for bid in bids:
            self.by_call[bid.call].append(bid)
            for unit in bid.units:
                self.of_applicants[name_key(unit)].setdefault(bid.key, unit)
            for unit in (*bid.units, *(person.unit for person in bid.team)):
                if unit:
                    self.by_unit[name_key(unit)].setdefault(bid.key, unit)
            for person in bid.team:
                self.by_name[person.name].append((bid, person))
                if person.number:
                    self.by_number[person.number].append((bid, person))
            for person in bid.unwanted:
                self.unwanted[person.name].append((bid, person))


def _certain(judge: Judge, index: _Index, today: date) -> Iterator[Found]:
    def found(bid: int, ground: str, evidence: str, source: str = RecusalSource.REGISTER) -> Found:
        return Found(judge.key, bid, ground, source, evidence)

    for unit in judge.units:
        for bid, named in index.by_unit.get(name_key(unit), {}).items():
            yield found(bid, Ground.SAME_UNIT, f"同在{named}")
    if judge.number:
        for bid, person in index.by_number.get(judge.number, ()):
            yield found(bid.key, Ground.TEAM, f"身份证号与项目组成员{person.name}相同")
    for call in judge.applied:
        for bid in index.by_call.get(call, ()):
            yield found(bid.key, Ground.OWN_APPLICATION, "本人参加同一批次的申报")
    for number in judge.shared:
        for bid, person in index.by_number.get(number, ()):
            yield found(bid.key, Ground.CO_PROJECT, f"近 {WORK_YEARS} 年与{person.name}同在一个申报项目的项目组")
    for avoided in judge.avoided:
        for bid, evidence in _avoided(avoided, index, today):
            yield found(bid, _BY_REASON[avoided.reason], evidence)
    for bid, person in index.unwanted.get(judge.name, ()):
        if not person.unit or _same_or_near(person.unit, judge.units):
            yield found(bid.key, Ground.NAMED, f"申报人提出：{person.note or '不宜评审'}", RecusalSource.APPLICANT)


def _avoided(avoided: Avoided, index: _Index, today: date) -> Iterator[tuple[int, str]]:
    """A relation to a person concerns that person's projects; one to a unit, everything of the unit."""
    if avoided.ended_on and years_before(today, _years(avoided.reason)) > avoided.ended_on:
        return
    label = AvoidanceReason(avoided.reason).label
    if avoided.person:
        for bid, person in index.by_name.get(avoided.person, ()):
            if not avoided.unit or not person.unit or _same_or_near(person.unit, (avoided.unit,)):
                yield bid.key, f"专家登记的{label}：{avoided.person}"
        return
    for bid, named in index.by_unit.get(name_key(avoided.unit), {}).items():
        until = f"，{avoided.ended_on}止" if avoided.ended_on else ""
        yield bid, f"专家登记的{label}：{named}{until}"


def _years(reason: str) -> int:
    return WORK_YEARS if reason == AvoidanceReason.CO_WORKER else UNIT_YEARS


def years_before(day: date, years: int) -> date:
    """The same day so many years ago."""
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _doubtful(judge: Judge, index: _Index, today: date) -> Iterator[Doubt]:
    yield from _by_works(judge, index)
    past = [a.unit for a in judge.avoided if a.reason == AvoidanceReason.FORMER_UNIT]
    for bid, person in index.by_name.get(judge.name, ()):
        differs = person.number and judge.number and person.number != judge.number
        linked = _same_or_near(person.unit, (*judge.units, *past)) if person.unit else True
        if linked and not differs:
            yield Doubt(
                judge.key, bid.key, Ground.TEAM, f"与项目组成员同名：{person.name}（{person.unit or '单位未填'}）"
            )
    for unit, bids in index.by_unit.items():
        if near := next((own for own in judge.units if is_near(unit, name_key(own))), ""):
            for bid, named in bids.items():
                yield Doubt(judge.key, bid, Ground.SAME_UNIT, f"单位名称相近：{near}与{named}")
        elif len(unit) >= NEAR_AT_LEAST and unit in judge.words:
            for bid, named in bids.items():
                yield Doubt(judge.key, bid, Ground.FORMER_UNIT, f"经历或兼职中提到{named}")


def _by_works(judge: Judge, index: _Index) -> Iterator[Doubt]:
    """Common works by name: of the units that apply, or of people of the team; co-authors named among the results."""
    for work in judge.works:
        for unit in work.units:
            for bid, named in index.of_applicants.get(name_key(unit), {}).items():
                yield Doubt(judge.key, bid, work.ground, f"{work.told}；申报方有{named}")
        for other in work.people:
            for bid, person in index.by_name.get(other.name, ()):
                if not (other.unit and person.unit) or _same_or_near(other.unit, (person.unit,)):
                    yield Doubt(judge.key, bid.key, work.ground, f"{work.told}；项目组成员{person.name}")
    pieces = {judge.results[at : at + size] for size in NAME_SIZES for at in range(len(judge.results) - size + 1)}
    for name in sorted(pieces & index.by_name.keys()):
        for bid, person in index.by_name[name]:
            yield Doubt(judge.key, bid.key, Ground.CO_AUTHOR, f"代表成果中提到与项目组成员同名的{person.name}")


def is_near(one: str, other: str) -> bool:
    """Whether one name is the other with something before or after it: a college of a university, a branch of a firm."""
    short, long = sorted((one, other), key=len)
    return len(short) >= NEAR_AT_LEAST and short != long and (long.startswith(short) or long.endswith(short))


def _same_or_near(unit: str, units: Sequence[str]) -> bool:
    key = name_key(unit)
    return any(key == name_key(own) or is_near(key, name_key(own)) for own in units if own)
