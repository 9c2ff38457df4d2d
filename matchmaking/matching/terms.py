"""Chinese text to search terms: pairs of neighbouring characters as numbers, words and figures of other scripts as hashes.

Character bigrams beat the word segmenters that were measured on demand-like text, and need no dictionary.
"""

import re
import unicodedata
from hashlib import blake2b
from itertools import pairwise

import numpy as np

BREAK, SENTENCE = 0, 1  # No term: where a run of characters ends, and where a sentence does.
_RUN = re.compile(
    r"(?P<han>[\u3400-\u9fff\U00020000-\U0003ffff]+)|(?P<word>[a-z0-9\u0370-\u03ff]+)|(?P<stop>[。！？!?;；\n]+)"
)
_BITS = 21  # What one code point needs.


def normalise(text: str) -> str:
    """Half-width, lower case: what two spellings of one word have in common."""
    return unicodedata.normalize("NFKC", text).lower()


def sequence(text: str) -> np.ndarray:
    """The terms of ``text`` in their order, with BREAK between runs and SENTENCE between sentences (int64)."""
    found: list[int] = []
    for match in _RUN.finditer(normalise(text)):
        run, kind = match.group(), match.lastgroup
        if kind == "stop":
            found.append(SENTENCE)
            continue
        if kind == "word":
            found.append(_word(run))
        elif len(run) == 1:
            found.append(ord(run) << _BITS)
        else:
            codes = [ord(character) for character in run]
            found.extend(first << _BITS | second for first, second in pairwise(codes))
        found.append(BREAK)
    return np.array(found, dtype=np.int64)


def _word(word: str) -> int:
    """A word of another script as one negative number, so that it is no pair of characters."""
    return -1 - (int.from_bytes(blake2b(word.encode(), digest_size=8).digest(), "big") >> 1)


def counted(terms: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The different terms of a sequence, and how often each stands in it."""
    return np.unique(terms[(terms != BREAK) & (terms != SENTENCE)], return_counts=True)


def readable(term: int) -> str:
    """The characters of a pair; a word's hash cannot be read back and gives an empty text."""
    if term < 0:
        return ""
    first, second = term >> _BITS, term & (1 << _BITS) - 1
    return chr(first) + (chr(second) if second else "")


def characters_of(terms: np.ndarray) -> np.ndarray:
    """The characters of pairs, both of each, as code points; 0 stands for none."""
    pairs = terms[terms > SENTENCE]
    return np.concatenate([pairs >> _BITS, pairs & (1 << _BITS) - 1])
