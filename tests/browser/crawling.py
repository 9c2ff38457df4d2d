"""Find the pages by following links and the site map, so that a page that is added is looked at without being listed."""

import re
from collections import deque
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.test import Client
from django.urls import NoReverseMatch, Resolver404, resolve, reverse

from tests.test_access import named_urls

ELSEWHERE = ("admin:", "api")  # The admin's theme draws its own pages.


class _Links(HTMLParser):
    """The addresses that a page links to."""

    def __init__(self, html: str):
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        """Keep what an a element points to."""
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def site_map(client: Client) -> list[str]:
    """Every address of sitemap.xml and of the files that it names."""
    files = [urlsplit(url).path for url in re.findall("<loc>(.*?)</loc>", client.get("/sitemap.xml").text)]
    return [urlsplit(url).path for file in files for url in re.findall("<loc>(.*?)</loc>", client.get(file).text)]


def name_of(address: str) -> str:
    try:
        return resolve(address).view_name
    except Resolver404:
        return ""


def address_of(name: str) -> str:
    """Where a name that needs no arguments leads."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _starts() -> list[str]:
    return [address for name in named_urls() if (address := address_of(name))]


def pages(user=None, *, known: set[str] = frozenset()) -> dict[str, str]:
    """One address for each kind of page that the person can open, by name, beyond those ``known``."""
    client = Client()
    if user:
        client.force_login(user)
    found: dict[str, str] = {}
    seen: set[str] = set()
    waiting = deque(_starts())
    while waiting:
        address = waiting.popleft()
        name = name_of(address)
        if not name or address.startswith("/admin/") or name.startswith(ELSEWHERE) or address in seen or name in found:
            continue
        seen.add(address)
        response = client.get(address)
        if response.status_code != 200 or not response.headers.get("Content-Type", "").startswith("text/html"):
            continue
        if not response.text.lstrip().lower().startswith("<!doctype"):
            continue  # A part of a page, for a partial update.
        found[name] = address
        links = (urlsplit(urljoin(address, link)) for link in _Links(response.text).found)
        waiting.extend(link.path for link in links if not link.netloc)
    return {name: address for name, address in found.items() if name not in known}
