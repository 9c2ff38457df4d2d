"""Three persons for three posts, none above them; accounts that nobody uses are closed."""

import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from bureau.accounts.models import User
from bureau.audit.models import Entry
from bureau.signin import posts, tasks

pytestmark = pytest.mark.django_db
THREE = {"system_admin": "zhao.yi:赵一", "security_admin": "qianer:钱二", "audit_admin": "sunsan:孙三"}


def test_three_administrators_enter_with_a_password_for_one_sign_in(capsys, browser, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    call_command("create_post", **THREE)
    printed = capsys.readouterr().out
    password = re.search(r"系统管理员　赵一　用户名 zhao.yi　一次性密码 (\S+)", printed)[1]

    held = {u.username: [g.name for g in u.groups.all()] for u in User.objects.all()}
    assert held == {"zhao.yi": ["系统管理员"], "qianer": ["安全管理员"], "sunsan": ["审计管理员"]}
    client = browser()
    assert sign_in(client, "zhao.yi", password).status_code == 302
    assert client.get(reverse("admin:index"))["Location"] == reverse("account_change_password")
    new = "My-own-choice-1"
    client.post(reverse("account_change_password"), {"oldpassword": password, "password1": new, "password2": new})
    assert client.get(reverse("admin:index"))["Location"] == reverse("mfa_activate_totp")
    assert Entry.objects.filter(verb="add", model="accounts.user").count() == 3


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({"audit_admin": "qianer:孙三"}, "三个不同的人"),
        ({"audit_admin": "admin:孙三"}, "容易被猜到"),
        ({"audit_admin": "sunsan"}, "指定审计管理员"),
        ({"audit_admin": "sunsan: "}, "姓名"),
        ({"audit_admin": None}, "指定审计管理员"),
    ],
)
def test_posts_are_refused_whole(given, why):
    with pytest.raises(CommandError, match=why):
        call_command("create_post", **(THREE | given))

    assert not User.objects.exists()


def test_posts_are_made_once():
    call_command("create_post", **THREE)

    with pytest.raises(CommandError, match="已有人担任系统管理员"):
        call_command("create_post", system_admin="a1:甲", security_admin="b2:乙", audit_admin="c3:丙")


def test_nobody_is_made_above_the_posts():
    with pytest.raises(CommandError, match="没有超级用户"):
        call_command("createsuperuser")


def test_accounts_of_the_bureau_that_nobody_uses_are_closed(person):
    long_ago, lately = timezone.now() - timedelta(days=91), timezone.now() - timedelta(days=89)
    only, unused, used, new = person("system_admin"), person("officer"), person("officer"), person("officer")
    first, second = person("audit_admin"), person("audit_admin")
    unit = User.objects.create_user("unit")
    User.objects.update(date_joined=long_ago, last_login=long_ago)
    User.objects.filter(pk=used.pk).update(last_login=lately)
    User.objects.filter(pk=new.pk).update(date_joined=lately, last_login=None)

    tasks.disable_unused_accounts()

    closed = set(User.objects.filter(is_active=False))
    assert closed == {unused, first}
    assert {only, used, new, second, unit} & closed == set()
    assert Entry.objects.filter(verb="close_account", signature="定时任务").count() == 2


def test_the_administrator_finds_unused_accounts(person, client):
    admin, unused = person("system_admin"), person("officer")
    User.objects.filter(pk=unused.pk).update(date_joined=timezone.now() - timedelta(days=91))
    client.force_login(admin)

    response = client.get(reverse("admin:accounts_user_changelist"), {"unused": "1"})

    assert list(response.context["cl"].result_list) == [unused]


def test_a_one_time_password_is_of_all_classes():
    made = {posts.one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert all(len(p) == 16 and posts.passwords.class_count(p) == 4 for p in made)
