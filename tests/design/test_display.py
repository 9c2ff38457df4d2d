"""关怀版 and 无障碍: asked for in the address or by cookie, without JavaScript, from a closed list."""

import pytest
from django.urls import reverse

from bureau.design.display import CHOICES, Display

pytestmark = pytest.mark.django_db


def test_the_address_asks_and_the_cookie_remembers(client):
    first = client.get("/?care=on&contrast=yellow-black&size=2")
    later = client.get(reverse("statistics"))

    for response in (first, later):
        assert 'data-care="on" data-contrast="yellow-black" data-size="2"' in response.text
    assert client.cookies["display"].value == "care:on|contrast:yellow-black|size:2"
    assert client.cookies["display"]["max-age"] >= 300 * 24 * 3600


def test_what_is_switched_off_is_forgotten(client):
    client.get("/?care=on")
    client.get("/?care=off")

    assert client.cookies["display"].value == ""
    assert 'data-care="off"' in client.get("/").text


@pytest.mark.parametrize("evil", ['"><script>', "on on", "care", "ON"])
def test_only_words_of_the_list_are_taken(client, evil):
    client.cookies["display"] = f"care:{evil}|size:9"
    response = client.get("/", {"contrast": evil})

    assert 'data-care="off" data-contrast="off" data-size="0"' in response.text


def test_every_choice_survives_its_cookie():
    for name, values in CHOICES.items():
        for value in values:
            display = Display(**{name: value})
            assert Display.read(str(display)) == display


def test_the_switches_are_links_that_come_first_and_keep_the_address(client):
    page = client.get("/", {"q": "钨 & 钼"}).text
    first = page.index("<a ")

    assert page[first:].startswith('<a href="?q=%E9%92%A8+%26+%E9%92%BC&amp;care=on"')
    assert page.index("care=on") < page.index("access=on") < page.index('href="#main"') < page.index("<header")


def test_a_page_without_wishes_sets_no_cookie(client):
    assert not client.get("/", {"page": "2"}).cookies
