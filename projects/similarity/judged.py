"""The judged set: 200 pairs of texts, made by fixed rules from texts written for it; half are development, half test.

150 say the same (a light edit, a shuffle, synonyms: 50 each), 50 are different work in one field, every second of these
by one unit, which tells of itself in both. No chance: the same pairs every time.
"""

import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

EDITED, SHUFFLED, SYNONYMS, DIFFERENT = "轻改", "乱序", "同义替换", "同领域不同工作"
PER_KIND = 50
_ENDS = re.compile(r"[^。]+。")
_FILLERS = ("其中", "进一步", "同时", "重点", "初步")
_TAILS = ("并做好记录", "按计划推进", "兼顾经济性", "形成阶段报告", "经专家论证")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts, of which kind they are, and whether a person calls them the same work."""

    kind: str
    one: str
    other: str
    is_same: bool
    is_test: bool


@cache
def _source() -> dict:
    return json.loads((Path(__file__).parent / "texts.json").read_text(encoding="utf-8"))


def pairs() -> list[Pair]:
    """All 200, those of even place for development."""
    return [Pair(*made, is_test=bool(place % 2)) for place, made in enumerate(_made())]


def _made() -> Iterator[tuple]:
    fields = _source()["texts"]
    written = texts()[:PER_KIND]
    for kind, change in ((EDITED, edited), (SHUFFLED, shuffled), (SYNONYMS, swapped)):
        yield from ((kind, text, change(text), True) for text in written)
    different = [pair for found in fields.values() for pair in combinations(found, 2)][:PER_KIND]
    for place, (one, other) in enumerate(different):
        unit = _source()["unit"] if place // 2 % 2 else ""
        yield DIFFERENT, one + unit, other + unit, False


def texts() -> list[str]:
    """The texts themselves, field by field."""
    return [text for found in _source()["texts"].values() for text in found]


def _turn(text: str, among: int) -> int:
    return zlib.crc32(text.encode()) % among


def edited(text: str) -> str:
    """Other numbers, words put in and left out in every sentence, one sentence dropped."""
    sentences = _ENDS.findall(text)
    del sentences[_turn(text, len(sentences))]
    found = []
    for place, sentence in enumerate(sentences):
        said = re.sub("[一二三四五六七八九]", lambda match: "一二三四五六七八九"[_turn(match[0] + text, 9)], sentence)
        said = said.replace("和", "以及").replace("的", "", 1)
        filler, tail = _FILLERS[_turn(sentence, 5)], _TAILS[_turn(sentence[::-1], 5)]
        found.append(f"{filler}，{said}" if place % 2 else f"{said[:-1]}，{tail}。")
    return "".join(found)


def shuffled(text: str) -> str:
    """Sentences in another order, the clauses of every second one too, and two neighbours made one."""
    sentences = _ENDS.findall(text)
    sentences[:2] = [sentences[0][:-1] + "，" + sentences[1]]
    order = sorted(sentences, key=lambda sentence: zlib.crc32(sentence.encode()))
    if order == sentences:
        order.reverse()
    return "".join("，".join(reversed(s[:-1].split("，"))) + "。" if place % 2 else s for place, s in enumerate(order))


def swapped(text: str) -> str:
    """Every word of the table by its synonym, and sentences of two clauses told the other way round."""
    table = _source()["synonyms"]
    words = re.compile("|".join(sorted(table, key=len, reverse=True)))
    said = words.sub(lambda match: table[match[0]], text)
    return "".join(_turned(sentence) if sentence.count("，") == 1 else sentence for sentence in _ENDS.findall(said))


def _turned(sentence: str) -> str:
    first, second = sentence[:-1].split("，")
    return f"{second}，{first}。"
