"""What a page comes to say: questions that wait, for a click answers before the page behind it has arrived.

Playwright's ``expect`` asks an element until it holds; these ask what no element says. A plain ``assert`` of what a
page says at this instant is right on a fast machine and wrong on a busy one, so ``test_architecture`` refuses it.
"""

import time

from playwright.sync_api import Error, Page, expect

SECONDS = 10

expect.set_options(timeout=SECONDS * 1000)


def until(holds, what: str = "", seconds: float = SECONDS):
    """Ask until the answer is true and return it; AssertionError after so many seconds, with what was last seen."""
    end = time.monotonic() + seconds
    while True:
        try:
            seen = holds()
        except Error as error:  # The document in which it was asked has just given way to the next one.
            seen, last = None, error
        else:
            last = seen
        if seen:
            return seen
        assert time.monotonic() < end, f"{what or '等到的'}：{last!r}"
        time.sleep(0.05)


def becomes(page: Page, script: str, wanted) -> None:
    """The page's script comes to give this value."""
    seen = []

    def same():
        seen[:] = [page.evaluate(script)]
        return seen[0] == wanted

    try:
        until(same)
    except AssertionError:
        raise AssertionError(f"{script}: {seen} != {wanted!r}") from None


def fits(page: Page, width: int = 360) -> None:
    """Nothing of the page stands out to the right of a screen of so many pixels."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    assert wide <= width, f"{page.url}: {wide} px"


def follow(page: Page, selector: str) -> None:
    """Click, and wait for the page that it leads to: what is opened or asked next does not stop what was sent."""
    with page.expect_navigation():
        page.click(selector)
