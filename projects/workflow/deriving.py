"""Recusals out of the records of a round: written where they are certain, laid before an officer where they are not."""

from collections import defaultdict
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note, record
from bureau.workflow import Refused, Transition
from projects import recusal
from projects.choices import Meaning, RecusalSource, TieStatus
from projects.models import (
    Answer,
    Application,
    Avoidance,
    Expert,
    FormVersion,
    Recusal,
    ReviewRound,
    TeamMember,
    Tie,
    Unwanted,
)

from .recusing import RECUSE, alert, recuse
from .submitting import said
from .works import works_of

_T = TieStatus
CONFIRM = Transition("confirm_tie", "认定须回避", (_T.OPEN, _T.DISMISSED), _T.CONFIRMED, "projects.decide_tie")
DISMISS = Transition("dismiss_tie", "认定不用回避", (_T.OPEN,), _T.DISMISSED, "projects.decide_tie")
ALL = (CONFIRM, DISMISS)
SYSTEM = "回避核对"


def check(round: ReviewRound, *, by: User) -> tuple[int, int]:
    """An officer has the records looked at."""
    if not by.has_perm(RECUSE.permission):
        raise PermissionDenied(RECUSE.verb)
    return derive(round)


def derive(round: ReviewRound, *, experts=None) -> tuple[int, int]:
    """Write what the records say of the round's applications and of these experts (all in the bank unless named).

    Returns how many recusals and how many doubtful ties are new. What an officer lifted, or dismissed, is not written again.
    """
    applications = Application.objects.filter(review_items__round=round)
    rows = Expert.objects.in_bank() if experts is None else Expert.objects.filter(pk__in=experts)
    today = timezone.localdate()
    found, doubts = recusal.find(judges(rows, today, applications), bids(applications), today)
    with transaction.atomic():
        written = _write(found)
        alert(written)
        proposed = _propose(doubts)
        if written or proposed:
            note("derive_recusals", by=SYSTEM, subject=str(round), model=round._meta.label_lower, object_id=round.pk,
                 changes={"recusals": len(written), "ties": proposed})  # fmt: skip
    return len(written), proposed


def _write(found) -> list[Recusal]:
    pairs = {(one.expert, one.application, one.ground) for one in found}
    there = set(
        Recusal.objects.filter(expert__in={expert for expert, _a, _g in pairs}).values_list(
            "expert", "application", "ground"
        )
    )
    fresh = [one for one in found if (one.expert, one.application, one.ground) not in there]
    fresh.sort(key=lambda one: (one.expert, one.application, one.ground))  # One order of locks for everybody.
    return Recusal.objects.bulk_create(
        [
            Recusal(
                expert_id=one.expert, application_id=one.application, ground=one.ground, source=one.source,
                evidence=one.evidence[:300],
            )
            for one in fresh
        ],
        batch_size=2000,
    )  # fmt: skip


def _propose(doubts) -> int:
    there = set(Tie.objects.values_list("expert", "application", "ground"))
    fresh = [one for one in doubts if (one.expert, one.application, one.ground) not in there]
    Tie.objects.bulk_create(
        Tie(expert_id=o.expert, application_id=o.application, ground=o.ground, evidence=o.evidence[:300]) for o in fresh
    )
    return len(fresh)


def bids(applications) -> list[recusal.Bid]:
    """What of the applications matters: units, partners, teams, unwanted names. A constant number of queries."""
    rows = list(applications.select_related("organisation").prefetch_related("organisation__former_names"))
    keys = [row.pk for row in rows]
    team = defaultdict(list)
    for member in TeamMember.objects.filter(application__in=keys).order_by("application", "position"):
        team[member.application_id].append(recusal.Person(member.name, member.unit_name, member.id_number_index))
    tables = _tables(rows)
    unwanted = defaultdict(list)
    for line in Unwanted.objects.filter(application__in=keys):
        unwanted[line.application_id].append(recusal.Person(line.expert_name, line.unit_name, note=line.note))
    for pk, lines in tables[Meaning.UNWANTED].items():
        unwanted[pk] += [recusal.Person(name, unit, note=why) for name, unit, why in lines if name]
    return [
        recusal.Bid(
            row.pk, row.call_id,
            (row.organisation.name, *(f.name for f in row.organisation.former_names.all()),
             *(line[0] for line in tables[Meaning.PARTNERS][row.pk] if line[0])),
            tuple(team[row.pk]), tuple(unwanted[row.pk]),
        )
        for row in rows
    ]  # fmt: skip


