"""Achievements and demands in the site's search."""

from django.urls import reverse

from bureau import front

from .searching import MODELS, quickly


def _source(kind: str) -> front.Source:
    words = str(MODELS[kind]._meta.verbose_name)

    def search(text: str, limit: int) -> list[front.Hit]:
        """Public rows that the words find, the best first."""
        page = f"matchmaking:market-{kind}"
        return [
            front.Hit(row.title, reverse(page, args=[row.pk]), words, on=row.collected_on, text=row.public_body)
            for row in quickly(kind, text, limit)
        ]

    return front.Source(f"{kind}s", words, search)


for _kind in MODELS:
    front.find(_source(_kind))
