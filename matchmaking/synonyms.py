"""Words that mean the same: what a text is asked for besides, and which of them bring two texts together."""

from dataclasses import dataclass

from .matching.terms import normalise
from .models import Synonym

Pairs = list[tuple[str, str]]


def pairs() -> Pairs:
    """Every pair of the bureau's table, both ways, as texts are compared."""
    found = [(normalise(word), normalise(other)) for word, other in Synonym.objects.values_list("word", "other")]
    return [*found, *((other, word) for word, other in found)]


def meant(text: str, known: Pairs) -> str:
    """The synonyms of the words of ``text``, for the index to be asked for as well."""
    said = normalise(text)
    return "\n".join(dict.fromkeys(other for word, other in known if word in said and other not in said))


@dataclass(frozen=True, slots=True)
class Bridge:
    """One text says ``own``, the other ``theirs``, and both mean the same."""

    own: str
    theirs: str

    def __str__(self):
        return f"{self.own}＝{self.theirs}"


def bridges(one: str, other: str, known: Pairs) -> list[Bridge]:
    """The synonyms by which two texts meet; words that both hold need none."""
    here, there = normalise(one), normalise(other)
    return [
        Bridge(word, meaning)
        for word, meaning in known
        if word in here and meaning in there and word not in there and meaning not in here
    ]
