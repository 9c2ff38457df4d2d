"""The keyboard alone: what Tab comes to is seen, stands in the order of the page, and carries a person through."""

import pytest

from bureau.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "Ganzhou-tungsten-2015"
HERE = """() => { const e = document.activeElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
  return e === document.body ? null : {
    name: (e.innerText || e.labels?.[0]?.innerText || e.ariaLabel || e.value || "").trim().split("\\n")[0],
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
    place: [...document.querySelectorAll("*")].indexOf(e) }; }"""


@pytest.fixture
def person(transactional_db):
    """Somebody of the public with an account."""
    return User.objects.create_user(username="zhangsan", password=PASSWORD, name="张三")


def stops(page, most=80) -> list[dict]:
    """What Tab comes to, in order, until it leaves the page or comes round."""
    found = []
    for _ in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        if here is None or (found and here["place"] == found[0]["place"]):
            break
        found.append(here)
    return found


def tab_to(page, name: str, most: int = 40):
    """Press Tab until the cursor is at what is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if (page.evaluate(HERE) or {}).get("name") == name:
            return
    raise AssertionError(f"Tab does not come to {name}")


@pytest.mark.parametrize(
    "address", ["/", "/account/login/", "/statistics/", "/workspace/", "/workspace/registrations/begin/"]
)
def test_every_stop_is_seen_and_in_the_order_of_the_page(address, person, open_as, live_server):
    page = open_as(person if "workspace" in address else None)
    page.goto(f"{live_server.url}{address}")
    page.evaluate("document.activeElement.blur()")
    found = stops(page)

    assert len(found) >= 12
    assert [stop["name"] for stop in found if not stop["seen"]] == []
    places = [stop["place"] for stop in found]
    turn = places.index(min(places))  # Where the page itself sets the cursor, Tab goes on from there and comes round.
    assert places[turn:] + places[:turn] == sorted(places)


def test_one_signs_in_and_reaches_a_form_without_a_mouse(person, open_as, live_server):
    page = open_as()
    page.goto(f"{live_server.url}/workspace/registrations/begin/")
    page.keyboard.type("zhangsan")  # The cursor waits in the first field.
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "login" not in url)
    page.wait_for_load_state()

    tab_to(page, "跳到正文")
    page.keyboard.press("Enter")
    tab_to(page, "开始注册", most=4)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/begin/" not in url)
    page.wait_for_selector("h1")
