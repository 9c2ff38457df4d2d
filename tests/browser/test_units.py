"""From nothing to a unit with two people, in the browser: register, approve, invite, accept, sign in with TOTP, switch."""

import re

import pytest
from django.core.cache import cache
from playwright.sync_api import expect

from bureau.accounts.models import Membership, Organisation, User
from bureau.registration.models import Registration
from bureau.text import name_key
from tests.browser.test_signing_in import code as totp
from tests.browser.test_signing_in import enter
from tests.browser.waiting import becomes, fits
from tests.registration.conftest import LICENCE, credit_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "zhangsan-and-Ganzhou"


@pytest.fixture
def visitor(chromium):
    """A browser of its own on a phone; it may ask this machine alone."""
    opened, abroad = [], []

    def open_page(width: int = 360):
        context = chromium.new_context(viewport={"width": width, "height": 740}, locale="zh-CN")
        opened.append(context)
        page = context.new_page()
        page.on("request", lambda request: None if "//localhost" in request.url else abroad.append(request.url))
        page.on("console", lambda said: abroad.append(said.text) if "Content Security" in said.text else None)
        return page

    yield open_page
    for context in opened:
        context.close()
    assert [url for url in abroad if not url.startswith(("data:", "blob:"))] == []


def sign_up(page, capsys, mobile: str, name: str) -> None:
    """The two pages of an account, with the code of the text message."""
    capsys.readouterr()
    page.fill("input[name=mobile]", mobile)
    page.click("text=获取验证码")
    page.wait_for_selector("h1:has-text('填写账号信息')")
    page.fill("input[name=code]", re.search(r"验证码 (\d{6})", capsys.readouterr().out)[1])
    page.fill("input[name=name]", name)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=password2]", PASSWORD)
    page.check("input[name=consent]")
    page.click("main button:has-text('注册')")


def register_unit(page, tmp_path) -> str:
    """From the workspace to the receipt; returns the unit's code."""
    code, licence = credit_code(), tmp_path / "营业执照.pdf"
    licence.write_bytes(LICENCE)
    page.click("text=注册单位")
    page.click("text=开始注册")
    page.click(".task-list a >> nth=0")
    page.check("input[name=kind][value=enterprise]")
    page.fill("input[name=credit_code]", code[:17])
    page.wait_for_selector("#credit-code-told >> text=应为 18 位，现为 17 位")
    page.fill("input[name=credit_code]", code)
    page.wait_for_selector("#credit-code-told >> text=信用代码正确")
    page.fill("input[name=name]", "赣州甲有限公司")
    page.select_option("select[name=division]", label="章贡区")
    page.click("text=保存并继续")
    page.fill("input[name=legal_representative]", "王五")
    page.fill("input[name=address]", "章贡区1号")
    expect(page.locator("input[name=contact_name]").first).to_have_value("张三")
    page.click("text=保存并继续")
    page.set_input_files("input[type=file]", licence)
    page.click("text=保存并继续")
    page.wait_for_selector("h1:has-text('提交前请核对')")
    fits(page, 360)
    page.click("text=确认提交")
    page.wait_for_selector("h1:has-text('单位注册已提交')")
    return code


def test_a_unit_gets_its_people(visitor, sign_in, live_server, places, tmp_path, capsys):
    cache.clear()
    manager = visitor()
    manager.goto(f"{live_server.url}/account/signup/")
    sign_up(manager, capsys, "13912345678", "张三")
    manager.wait_for_selector("h1:has-text('张三，您好')")
    code = register_unit(manager, tmp_path)

    officer = sign_in("officer")
    officer.click("text=个单位注册待审核")
    officer.click("#result_list tbody a >> nth=0")
    officer.click("a[href*='/approve']")
    officer.click("button.bureau-button:has-text('通过')")
    officer.wait_for_selector("text=已通过")
    assert Registration.objects.get().status == "approved"

    manager.goto(f"{live_server.url}/workspace/")
    manager.click("text=工作台菜单")
    manager.click("text=单位信息与成员")
    manager.click("text=邀请成员")
    manager.fill("input[name=name]", "李四")
    manager.click("button:has-text('生成邀请')")
    link = manager.inner_text(".link-once")
    manager.context.grant_permissions(["clipboard-read", "clipboard-write"])
    manager.click("text=复制链接")
    manager.wait_for_selector("text=已复制。")
    becomes(manager, "navigator.clipboard.readText()", link)

    guest = visitor()
    guest.goto(link)
    guest.click("a.button:has-text('注册个人账号')")
    sign_up(guest, capsys, "13987654321", "李四")
    guest.wait_for_selector("h1:has-text('单位邀请')")
    guest.click("button:has-text('接受邀请')")
    guest.wait_for_selector("text=您已加入“赣州甲有限公司”")
    unit = Organisation.objects.get(credit_code=code)
    person = User.objects.get(name="李四")
    assert set(Membership.objects.filter(organisation=unit).values_list("user__name", "role")) == {
        ("张三", "manager"),
        ("李四", "contributor"),
    }

    other = Organisation.objects.create(name="赣州乙有限公司", name_key=name_key("赣州乙有限公司"))
    Membership.objects.create(user=person, organisation=other)
    secret = set_up_totp(guest, live_server.url)
    guest.context.clear_cookies()
    cache.clear()
    guest.goto(f"{live_server.url}/workspace/")
    enter(guest, "13987654321", PASSWORD)
    guest.wait_for_selector("h1:has-text('二次验证')")
    guest.fill("input[name=code]", totp(secret))
    guest.click("main button[type=submit], main form button >> nth=0")
    guest.wait_for_selector(".acting >> text=赣州甲有限公司")
    guest.click("text=工作台菜单")
    guest.select_option("#acting-organisation", label="赣州乙有限公司（填报人）")
    guest.click("text=切换单位")
    guest.wait_for_selector("text=现在代表“赣州乙有限公司”办理业务")
    expect(guest.locator(".acting strong").first).to_have_text("赣州乙有限公司")
    fits(guest, 360)


def set_up_totp(page, url: str) -> str:
    """An authenticator on the account; returns its secret."""
    page.goto(f"{url}/account/factors/totp/")
    if page.locator("h1:has-text('请再输入一次密码')").count():
        page.fill("input[name=password]", PASSWORD)
        page.click("text=继续")
    page.wait_for_selector("h1:has-text('设置身份验证器')")
    secret = page.inner_text("code.secret")
    page.fill("input[name=code]", totp(secret))
    page.click("text=完成设置")
    page.wait_for_selector("h1:has-text('恢复代码')")
    return secret
