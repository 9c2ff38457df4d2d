"""A 对接会 from its announcement to its close, by an officer or by the clock; at the close its people are counted once and for all."""

import hashlib
import json
import logging
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from redis.exceptions import RedisError

from bureau import disclosure, front
from bureau.accounts.models import Division, User
from bureau.audit.book import note, record
from bureau.caching import bump
from bureau.workflow import Refused, Transition
from matchmaking import headcounts, presence
from matchmaking.choices import COUNTED_HERE, Counting, EventStatus, ParticipantRole
from matchmaking.eventfigures import met_figures
from matchmaking.models import Attendance, Event, EventSnapshot, SubVenue

logger = logging.getLogger(__name__)
RUN = "matchmaking.run_event"
TIMER = "系统（到时）"
OPENS_EARLY = timedelta(hours=2)
PUBLISH = Transition("publish_event", "发布", (EventStatus.DRAFT,), EventStatus.PUBLISHED, RUN)
OPEN = Transition("open_event", "开幕", (EventStatus.PUBLISHED,), EventStatus.OPEN, RUN)
CLOSE = Transition("close_event", "闭幕", (EventStatus.OPEN,), EventStatus.CLOSED, RUN)
ALL = (PUBLISH, OPEN, CLOSE)
PLANNED = (EventStatus.DRAFT, EventStatus.PUBLISHED, EventStatus.OPEN)  # Its programme may still be changed.


def publish(event: Event, *, by: User) -> None:
    """Announce it; from now on people register. Raises Refused where the notice holds somebody's number."""
    with PUBLISH(event, by=by):
        if found := disclosure.find(f"{event.name}\n{event.notice}", landlines=False):
            raise Refused(f"通知中有{found[0].what}（{found[0].shown}），不能公开。")
        if event.ends_at <= timezone.now():
            raise Refused("闭幕时间已过，请先改时间。")
        event.published_by, event.published_at = by, timezone.now()
        _changed()


def open_(event: Event, *, by: User | str) -> None:
    """Let people in, from two hours before it begins; who is counted is told by the hours of the programme."""
    with OPEN(event, by=by):
        now, who = timezone.now(), _person(event, by)
        if now < event.starts_at - OPENS_EARLY:
            raise Refused(f"开幕时间为 {timezone.localtime(event.starts_at):%Y-%m-%d %H:%M}，最早提前两小时开放会场。")
        if now >= event.ends_at:
            raise Refused("闭幕时间已过，请先改时间。")
        event.opened_by, event.opened_at = who, now
        _changed()


