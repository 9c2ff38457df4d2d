"""How people are counted at a 对接会 (domain.md 4.4): one text of SQL for each figure, run live and frozen with the snapshot.

人, 人次 and 访问量 are three things. A participant is one mobile number's keyed hash, so that who sits in the hall and signs
in at a sub-venue is one person. Parameters: ``event``, ``starts``, ``ends``.
"""

from dataclasses import dataclass

from django.db import connection

from .choices import ParticipantRole
from .models import Event

LEAST_SECONDS = 60  # So long somebody must have been in the hall, between opening and close, to have taken part.
COUNTED = f"""
WITH counted AS (
  SELECT s.participant_id, s.venue_id, greatest(s.started_at, %(starts)s) AS since, least(s.last_seen, %(ends)s) AS until
    FROM matchmaking_presence s JOIN matchmaking_participant p ON p.id = s.participant_id
   WHERE p.event_id = %(event)s AND (s.venue_id IS NOT NULL
      OR least(s.last_seen, %(ends)s) - greatest(s.started_at, %(starts)s) >= interval '{LEAST_SECONDS} seconds')
)
"""


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its code, what it is called, what it counts, and the SQL that counts it."""

    code: str
    label: str
    unit: str
    definition: str
    sql: str


FIGURES = (
    Figure(
        "registered", "注册人数", "人", "闭幕前登记的人，按手机号去重。",
        "SELECT count(*) FROM matchmaking_participant WHERE event_id = %(event)s",
    ),
    Figure(
        "people", "在线参会人数", "人",
        f"会期内在线满 {LEAST_SECONDS} 秒的人与分会场签到的人合并，按手机号去重，同一人只计一次。",
        COUNTED + "SELECT count(DISTINCT participant_id) FROM counted",
    ),
    Figure(
        "online", "其中：线上", "人", f"会期内在线满 {LEAST_SECONDS} 秒的人，按手机号去重；其中有的也在分会场签到。",
        COUNTED + "SELECT count(DISTINCT participant_id) FROM counted WHERE venue_id IS NULL",
    ),
    Figure(
        "at_venues", "其中：分会场", "人", "在分会场签到的人，按手机号去重；其中有的也在线上参会。",
        COUNTED + "SELECT count(DISTINCT participant_id) FROM counted WHERE venue_id IS NOT NULL",
    ),
    Figure(
        "visits", "参会人次", "人次", f"会期内满 {LEAST_SECONDS} 秒的在线时段数与分会场签到数之和；离线 30 分钟后再来为新的时段。",
        COUNTED + "SELECT count(*) FROM counted",
    ),
    Figure(
        "peak", "峰值同时在线", "人", "会期内每分钟同时在线人数（按人去重）的最大值。",
        "SELECT coalesce(max(people), 0) FROM matchmaking_eventminute "
        "WHERE event_id = %(event)s AND minute >= date_trunc('minute', %(starts)s::timestamptz) AND minute < %(ends)s",
    ),
    Figure(
        "views", "访问量", "次", "会场页面被浏览器打开的次数（PV），不是参会人数。",
        "SELECT coalesce(sum(views), 0) FROM matchmaking_eventminute WHERE event_id = %(event)s",
    ),
    Figure(
        "visitors", "访客", "个", "打开过会场页面的浏览器数（UV），不是参会人数。",
        "SELECT count(*) FROM matchmaking_eventvisitor WHERE event_id = %(event)s",
    ),
)  # fmt: skip
_OF_PEOPLE = (
    " FROM (SELECT DISTINCT participant_id FROM counted) c JOIN matchmaking_participant p ON p.id = c.participant_id"
)
BY_ROLE = COUNTED + f"SELECT p.role, count(*){_OF_PEOPLE} GROUP BY p.role ORDER BY p.role"
BY_PLACE = (
    COUNTED
    + f"SELECT coalesce(d.name, ''), count(*){_OF_PEOPLE} LEFT JOIN accounts_division d ON d.id = p.division_id "
    "GROUP BY d.position, d.name ORDER BY d.position, d.name"
)
BY_PLACE_AND_ROLE = (
    COUNTED + f"SELECT p.division_id, p.role, count(*){_OF_PEOPLE} GROUP BY p.division_id, p.role ORDER BY 1, 2"
)
BY_HOUR = (
    COUNTED + "SELECT to_char(h AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD HH24:00'), count(DISTINCT c.participant_id) "
    "FROM generate_series(date_trunc('hour', %(starts)s::timestamptz), %(ends)s, interval '1 hour') h "
    "JOIN counted c ON c.since < h + interval '1 hour' AND c.until >= h GROUP BY h ORDER BY h"
)
# The list of people that a snapshot's second hash is of: nothing by which a person is known but the keyed hash.
ROWS = (
    COUNTED + "SELECT p.mobile_index, p.role, coalesce(p.division_id::text, ''), "
    "bool_or(c.participant_id IS NOT NULL AND c.venue_id IS NULL)::int::text, "
    "coalesce(string_agg(DISTINCT c.venue_id::text, '+' ORDER BY c.venue_id::text), ''), count(c.participant_id)::text "
    "FROM matchmaking_participant p LEFT JOIN counted c ON c.participant_id = p.id WHERE p.event_id = %(event)s "
    "GROUP BY p.id ORDER BY p.mobile_index"
)
TABLES = {"by_role": BY_ROLE, "by_place": BY_PLACE, "by_hour": BY_HOUR}
BY_CODE = {figure.code: figure for figure in FIGURES}
_ROLES = dict(ParticipantRole.choices)


def _asked(event: Event) -> dict:
    return {"event": event.pk, "starts": event.starts_at, "ends": event.ends_at}


def rows(event: Event, sql: str) -> list[tuple]:
    """What one of the texts above finds for the event."""
    with connection.cursor() as cursor:
        cursor.execute(sql, _asked(event))
        return cursor.fetchall()


def figures(event: Event) -> dict[str, int]:
    """Every figure by code, in one statement."""
    parts = ", ".join(f"({figure.sql})" for figure in FIGURES)
    found = rows(event, f"SELECT {parts}")[0]
    return dict(zip(BY_CODE, map(int, found), strict=True))


def by_role(event: Event) -> list[tuple[str, int]]:
    """Participants by 身份, in words."""
    return [(_ROLES[role], count) for role, count in rows(event, BY_ROLE)]


def by_place(event: Event) -> list[tuple[str, int]]:
    """Participants by place, in the city's order; those without one last."""
    return [(name or "未注明", count) for name, count in rows(event, BY_PLACE)]


def by_hour(event: Event) -> list[tuple[str, int]]:
    """Participants who were there at some time of each hour."""
    return rows(event, BY_HOUR)
