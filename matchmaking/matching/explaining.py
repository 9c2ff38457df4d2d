"""Why two texts fit: the phrases that both hold, and where they stand."""

import re
from functools import lru_cache

from .terms import normalise

SHORTEST = 3  # Characters: two of them say little alone,
FEW = 3  # and are told where there are not so many longer ones.
_EDGES = "的了和与对在于等为其及或"  # No more: 有 would make 有机肥 into 机肥.
# What every achievement and demand says: no reason to bring two together.
COMMON = (
    "技术", "需求", "成果", "项目", "研究", "研发", "开发", "应用", "企业", "方法", "系统", "提高", "降低", "采用", "实现", "问题",
    "解决", "要求", "能够", "可以", "用于", "以上", "以下", "具有", "运行", "稳定", "成本", "需要", "产品", "生产", "现有", "一种",
)  # fmt: skip
_SAYS_NOTHING = re.compile("|".join(COMMON))
_PIECE = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+(?:[.\-][a-z0-9]+)*")


def shared_phrases(one: str, other: str, at_most: int = 8) -> list[str]:
    """The longest phrases of ``one`` that ``other`` holds too, longest first, none inside another, common words left out."""
    there, found = normalise(other), set()
    words = {piece for piece in _pieces(other) if piece.isascii()}
    for piece in _pieces(one):
        if piece.isascii():
            if len(piece) >= SHORTEST and not piece.isdigit() and piece in words:
                found.add(piece)
            continue
        start = 0
        while start < len(piece):
            end = start
            while end < len(piece) and piece[start : end + 1] in there:
                end += 1
            if phrase := _trimmed(piece[start:end]):
                found.add(phrase)
            start = max(end - 1, start + 1)  # The next may begin with the last character of this one.
    ordered = sorted(found, key=lambda phrase: (-len(phrase), phrase))
    kept: list[str] = []
    for phrase in ordered:
        if not any(phrase in longer for longer in kept):
            kept.append(phrase)
    long = [phrase for phrase in kept if len(phrase) >= SHORTEST]
    return long[:at_most] if len(long) >= FEW else kept[:FEW]


@lru_cache(maxsize=512)
def _pieces(text: str) -> tuple[str, ...]:
    return tuple(_PIECE.findall(normalise(text)))


def _trimmed(phrase: str) -> str:
    phrase = phrase.strip(_EDGES)
    return phrase if len(_SAYS_NOTHING.sub("", phrase)) >= SHORTEST - 1 else ""


def marked(text: str, phrases: list[str]) -> list[tuple[str, bool]]:
    """``text`` in pieces, each with whether it is one of ``phrases``: what a page highlights."""
    if not phrases:
        return [(text, False)]
    pattern = re.compile("(" + "|".join(map(re.escape, sorted(phrases, key=len, reverse=True))) + ")", re.IGNORECASE)
    return [(piece, place % 2 == 1) for place, piece in enumerate(pattern.split(text)) if piece]
