"""The nightly round through published text: links that lead nowhere, numbers that look like a person's (G9)."""

import urllib.error
import urllib.request
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from bureau import richtext
from bureau.audit.book import note

from .choices import FindingKind, FindingStatus
from .models import Article, Attachment, Finding
from .workflow.articles import warnings

AT_ONCE = 500
EXTERNAL_SECONDS = 10


def scan() -> tuple[int, int]:
    """Read every published article; returns how many were read and how many findings stand open.

    What an earlier round found and this one does not is resolved; what a person answered for is not raised again.
    """
    read, known = 0, {}
    for article in Article.objects.published().order_by("pk").iterator(chunk_size=AT_ONCE):
        _keep(article, set(_findings(article, known)))
        read += 1
    gone = Finding.objects.outstanding().exclude(article__in=Article.objects.published())
    gone.update(status=FindingStatus.RESOLVED)
    outstanding = Finding.objects.outstanding().count()
    note("scan_site", by="定时巡检", subject=f"{read} 篇", changes={"open": [None, outstanding]})
    return read, outstanding


def _findings(article: Article, known: dict[str, bool]) -> Iterator[tuple[str, str]]:
    for what in warnings(article):
        yield FindingKind.PERSONAL_NUMBER, what[:500]
    for address in richtext.links(article.body):
        if address not in known:
            known[address] = is_alive(address)
        if not known[address]:
            yield FindingKind.DEAD_LINK, address[:500]


@transaction.atomic
def _keep(article: Article, found: set[tuple[str, str]]) -> None:
    before = {(finding.kind, finding.what): finding for finding in article.findings.all()}
    fresh = [
        Finding(article=article, kind=kind, what=what, found_at=timezone.now())
        for kind, what in sorted(found - before.keys())
    ]
    Finding.objects.bulk_create(fresh)
    for key, finding in before.items():
        wanted = FindingStatus.OPEN if key in found else FindingStatus.RESOLVED
        if finding.status not in (wanted, FindingStatus.IGNORED):
            finding.status = wanted
            finding.save(update_fields=["status"])


def is_alive(address: str) -> bool:
    """Whether a link leads somewhere. Other sites are asked only where the setting allows it."""
    parts = urlsplit(address)
    if parts.scheme in {"mailto", "tel"} or (not parts.netloc and not parts.path):
        return True
    if parts.netloc and parts.hostname not in _own_hosts():
        return _answers(address) if settings.CHECK_EXTERNAL_LINKS else True
    return _is_page(parts.path)


def _own_hosts() -> set[str]:
    return {host for host in settings.ALLOWED_HOSTS if host != "*"} | {"localhost", "127.0.0.1"}


def _is_page(path: str) -> bool:
    """Whether the portal answers there; articles and files are looked up, not rendered."""
    try:
        match = resolve(path)
    except Resolver404:
        return False
    if match.view_name == "portal:article":
        return Article.objects.published().filter(number=match.kwargs["number"]).exists()
    if match.view_name == "portal:file":
        return Attachment.objects.filter(key=match.kwargs["key"], article__in=Article.objects.published()).exists()
    return True


def _answers(address: str) -> bool:
    request = urllib.request.Request(address, method="HEAD", headers={"User-Agent": "bureau-link-check"})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=EXTERNAL_SECONDS):  # noqa: S310 The schemes are richtext's.
            return True
    except urllib.error.HTTPError as error:
        return error.code in {401, 403, 405, 429}  # It is there, and does not talk to machines.
    except (OSError, ValueError):
        return False