def _tables(rows) -> dict[str, dict[int, list[tuple]]]:
    """The first three columns of the tables that mean partners, and unwanted experts, by application."""
    versions = FormVersion.objects.in_bulk({row.version_id for row in rows})
    found = {Meaning.PARTNERS: defaultdict(list), Meaning.UNWANTED: defaultdict(list)}
    wanted = {}
    for key, version in versions.items():
        for meaning in found:
            if field := version.form.meant(meaning):
                wanted[key, field.code] = (meaning, [column.code for column in field.columns[:3]])
    of_version = {row.pk: row.version_id for row in rows}
    codes = {code for _version, code in wanted}
    for answer in Answer.objects.filter(application__in=of_version, code__in=codes):
        meaning, columns = wanted.get((of_version[answer.application_id], answer.code), (None, ()))
        if meaning and isinstance(answer.value, list):
            for line in answer.value:
                cells = tuple(str(line.get(column) or "").strip() for column in columns)
                found[meaning][answer.application_id].append((*cells, "", "")[:3])
    return found


def judges(experts, today: date, applications) -> list[recusal.Judge]:
    """What of the experts matters: units, relations, common works, own applications. A constant number of queries."""
    rows = list(experts.select_related("organisation"))
    units = set(applications.values_list("organisation", flat=True))
    works = works_of(rows, units, list(applications.values_list("pk", flat=True)), today)
    avoided = defaultdict(list)
    for line in Avoidance.objects.filter(expert__in=[row.pk for row in rows]):
        avoided[line.expert_id].append(recusal.Avoided(line.reason, line.unit_name, line.person_name, line.ended_on))
    shared, applied = _common([row.id_number_index for row in rows if row.id_number_index], today)
    return [
        recusal.Judge(
            row.pk, row.name, tuple(dict.fromkeys(filter(None, (row.unit_name, str(row.organisation or ""))))),
            row.id_number_index, tuple(avoided[row.pk]), f"{row.career}{row.posts}".replace(" ", "").upper(),
            frozenset(shared[row.id_number_index]), frozenset(applied[row.id_number_index]),
            tuple(works[row.pk]), row.results.replace(" ", ""),
        )
        for row in rows
    ]  # fmt: skip


def _common(numbers: list[str], today: date) -> tuple[dict, dict]:
    """By identity number: the people of the same teams of late, and the calls in which the person is in the running."""
    shared, applied = defaultdict(set), defaultdict(set)
    since = recusal.years_before(today, recusal.WORK_YEARS)
    own = TeamMember.objects.filter(id_number_index__in=numbers).exclude(application__submitted_at=None)
    teams = defaultdict(set)
    late = own.filter(application__submitted_at__date__gte=since).values("application")
    for key, number in TeamMember.objects.filter(application__in=late).values_list("application", "id_number_index"):
        teams[key].add(number)
    for people in teams.values():
        for number in people & set(numbers):
            shared[number] |= people - {number, ""}
    running = own.filter(application__in=Application.objects.counted().values("pk"))
    for number, call in running.values_list("id_number_index", "application__call"):
        applied[number].add(call)
    return shared, applied


def note_unwanted(application: Application, *, by: User, expert_name: str, unit_name: str, note: str) -> Unwanted:
    """The unit told an officer whom it does not want, for a reason; it counts when recusals are derived next."""
    with RECUSE(application, by=by, reason=note):
        line = Unwanted(
            application=application, expert_name=expert_name.strip(), unit_name=unit_name.strip(), created_by=by,
            note=said(note, "请写明理由。"),
        )  # fmt: skip
        line.full_clean()
        line.save()
        record(line, "add", by=by)
        for round in ReviewRound.objects.open().filter(items__application=application):
            derive(round, experts=Expert.objects.in_bank().filter(name=line.expert_name).values_list("pk", flat=True))
    return line


def confirm(tie: Tie, *, by: User, reason: str = "") -> Recusal:
    """It is one: the expert steps aside."""
    with CONFIRM(tie, by=by, reason=reason):
        tie.decided_by, tie.decided_at, tie.reason = by, timezone.now(), reason.strip()
        return recuse(
            tie.expert, tie.application, by=by, ground=tie.ground, evidence=tie.evidence, source=RecusalSource.FOUND
        )


def dismiss(tie: Tie, *, by: User, reason: str) -> None:
    """It is none, for a reason."""
    with DISMISS(tie, by=by, reason=reason):
        tie.reason = said(reason, "请写明不用回避的理由。")
        tie.decided_by, tie.decided_at = by, timezone.now()


def demand_clear(round: ReviewRound) -> None:
    """Refuse to draw or to assign while doubtful ties of the round's applications wait for an officer."""
    waiting = Tie.objects.waiting_in(round).count()
    if waiting:
        raise Refused(f"有 {waiting} 条疑似关系待认定（“疑似关系”），认定后才能抽取和分配。")
