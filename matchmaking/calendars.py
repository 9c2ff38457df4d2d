"""Appointments and agendas as iCalendar (RFC 5545), for whatever calendar a person keeps."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from .agendas import Line
from .models import Meeting

_STAMP = "%Y%m%dT%H%M%SZ"


def calendar(meeting: Meeting, now: datetime) -> str:
    """One appointment; its number stays the same, so that a later download moves it instead of adding another."""
    line = Line(
        uid=f"meeting-{meeting.pk}", at=meeting.starts_at, until=meeting.starts_at + timedelta(minutes=meeting.minutes),
        words=f"洽谈：{meeting.interest}", place=meeting.place, is_tentative=meeting.status == "proposed",
        cancelled="已取消" if meeting.status == "cancelled" else "",
    )  # fmt: skip
    return whole([line], now)


def whole(lines: Iterable[Line], now: datetime) -> str:
    """Everything of an agenda in one file."""
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bureau//matchmaking//ZH", "METHOD:PUBLISH"]
    for line in lines:
        parts += _part(line, now)
    return "".join(f"{_folded(part)}\r\n" for part in [*parts, "END:VCALENDAR"])


def _part(line: Line, now: datetime) -> list[str]:
    at, until, stamp = (f"{moment.astimezone(UTC):{_STAMP}}" for moment in (line.at, line.until, now))
    return [
        "BEGIN:VEVENT", f"UID:{line.uid}@matchmaking", f"DTSTAMP:{stamp}", f"DTSTART:{at}", f"DTEND:{until}",
        f"SUMMARY:{_escaped(line.words)}", f"LOCATION:{_escaped(line.place)}",
        f"STATUS:{'CANCELLED' if line.cancelled else 'TENTATIVE' if line.is_tentative else 'CONFIRMED'}", "END:VEVENT",
    ]  # fmt: skip


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return " ".join(text.split())


def _folded(line: str) -> str:
    """Lines of at most 75 octets, none broken inside a character."""
    pieces, piece = [], ""
    for sign in line:
        if len((piece + sign).encode()) > 74:
            pieces.append(piece)
            piece = ""
        piece += sign
    return "\r\n ".join([*pieces, piece])
