"""Chinese text to search terms: pairs of neighbouring characters as numbers, words and figures of other scripts as hashes.

Character bigrams beat the word segmenters that were measured on demand-like text, and need no dictionary. A term has 32 bits,
because the sequences of a hundred documents are read for every query.
"""

import re
import unicodedata
from functools import lru_cache
from hashlib import blake2b
from itertools import pairwise

import numpy as np

BREAK, SENTENCE = 0, 1  # No term: where a run of characters ends, and where a sentence does.
_RUN = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U0003ffff]+)|(?P<word>[a-z0-9\u0370-\u03ff]+)|(?P<stop>[。！？!?;；\n]+)"
)
_BITS = 15  # What a character of the basic plane needs, counted from _FIRST; 0 stands for none.
_FIRST, _LAST = 0x3400 - 1, chr(0x9FFF)
SEQUENCE = np.int32


@lru_cache(maxsize=512)  # A text is compared with sixty others in a row.
def normalise(text: str) -> str:
    """Half-width, lower case: what two spellings of one word have in common."""
    return unicodedata.normalize("NFKC", text).lower()


def sequence(text: str) -> np.ndarray:
    """The terms of ``text`` in their order, with BREAK between runs and SENTENCE between sentences."""
    found: list[int] = []
    for match in _RUN.finditer(normalise(text)):
        run, kind = match.group(), match.lastgroup
        if kind == "stop":
            found.append(SENTENCE)
            continue
        if kind == "word":
            found.append(_word(run))
        else:
            found.extend(_pairs(run) if len(run) > 1 else [_pair(run, "")])
        found.append(BREAK)
    return np.array(found, dtype=SEQUENCE)


def _pairs(run: str) -> list[int]:
    if max(run) > _LAST:
        return [_pair(first, second) for first, second in pairwise(run)]
    codes = [ord(character) - _FIRST for character in run]
    return [first << _BITS | second for first, second in pairwise(codes)]


def _pair(first: str, second: str) -> int:
    """One character or two; what is not of the basic plane is kept as a word is."""
    if max(first, second) > _LAST:
        return _word(first + second)
    return ord(first) - _FIRST << _BITS | (ord(second) - _FIRST if second else 0)


def _word(word: str) -> int:
    """A word of another script as one negative number, so that it is no pair of characters."""
    return -1 - (int.from_bytes(blake2b(word.encode(), digest_size=4).digest(), "big") >> 1)


def counted(terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different terms of a sequence, and how often each stands in it."""
    return np.unique(terms[(terms != BREAK) & (terms != SENTENCE)], return_counts=True)


def readable(term: int) -> str:
    """The characters of a pair; a word's hash cannot be read back and gives an empty text."""
    if term <= SENTENCE:
        return ""
    first, second = term >> _BITS, term & (1 << _BITS) - 1
    return chr(first + _FIRST) + (chr(second + _FIRST) if second else "")


CHARACTERS = 1 << _BITS  # How many different ones ``characters_of`` tells apart.


def characters_of(terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The first and the second characters of terms, as numbers below CHARACTERS; 0 stands for none."""
    pairs = np.where(terms > SENTENCE, terms, 0)
    return pairs >> _BITS, pairs & CHARACTERS - 1
