"""What a browser would run is never stored; what people wrote is."""

import pytest

from bureau.richtext import clean, links, paragraphs, plain


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<math><mi><script>alert(1)</script>",
        '<a href="javascript:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>',
        "<iframe src=//evil.example></iframe>", '<p style="background:url(//evil.example)">x</p>', "<style>*{}</style>",
        '<img src="//evil.example/a.png">', '<img src="https://evil.example/a.png">', '<form action="//evil.example"><input></form>',
        '<p onclick="alert(1)">x</p>', '<a href="jav&#x09;ascript:alert(1)">x</a>', "<object data=x></object>", "<base href=//evil.example>",
        '<p class="button danger">x</p>', "<template><script>alert(1)</script></template>", "<!--<img src=x onerror=alert(1)>-->",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">', "<h1 onmouseover=alert(1)>x</h1>",
    ],
)  # fmt: skip
def test_nothing_that_runs_or_calls_elsewhere_is_kept(attack):
    kept = clean(attack)

    for sign in (
        "alert",
        "evil",
        "script",
        "style",
        "onclick",
        "danger",
        "<img",
        "<form",
        "<input",
        "<base",
        "<object",
    ):
        assert sign not in kept


def test_what_was_written_is_kept():
    text = (
        '<h2>一、条件</h2><p class="center">甲<strong>乙</strong></p><table><tbody><tr><th scope="col">项目</th>'
        '<td colspan="2">经费</td></tr></tbody></table><figure><img src="/files/1/" alt="图"><figcaption>图1</figcaption></figure>'
    )

    assert clean(text) == text
    assert clean(clean(text)) == clean(text)
    assert clean("<h1>题</h1>") == "<h2>题</h2>"
    assert clean("<p> </p><p><br></p>") == ""


def test_words_and_addresses_are_read_out():
    text = '<h2>一</h2><p>甲<b>乙</b> &lt;丙&gt;</p><table><tr><th>丁</th><td>戊</td></tr></table><a href="/a/?x=1&amp;y=2">己</a>'

    assert paragraphs(clean(text)) == ["一", "甲乙 <丙>", "丁 戊", "己"]
    assert plain("") == ""
    assert list(links(clean(text))) == ["/a/?x=1&y=2"]
