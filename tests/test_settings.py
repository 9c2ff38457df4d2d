"""Settings as each environment makes them, in processes of their own."""

import base64
import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

PRODUCTION = {
    "BUREAU_ENV": "production",
    "SECRET_KEY": "n7Vq-2rT_x9Lw4Zb8Ck1Hs6Yd3Mf5Pg0Ja-eUoIiRtQvWzXyAl-SdFgHjKl",
    "ALLOWED_HOSTS": "kjj.example.gov.cn",
    "DATABASE_URL": "postgresql://bureau:secret@127.0.0.1:1/bureau",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "FIELD_KEYS": f"1:{base64.b64encode(b'f' * 32).decode()},2:{base64.b64encode(b'g' * 32).decode()}",
    "BLIND_INDEX_KEY": base64.b64encode(b"i" * 32).decode(),
    "AUDIT_KEY": base64.b64encode(b"a" * 32).decode(),
    "SITE_NAME": "某市科学技术局",
    "SITE_ORGAN": "某市科学技术局",
    "SITE_ICP": "某ICP备12345678号",
    "SITE_GONGAN": "某公网安备12345678901234号",
    "SITE_IDENTIFIER": "1234567890",
    "SITE_CONTACT": "0000-1234567",
}


def manage(data_dir, *arguments, **environment):
    """A command with exactly this environment, and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR,
        env=kept | {"BUREAU_DATA_DIR": str(data_dir)} | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_production_deploys_without_a_warning(tmp_path):
    done = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", sorted(PRODUCTION.keys() - {"BUREAU_ENV"}))
@pytest.mark.parametrize("value", [None, " "], ids=["missing", "blank"])
def test_production_refuses_to_start_without(tmp_path, name, value):
    environment = {key: given for key, given in PRODUCTION.items() if key != name}
    if value is not None:
        environment[name] = value

    done = manage(tmp_path, "check", **environment)

    assert done.returncode == 1
    assert done.stderr.strip().endswith(f"ImproperlyConfigured: 生产环境必须设置 {name}。")


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DEBUG", "1", "生产环境不能打开 DEBUG。"),
        ("SECRET_KEY", "short", "SECRET_KEY 太短"),
        ("SECRET_KEY", "django-insecure-" + PRODUCTION["SECRET_KEY"], "SECRET_KEY 太短或是默认值"),
        ("SECRET_KEY", "x" * 60, "SECRET_KEY 太短"),
        ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS 须写明域名"),
        ("FIELD_KEYS", PRODUCTION["AUDIT_KEY"], "FIELD_KEYS 须写成 版本:密钥"),
        ("FIELD_KEYS", "1:c2hvcnQ=", "FIELD_KEYS 须是 32 字节密钥的 base64"),
        ("BLIND_INDEX_KEY", "not base64", "BLIND_INDEX_KEY 须是 32 字节密钥的 base64"),
        ("AUDIT_KEY", "c2hvcnQ=", "AUDIT_KEY 须是 32 字节密钥的 base64"),
        ("BUREAU_ENV", "prod", "BUREAU_ENV 只能是 demo 或 production"),
    ],
)
def test_wrong_value_is_refused_by_name(tmp_path, name, value, sentence):
    done = manage(tmp_path, "check", **PRODUCTION | {name: value})

    assert done.returncode == 1
    assert re.search(rf"ImproperlyConfigured: {sentence}", done.stderr)


def test_field_keys_are_read_by_version(tmp_path):
    read = "from django.conf import settings; print(settings.FIELD_KEYS, settings.AUDIT_KEY)"

    done = manage(tmp_path, "shell", "-v0", "-c", read, **PRODUCTION)

    assert done.stdout.strip() == f"{ {1: b'f' * 32, 2: b'g' * 32} } {b'a' * 32}"


def test_demonstration_makes_its_keys_once_even_when_two_start(tmp_path):
    read = "from django.conf import settings as s; import json; print(json.dumps([s.SECRET_KEY, s.AUDIT_KEY.hex(), s.DEBUG]))"
    given = {name: PRODUCTION[name] for name in ("DATABASE_URL", "REDIS_URL")}
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", read]
    environment = os.environ | given | {"BUREAU_ENV": "demo", "BUREAU_DATA_DIR": str(tmp_path)}
    both = [
        subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]

    told = [json.loads(process.communicate(timeout=60)[0]) for process in both]
    again = manage(tmp_path, "shell", "-v0", "-c", read, **given)

    assert told[0] == told[1] == json.loads(again.stdout)
    assert told[0][2] is False
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
