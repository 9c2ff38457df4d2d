"""Standings kept up: one application's figures with each sheet, the places of a whole call when an officer asks."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.book import note
from bureau.messaging.models import Message
from bureau.messaging.workflow import send
from bureau.workflow import Refused
from projects import ranking as pure
from projects.choices import PanelResult, RoundKind, RoundStatus
from projects.formdata.scheme import Scheme
from projects.models import AgendaItem, Application, Call, ReviewItem, ReviewRound, Sheet, Standing

RANKS = "projects.rank_sheet"
CLOCK = "定时催办"
AT_ONCE = 2000
_FIELDS = (
    "call_id", "count", "mean", "online_score", "panel_score", "panel_result", "score", "high", "low", "is_dispersed",
    "is_enough", "place", "computed_at",
)  # fmt: skip
NO_PANEL = (None, "")


def scheme_for(call: Call) -> Scheme:
    """The scheme that the call is judged by: its latest version's. Raises Refused without one."""
    version = call.versions.last()
    if version is None or version.terms.scheme is None:
        raise Refused("该批次没有评审方案。")
    return version.terms.scheme


def scores_of(call: Call, *, with_marks: bool = True, **only) -> Iterator[pure.Score]:
    """What counts: submitted sheets of online rounds by experts who need not step aside."""
    rows = Sheet.objects.submitted().filter(
        assignment__round__call=call, assignment__round__kind=RoundKind.ONLINE, **only
    )
    names = ("assignment__application_id", "assignment__expert_id", "total", *(("marks",) if with_marks else ()))
    for application, expert, total, *marks in rows.values_list(*names).iterator(chunk_size=AT_ONCE):
        given = {code: Decimal(one["mark"]) for code, one in marks[0].items()} if marks else {}
        yield pure.Score(application, expert, total, given)


def panel_results(call: Call, **only) -> dict[int, tuple[Decimal | None, str]]:
    """By application, the score and the result of the latest panel whose opinion is signed; no score without a result."""
    rows = AgendaItem.objects.signed().filter(panel__round__call=call, **only).order_by("closed_at", "pk")
    return {
        application: (None if result == PanelResult.INQUORATE else score, result)
        for application, score, result in rows.values_list("application_id", "score", "result")
    }


def prepare(round: ReviewRound) -> None:
    """Every application of the round has its row on the board before anybody has judged it."""
    rows = (
        Standing(application_id=pk, call_id=round.call_id)
        for pk in round.items.values_list("application_id", flat=True)
    )
    Standing.objects.bulk_create(rows, ignore_conflicts=True, batch_size=AT_ONCE)


def remind(round: ReviewRound, *, by: User) -> int:
    """Tell every expert who still owes reviews, at most once a day. Returns how many were told now."""
    if not by.has_perm(RANKS) or not ReviewRound.objects.visible_to(by).filter(pk=round.pk).exists():
        raise PermissionDenied("remind")
    if round.status != RoundStatus.REVIEWING:
        raise Refused(f"“{round}”{round.get_status_display()}，不必催办。")
    told = _remind(round, f"{timezone.localdate():%Y-%m-%d}")
    _note_reminders(round, told, by=by)
    return told


def remind_due(today: date | None = None) -> int:
    """Each morning: experts who owe reviews, on the days around the end of a round that the settings name.

    Each such day is one event, of which nobody hears twice, nor on a day on which an officer has reminded already; a morning
    that was missed is made up for on the next. A round that ends on another day begins anew. Returns how many were told.
    """
    today, found = today or timezone.localdate(), 0
    for round in ReviewRound.objects.filter(status=RoundStatus.REVIEWING).select_related("call").order_by("pk"):
        due = timezone.localdate(round.due_at)
        reached = [day for day in settings.REVIEW_REMIND_DAYS if due + timedelta(days=day) <= today]
        if reached:
            told = _remind(round, f"{due:%Y-%m-%d}:{max(reached):+d}")
            if told:
                _note_reminders(round, told, by=CLOCK)
            found += told
    return found