def close(event: Event, *, by: User | str) -> EventSnapshot:
    """Count, freeze, and enter the number of people where the annual report finds it. Raises Refused before the last hour is over.

    The clock closes at the end that was announced, however late a worker comes to it.
    """
    with CLOSE(event, by=by):
        now, who = timezone.now(), _person(event, by)
        if now < event.ends_at:
            raise Refused(f"闭幕时间为 {timezone.localtime(event.ends_at):%Y-%m-%d %H:%M}，到时才能闭幕。")
        with suppress(RedisError):  # What is lost with it is no person.
            presence.flush_event(event.pk, event.ends_at, since=min(event.opened_at, event.starts_at))
        event.closed_by, event.closed_at = who, now if who else event.ends_at
        content, people = told(event), _rows_hash(event)
        text = json.dumps(content | {"rows": people}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        snapshot = EventSnapshot.objects.create(
            event=event, content=text, sha256=hashlib.sha256(text.encode()).hexdigest(), rows_sha256=people["sha256"],
            made_by=who, made_at=now,
        )  # fmt: skip
        if event.counting == Counting.PORTAL:
            _enter(event, by)
        _changed()
    return snapshot


def _person(event: Event, by: User | str) -> User | None:
    """Who signs; nobody where the clock does it, which it must not where an officer keeps opening and closing to themselves."""
    if not isinstance(by, str):
        return by
    if event.is_by_hand:
        raise Refused(f"“{event}”由工作人员手动开幕、闭幕。")
    return None


def turn(now: datetime | None = None) -> None:
    """What the clock does, each minute: open what begins, close what is over. Said again it finds nothing more to do."""
    now = now or timezone.now()
    due = [(event, open_) for event in Event.objects.to_open(now)] + [
        (event, close) for event in Event.objects.to_close(now)
    ]
    for event, say in due:
        try:
            say(event, by=TIMER)
        except Refused as refusal:  # An officer was quicker, or holds it; the others go on.
            logger.info("对接会 %s：%s", event.pk, refusal)


def _changed() -> None:
    front.changed()
    bump()


def told(event: Event) -> dict:
    """Everything that a snapshot says of the event, without the hash of its people."""
    return {
        "event": {
            "id": event.pk, "name": event.name, "edition": event.edition, "starts_at": event.starts_at.isoformat(),
            "ends_at": event.ends_at.isoformat(), "counting": event.counting,
        },
        "definitions": [
            {"code": one.code, "label": one.label, "unit": one.unit, "definition": one.definition, "sql": " ".join(one.sql.split())}
            for one in headcounts.FIGURES
        ],
        "tables_sql": {name: " ".join(sql.split()) for name, sql in headcounts.TABLES.items()},
        "figures": headcounts.figures(event),
        "by_role": headcounts.by_role(event), "by_place": headcounts.by_place(event), "by_hour": headcounts.by_hour(event),
        "dealings": met_figures(event),
    }  # fmt: skip


def _rows_hash(event: Event) -> dict:
    """The people as a list of lines: how many, and its hash."""
    lines = ["|".join(row) for row in headcounts.rows(event, headcounts.ROWS)]
    digest = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    columns = ["手机号的加密指纹", "身份", "区划", "线上", "分会场", "时段数"]
    return {"count": len(lines), "columns": columns, "sql": " ".join(headcounts.ROWS.split()), "sha256": digest}


def _enter(event: Event, by: User | str) -> None:
    """The people by place and 身份 as rows of 参会签到: what ``matchmaking.participants`` adds up."""
    places, now, roles = Division.objects.in_bulk(), timezone.now(), dict(ParticipantRole.choices)
    day = timezone.localdate(event.starts_at)
    for division, role, people in headcounts.rows(event, headcounts.BY_PLACE_AND_ROLE):
        row = Attendance.objects.create(
            held_on=day, county=places[division].name if division else "未注明", division_id=division, people=people, event=event,
            organisation_type=f"{COUNTED_HERE}{event.pk}：{roles[role]}", changed_at=now,
        )  # fmt: skip
        record(row, "add", by=by)


def faults(snapshot: EventSnapshot) -> list[str]:
    """What of a snapshot no longer agrees with itself or with the rows that it was counted from."""
    found, content = [], json.loads(snapshot.content)
    if hashlib.sha256(snapshot.content.encode()).hexdigest() != snapshot.sha256:
        found.append("快照内容与其 SHA-256 不符。")
    if _rows_hash(snapshot.event)["sha256"] != snapshot.rows_sha256:
        found.append("人员清单与冻结时不同。")
    now = headcounts.figures(snapshot.event)
    found += [
        f"{one.label}：冻结时 {content['figures'][one.code]}，现在 {now[one.code]}。"
        for one in headcounts.FIGURES
        if content["figures"].get(one.code, now[one.code]) != now[one.code]
    ]
    return found


def name_clerks(event: Event, *, by: User, clerks: dict[SubVenue, Iterable[User]]) -> None:
    """Say who signs people in where. Raises Refused once the event is over."""
    with transaction.atomic():
        held = Event.objects.select_for_update().get(pk=event.pk)
        if not by.has_perm(RUN) or held.status not in PLANNED:
            raise Refused("对接会已闭幕，不能再改分会场工作人员。")
        for venue, people in clerks.items():
            venue.clerks.set(people)
            names = "、".join(str(one) for one in people)
            note(
                "name_clerks",
                by=by,
                subject=str(venue),
                model=venue._meta.label_lower,
                object_id=venue.pk,
                reason=names,
            )
