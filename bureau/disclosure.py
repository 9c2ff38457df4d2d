"""Numbers that may not stand in public text or in a message: found wherever they hide, named, masked.

Basis: 个人信息保护法 art. 25 and 28 (publication, sensitive data); an identity number, a telephone or a bank account has no
place in a 公示, in a published article or in a text message.
"""

import re
import unicodedata
from dataclasses import dataclass

from bureau.personal import mask

_GAP = r"[ \-‐–—·.]?"
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_IDENTITY = re.compile(
    rf"(?<![0-9A-Za-z])[1-8]\d{{5}}{_GAP}(?:19|20)\d{{2}}{_GAP}{_DAY}{_GAP}\d{{3}}[0-9Xx](?![0-9A-Za-z])"
)
_OLD_IDENTITY = re.compile(rf"(?<![0-9A-Za-z])[1-8]\d{{7}}{_DAY}\d{{3}}(?![0-9A-Za-z])")
_MOBILE = re.compile(rf"(?<![0-9A-Za-z])(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?![0-9A-Za-z])")
_LANDLINE = re.compile(r"(?<![0-9A-Za-z])(?:\(0\d{2,3}\)|0\d{2,3})[ \-‐–—]?[2-8]\d{6,7}(?![0-9A-Za-z])")
_CARD = re.compile(rf"(?<![0-9A-Za-z])[3-6](?:{_GAP}\d){{15,18}}(?![0-9A-Za-z])")
_ACCOUNT = re.compile(r"(?:账号|帐号|账户|帐户|卡号)\s*[:：为是]?\s*(\d(?:[ \-]?\d){7,29})(?!\d)")


@dataclass(frozen=True, slots=True)
class Found:
    """One number in a text: what it is, where it stands, how a screen may show it."""

    what: str
    start: int
    end: int
    shown: str


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _spans(text: str, *, landlines: bool):
    for what, pattern in (("身份证号", _IDENTITY), ("身份证号", _OLD_IDENTITY), ("手机号", _MOBILE)):
        yield from ((what, match.start(), match.end()) for match in pattern.finditer(text))
    if landlines:
        yield from (("电话号码", match.start(), match.end()) for match in _LANDLINE.finditer(text))
    yield from (("银行账号", m.start(), m.end()) for m in _CARD.finditer(text) if _luhn(_digits(m.group())))
    yield from (("银行账号", match.start(1), match.end(1)) for match in _ACCOUNT.finditer(text))


def find(text: str, *, landlines: bool = True) -> list[Found]:
    """Every such number of ``text``, in order, without overlaps. ``landlines`` off: an office's telephone is allowed."""
    if not any(sign.isdigit() for sign in text):
        return []
    # Full-width digits become half-width one for one, so that places stay true.
    folded = "".join(
        unicodedata.normalize("NFKC", sign) if len(unicodedata.normalize("NFKC", sign)) == 1 else sign for sign in text
    )
    found: list[Found] = []
    for what, start, end in sorted(_spans(folded, landlines=landlines), key=lambda span: (span[1], -span[2])):
        if not found or start >= found[-1].end:
            found.append(Found(what, start, end, mask(_digits(folded[start:end]))))
    return found


def masked(text: str, *, landlines: bool = False) -> str:
    """``text`` with each such number masked: 请联系 138****1234."""
    for one in reversed(find(text, landlines=landlines)):
        text = text[: one.start] + one.shown + text[one.end :]
    return text