def _remind(round: ReviewRound, event: str) -> int:
    owed = round.assignments.unfinished().filter(expert__user__isnull=False)
    counts = dict(owed.values_list("expert__user").annotate(count=Count("pk")).order_by("expert__user"))
    heard = Message.objects.filter(kind="review.remind", key__startswith=f"round:{round.pk}:", user__in=counts)
    until, url = f"{timezone.localtime(round.due_at):%Y年%-m月%-d日 %H:%M}", reverse("projects:review-list")
    today, told = heard.filter(created_at__date=timezone.localdate()), 0
    for user in User.objects.filter(pk__in=counts).exclude(pk__in=today.values("user")):
        context = {"round": round, "count": counts[user.pk], "until": until}
        told += send("review.remind", to=user, key=f"round:{round.pk}:{event}", context=context, url=url)
    return told


def _note_reminders(round: ReviewRound, told: int, *, by: User | str) -> None:
    words = f"{told} 名专家" if told else "今天已经催办过"
    note("remind", by=by, subject=str(round), model=round._meta.label_lower, object_id=round.pk, reason=words)


def refresh(application: Application) -> Standing:
    """Count one application's sheets anew; its place, if it had one, holds until the call is ranked again."""
    scheme = scheme_for(application.call)
    found = pure.standings(scores_of(application.call, assignment__application=application), scheme)
    held = Standing.objects.filter(application=application).first() or Standing(application=application)
    panel = panel_results(application.call, application=application).get(application.pk, NO_PANEL)
    fresh = _row(application.pk, application.call_id, found[0] if found else None, scheme, panel)
    for name in ("call_id", "count", "mean", "high", "low", "is_dispersed", "is_enough", "panel_score", "panel_result"):
        setattr(held, name, getattr(fresh, name))
    if not held.is_enough:
        held.online_score = None
        if held.panel_score is None:
            held.score = held.place = None
    held.save()
    return held


def _row(
    application: int, call: int, found: pure.Standing | None, scheme: Scheme, panel=NO_PANEL, now=None
) -> Standing:  # fmt: skip
    known = {"application_id": application, "call_id": call, "computed_at": now}
    known |= {"panel_score": panel[0], "panel_result": panel[1]}
    if found is None:
        return Standing(**known)
    return Standing(
        count=found.count, mean=found.mean, online_score=found.online, score=found.score, high=found.high, low=found.low,
        is_dispersed=found.is_dispersed, is_enough=found.count >= scheme.least_reviews, place=found.place, **known,
    )  # fmt: skip


def rank(call: Call, *, by: User) -> int:
    """Give every application of the call its place, by the scheme. Returns how many have one."""
    if not by.has_perm(RANKS) or not Call.objects.visible_to(by).filter(pk=call.pk).exists():
        raise PermissionDenied("rank")
    with transaction.atomic():
        Call.objects.select_for_update(of=("self",)).get(pk=call.pk)
        scheme, now = scheme_for(call), timezone.now()
        panel = panel_results(call)
        given = {application: score for application, (score, _result) in panel.items() if score is not None}
        placed = pure.with_panel(pure.standings(scores_of(call), scheme), given, scheme)
        found = {s.application: s for s in placed}
        items = ReviewItem.objects.filter(round__call=call, round__kind=RoundKind.ONLINE)
        applications = sorted({*items.values_list("application_id", flat=True), *found, *panel})
        Standing.objects.bulk_create(
            [_row(pk, call.pk, found.get(pk), scheme, panel.get(pk, NO_PANEL), now) for pk in applications],
            update_conflicts=True,
            unique_fields=["application"],
            update_fields=[name.removesuffix("_id") for name in _FIELDS],
            batch_size=AT_ONCE,
        )
        ranked = sum(1 for standing in found.values() if standing.place)
        note(
            "rank", by=by, subject=str(call), model=call._meta.label_lower, object_id=call.pk,
            reason=f"{len(applications)} 项，{ranked} 项有名次",
        )  # fmt: skip
    return ranked
