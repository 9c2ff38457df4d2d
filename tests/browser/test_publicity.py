"""公示 over a holiday in the browser: drawn up, approved, objected to, handled, over by itself and still to be read."""

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import expect

from bureau.publicity import workflow
from bureau.publicity.models import Publicity
from tests.browser.waiting import follow
from tests.publicity.conftest import WORDS, pdf

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHANGHAI = timezone.get_default_timezone()


def moment(*numbers):
    return time_machine.travel(timezone.datetime(*numbers, tzinfo=SHANGHAI), tick=True)


def press(page, words):
    follow(page, f".bureau-actions >> text={words}")
    follow(page, ".bureau-form button.bureau-button")


def drawn_up(page, url):
    page.goto(f"{url}/admin/publicity/publicity/add/")
    for name, value in WORDS.items():
        if name == "kind":
            page.select_option("select[name=kind]", value)
        elif name == "body":
            page.locator(".tiptap").fill(value)
        else:
            page.fill(f"[name={name}]", str(value))
    page.click(".bureau-form button.bureau-button")
    page.fill("[name=text]", "项目编号\t项目名称\t承担单位\t项目负责人\nGZ1\t钨合金刀具涂层研究\t赣州甲有限公司\t王研")
    page.click(".bureau-form button.bureau-button")
    press(page, "送审")


def test_a_list_is_objected_to_over_the_national_day(sign_in, live_server, chromium, people, tmp_path):
    cache.clear()
    url = live_server.url
    proof = tmp_path / "证明.pdf"
    proof.write_bytes(pdf().read())
    public = chromium.new_page(locale="zh-CN")
    with moment(2026, 9, 29, 9):
        drawn_up(sign_in("officer"), url)
        publicity = Publicity.objects.get()
        head = sign_in("section_head")
        head.goto(f"{url}/admin/publicity/publicity/{publicity.pk}/change/")
        press(head, "批准")

        public.goto(f"{url}/publicity/")
        public.click(f"text={WORDS['title']}")
        expect(public.locator("main").first).to_contain_text("2026年9月29日至2026年10月10日")
        public.click("text=提出异议 >> nth=-1")
        public.fill("[name=name]", "匿名")
        public.fill("[name=phone]", "13800005678")
        public.fill("[name=concerning]", "第1项")
        public.fill("[name=facts]", "与往年项目重复。")
        public.check("[name=consent]")
        public.click("text=提交异议 >> nth=-1")
        expect(public.locator(".error-summary").first).to_contain_text("匿名异议不予受理")
        public.fill("[name=name]", "李实名")
        public.check("[name=consent]")
        public.set_input_files("[name=evidence1]", proof)
        public.click("text=提交异议 >> nth=-1")
        number = public.inner_text(".confirmation .number")

    with moment(2026, 10, 9, 9):
        desk = sign_in("supervision")
        desk.goto(f"{url}/admin/publicity/objection/")
        follow(desk, f"text={number}")
        expect(desk.locator("body")).not_to_contain_text("李实名")
        press(desk, "受理")
        desk.click(".bureau-actions >> text=认定异议不成立")
        desk.fill("[name=opinion]", "经核实，两项目技术路线不同。")
        desk.click(".bureau-form button.bureau-button")
        desk.click(".bureau-actions >> text=告知异议人")
        desk.select_option("[name=how]", "电话")
        desk.click(".bureau-form button.bureau-button")
        desk.wait_for_selector("text=已登记告知")

        public.goto(f"{url}/publicity/objections/")
        public.fill("[name=number]", number)
        public.fill("[name=phone]", "13800005678")
        public.click("main button.button")
        expect(public.locator("main").first).to_contain_text("两项目技术路线不同")

    with moment(2026, 10, 11, 0, 5):
        workflow.turn()
        public.goto(f"{url}/publicity/{publicity.pk}/")
        expect(public.locator("main").first).to_contain_text("公示已结束")
        expect(public.locator("main").first).to_contain_text("钨合金刀具涂层研究")
        expect(public.locator("text=提出异议")).to_have_count(0)
        public.goto(f"{url}/publicity/{publicity.pk}/objection/")
        expect(public.locator("main").first).to_contain_text("逾期提出的异议不予受理")
    public.close()
