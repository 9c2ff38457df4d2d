"""Personal data under new keys and the other suite: read everywhere, found by index, and taken back as before."""

import secrets

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.core.management import call_command
from django.db import connection

from bureau.ciphers import SUITES, Tampered
from bureau.lists import workflow
from bureau.lists.commands import load_file
from bureau.personal import blind_index, decrypt, encrypt
from bureau.portal.rotation import rotate, secret_models
from matchmaking.models import Achievement

pytestmark = pytest.mark.django_db

HEADINGS = ["成果编号", "成果名称", "完成单位", "联系人", "联系电话", "征集日期"]


def stored(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM matchmaking_achievement")
        return cursor.fetchone()[0]


@pytest.fixture
def changed(person, workbook):
    """An achievement whose telephone a second list changed."""
    row = ["C1", "钨粉回收", "江西理工大学", "王伟", "13800000001", "2015-03-03"]
    load_file(workbook([HEADINGS, row]), by=person("officer"))
    run, _result = load_file(workbook([HEADINGS, [*row[:4], "13900000002", row[5]]]), by=person("officer"))
    return run


@pytest.mark.parametrize("name", SUITES)
def test_a_changed_ciphertext_is_refused(name):
    suite, key = SUITES[name], secrets.token_bytes(32)
    sealed = suite.seal(key, "王伟".encode())

    assert suite.unseal(key, sealed).decode() == "王伟"
    for broken in (sealed[:-1] + bytes([sealed[-1] ^ 1]), sealed[:20]):
        with pytest.raises(Tampered):
            suite.unseal(key, broken)
    with pytest.raises(Tampered):
        suite.unseal(secrets.token_bytes(32), sealed)


def test_the_commercial_primitives_are_the_standards():
    digest = hashes.Hash(hashes.SM3())
    digest.update(b"abc")
    # GB/T 32905-2016 A.1, GB/T 32907-2016 A.1.
    assert digest.finalize().hex() == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    block = bytes.fromhex("0123456789abcdeffedcba9876543210")
    worker = Cipher(algorithms.SM4(block), modes.ECB()).encryptor()  # noqa: S305 One block, to compare.
    assert worker.update(block).hex() == "681edf34d206965e86b3e94f536e4246"
    assert isinstance(SUITES["sm"].block_cipher(bytes(32)), algorithms.SM4)


def test_rotation_renews_every_value_and_index(changed, settings):
    old = stored("contact_phone")
    settings.FIELD_KEYS = {**settings.FIELD_KEYS, 2: secrets.token_bytes(32)}
    settings.CIPHER_SUITE = "sm"
    assert decrypt(old) == "13900000002"  # Read before it is rotated.

    call_command("rotate_keys")

    assert stored("contact_phone").startswith("sm.v2:")
    assert stored("contact_phone_index") == blind_index("13900000002")
    settings.FIELD_KEYS = {2: settings.FIELD_KEYS[2]}
    assert Achievement.objects.get(contact_phone_index=blind_index("139 0000 0002")).contact_phone == "13900000002"
    assert rotate(by="测试") == 0  # Nothing is left to do.


def test_a_rotated_run_can_be_taken_back(changed, settings, person):
    settings.FIELD_KEYS = {2: secrets.token_bytes(32), **settings.FIELD_KEYS}
    rotate(by="测试")
    settings.FIELD_KEYS = {2: settings.FIELD_KEYS[2]}

    workflow.undo(changed, by=person("officer"), reason="误导入", queue=lambda *_: None)
    report = workflow.take_back(changed, by=person("officer"), reason="误导入")

    assert (report["restored"], report["kept"]) == (1, [])
    assert Achievement.objects.get().contact_phone == "13800000001"


def test_every_encrypted_model_is_rotated():
    assert {"accounts.user", "matchmaking.achievement", "matchmaking.demand"} <= {
        model._meta.label_lower for model in secret_models()
    }
    assert encrypt("") == decrypt("") == ""
