"""Achievements and demands in the site's search."""

from django.urls import reverse

from bureau import front

from .searching import MODELS, Asked, find


def _source(kind: str) -> front.Source:
    words = str(MODELS[kind]._meta.verbose_name)

    def search(text: str, limit: int) -> list[front.Hit]:
        """Public rows that the words find, the best first."""
        page = find(Asked.of({"kind": kind, "q": text})).page
        return [
            front.Hit(row.title, reverse(f"matchmaking:market-{kind}", args=[row.pk]), words, on=row.collected_on, text=row.public_body)
            for row in page.object_list[:limit]
        ]  # fmt: skip

    return front.Source(f"{kind}s", words, search)


for _kind in MODELS:
    front.find(_source(_kind))
