"""An appointment as iCalendar (RFC 5545), for whatever calendar a person keeps."""

from datetime import UTC, datetime, timedelta

from .models import Meeting

_STAMP = "%Y%m%dT%H%M%SZ"


def calendar(meeting: Meeting, now: datetime) -> str:
    """One event; its number stays the same, so that a later download moves it instead of adding another."""
    start = meeting.starts_at.astimezone(UTC)
    end = start + timedelta(minutes=meeting.minutes)
    cancelled = meeting.status == "cancelled"
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//bureau//matchmaking//ZH", "METHOD:PUBLISH", "BEGIN:VEVENT",
        f"UID:meeting-{meeting.pk}@matchmaking", f"DTSTAMP:{now.astimezone(UTC):{_STAMP}}",
        f"DTSTART:{start:{_STAMP}}", f"DTEND:{end:{_STAMP}}",
        f"SUMMARY:{_escaped(f'洽谈：{meeting.interest}')}", f"LOCATION:{_escaped(meeting.place)}",
        f"STATUS:{'CANCELLED' if cancelled else 'CONFIRMED' if meeting.status != 'proposed' else 'TENTATIVE'}",
        "END:VEVENT", "END:VCALENDAR",
    ]  # fmt: skip
    return "".join(f"{_folded(line)}\r\n" for line in lines)


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
