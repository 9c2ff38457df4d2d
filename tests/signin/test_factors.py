"""A second factor: asked for, kept secret, never the way around; persons of the bureau have one before anything else."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.urls import reverse

from bureau.audit.models import Entry
from bureau.personal import decrypt
from bureau.portal.rotation import rotate
from tests.signin.conftest import PASSWORD
from tests.signin.test_codes import reauthenticate, wrong
from tests.signin.test_sign_in import said

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXP"


def code(secret=SECRET) -> str:
    """What an authenticator shows now."""
    return format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1]))


@pytest.fixture
def armed(clerk):
    """Somebody of the bureau with an authenticator and recovery codes."""
    TOTP.activate(clerk, SECRET)
    RecoveryCodes.activate(clerk)
    cache.delete(f"allauth.mfa.totp.used?user={clerk.pk}&code={code()}")
    return clerk


@pytest.mark.django_db(transaction=True)
def test_persons_of_the_bureau_set_up_a_factor_before_anything_else(browser, clerk, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = browser()
    sign_in(client, "lisi")
    setup = reverse("mfa_activate_totp")

    for page in ("admin:index", "signin:account", "signin:sessions", "account_change_password"):
        assert client.get(reverse(page))["Location"] == setup, page
    assert client.get(reverse("home")).status_code == 200
    assert client.get(reverse("admin:index"), headers={"Accept": "application/json"}).status_code == 403
    assert client.get(setup)["Location"].startswith(reverse("account_reauthenticate"))
    reauthenticate(client)
    secret = re.search(r'class="secret">(\w+)<', client.get(setup).content.decode())[1]
    assert said(client.post(setup, {"code": wrong(code(secret))}))
    response = client.post(setup, {"code": code(secret)})

    assert response["Location"] == reverse("mfa_view_recovery_codes")
    assert len(client.get(response["Location"]).context["unused_codes"]) == 10
    assert client.get(reverse("admin:index")).status_code == 200
    assert Entry.objects.filter(verb="add_factor", subject="身份验证器", actor=clerk).count() == 1


def test_a_factor_given_up_and_its_line_in_the_book_are_one(browser, applicant, sign_in):
    """What the book cannot take down does not happen."""
    client = browser()
    sign_in(client)
    reauthenticate(client)
    TOTP.activate(applicant, SECRET)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse_line() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'full'; END $$;"
            "CREATE TRIGGER full_book BEFORE INSERT ON audit_entry FOR EACH ROW"
            " WHEN (NEW.verb = 'remove_factor') EXECUTE FUNCTION refuse_line()"
        )

    with pytest.raises(DatabaseError, match="full"):
        client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=applicant).exists()


def test_applicants_choose_for_themselves(browser, applicant, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = True
    client = browser()
    sign_in(client)

    assert client.get(reverse("signin:account")).status_code == 200


def test_a_password_alone_does_not_pass_a_factor(browser, armed, sign_in):
    client = browser()

    assert sign_in(client, "lisi")["Location"] == reverse("mfa_authenticate")
    assert client.get(reverse("admin:index")).status_code == 302
    assert said(client.post(reverse("mfa_authenticate"), {"code": wrong(code())})) == ["验证码不正确或已失效。"]
    assert client.get(reverse("admin:index")).status_code == 302
    assert client.post(reverse("mfa_authenticate"), {"code": code()})["Location"] == reverse("admin:index")
    assert client.get(reverse("admin:index")).status_code == 200
    assert Entry.objects.filter(verb="factor_failed", actor=armed).count() == 1


def test_a_code_that_was_seen_is_used_up(browser, armed, sign_in):
    first, thief = browser(), browser()
    sign_in(first, "lisi")
    sign_in(thief, "lisi")
    seen = code()
    first.post(reverse("mfa_authenticate"), {"code": seen})

    thief.post(reverse("mfa_authenticate"), {"code": seen})

    assert thief.get(reverse("admin:index")).status_code == 302


def test_codes_are_not_guessed(browser, armed, sign_in):
    client = browser()
    sign_in(client, "lisi")
    answers = [said(client.post(reverse("mfa_authenticate"), {"code": wrong(code())}))[0] for _ in range(6)]

    assert "次数过多" in answers[5]
    assert "次数过多" in said(client.post(reverse("mfa_authenticate"), {"code": code()}))[0]


def test_a_recovery_code_is_good_once(browser, armed, sign_in):
    spare = RecoveryCodes.activate(armed).get_unused_codes()[0]

    def enter():
        client = browser()
        sign_in(client, "lisi")
        client.post(reverse("mfa_authenticate"), {"code": spare})
        return client.get(reverse("admin:index")).status_code

    assert (enter(), enter()) == (200, 302)


def test_a_forgotten_password_is_no_way_around_the_factor(browser, armed, sign_in):
    armed.set_password("Another-one-2016")
    armed.save()

    assert sign_in(browser(), "lisi", "Another-one-2016")["Location"] == reverse("mfa_authenticate")


@pytest.mark.parametrize("required", [True, False])
def test_the_last_factor_of_a_person_of_the_bureau_stays(required, browser, armed, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = required
    client = browser()
    sign_in(client, "lisi")
    client.post(reverse("mfa_authenticate"), {"code": code()})
    reauthenticate(client)
    client.post(reverse("mfa_deactivate_totp"))

    assert Authenticator.objects.filter(user=armed, type="totp").exists() == required


def test_secrets_of_factors_are_encrypted_and_follow_new_keys(armed, settings):
    kept = Authenticator.objects.get(user=armed, type="totp").data["secret"]
    assert SECRET not in kept
    settings.FIELD_KEYS = settings.FIELD_KEYS | {9: b"9" * 32}

    rotate(by="测试")

    renewed = Authenticator.objects.get(user=armed, type="totp").data["secret"]
    seed = Authenticator.objects.get(user=armed, type="recovery_codes").data["seed"]
    assert renewed.startswith("aes.v9:")
    assert seed.startswith("aes.v9:")
    assert decrypt(renewed) == SECRET


@pytest.mark.parametrize(("required", "shown"), [(True, False), (False, True)])
def test_the_screen_says_where_no_factor_is_asked_for(required, shown, browser, clerk, sign_in, settings):
    settings.SECOND_FACTOR_REQUIRED = required
    page = browser().get(reverse("account_login")).content.decode()

    assert ("不要求二次验证" in page) == shown
    client = browser()
    sign_in(client, "lisi", PASSWORD)
    assert ("不要求二次验证" in client.get(reverse("home")).content.decode()) == shown


def test_the_head_of_the_admin_says_it_too(clerk, client):
    client.force_login(clerk)

    assert "未启用二次验证" in client.get(reverse("admin:index")).content.decode()


PAGES = [
    "account_login", "account_logout", "account_reauthenticate", "account_change_password", "account_inactive",
    "account_reset_password", "mfa_index", "mfa_reauthenticate", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "signin:account", "signin:sessions", "signin:name-change", "signin:data", "socialaccount_connections",
    "socialaccount_login_cancelled", "socialaccount_login_error",
]  # fmt: skip
ENGLISH = re.compile(
    r">[^<>]*\b(?:password|sign in|code|authenticator|key|the|your|please|back)\b[^<>]*<", re.IGNORECASE
)


@pytest.mark.parametrize("armed_with_totp", [True, False])
def test_every_page_of_signing_in_is_chinese_and_in_the_design(armed_with_totp, browser, applicant, sign_in, settings):
    client = browser()
    sign_in(client)
    reauthenticate(client)
    if armed_with_totp:
        TOTP.activate(applicant, SECRET)
        RecoveryCodes.activate(applicant)
    seen = 0
    for name in PAGES:
        response = (browser() if name in {"account_login", "account_reset_password"} else client).get(reverse(name))
        if response.status_code != 200:
            continue
        text = re.sub(r"(?s)<script.*?</script>|<style.*?</style>", "", response.content.decode())
        assert ENGLISH.findall(text) == [], name
        assert 'class="site"' in text, name
        assert f"- {settings.SITE_NAME}</title>" in text, name
        assert "style=" not in text.replace("data-style=", ""), name
        seen += 1
    assert seen >= 11
