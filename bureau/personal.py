"""Personal data at rest: encrypted columns, blind indexes for equality, masks for the screen.

Basis: 个人信息保护法 art. 51 (encryption, de-identification), GB/T 22239-2019 8.1.4.8 (storage confidentiality). A stored
value is ``<suite>.v<key version>:<base64 of nonce, ciphertext and tag>``; keys come from the environment, never from the
database, and the highest version of the suite in force writes. See bureau/ciphers.py for the suites.
"""

import base64
import re

from django.conf import settings
from django.db import models

from bureau.ciphers import SUITES


def mark() -> str:
    """How a value that is written now begins: the suite and the version of the key."""
    return f"{settings.CIPHER_SUITE}.v{max(settings.FIELD_KEYS)}:"


def encrypt(text: str) -> str:
    """Return ``text`` as stored, under the newest key. The empty string stays empty: nothing to protect, easy to see."""
    if not text:
        return ""
    sealed = SUITES[settings.CIPHER_SUITE].seal(settings.FIELD_KEYS[max(settings.FIELD_KEYS)], text.encode())
    return mark() + base64.b64encode(sealed).decode()


def decrypt(stored: str) -> str:
    """Return the text behind ``stored``. Raises KeyError without the key of that version, Tampered for another text."""
    if not stored:
        return ""
    head, _, body = stored.partition(":")
    suite, _, version = head.rpartition(".v")
    return SUITES[suite].unseal(settings.FIELD_KEYS[int(version)], base64.b64decode(body)).decode()


def blind_index(text: str) -> str:
    """Return a keyed fingerprint (64 hex digits) by which equal values are found without being read."""
    folded = re.sub(r"[\s\-()（）]", "", text or "").upper()
    if not folded:
        return ""
    return SUITES[settings.CIPHER_SUITE].fingerprint(settings.BLIND_INDEX_KEY, folded.encode())


def mask(text: str) -> str:
    """Return ``text`` as a screen may show it: 138****1234, 李**, 360***********1234."""
    if not text:
        return ""
    if len(text) <= 4:
        return text[0] + "**"
    if len(text) >= 15:
        return text[:3] + "*" * (len(text) - 7) + text[-4:]
    return text[:3] + "****" + text[-4:] if len(text) > 8 else text[:2] + "****" + text[-2:]


class EncryptedTextField(models.TextField):
    """Text that is encrypted in the database and plain on the instance. Look it up through its blind index."""

    def get_prep_value(self, value):
        return encrypt(super().get_prep_value(value) or "")

    def from_db_value(self, value, expression, connection):
        return value if value is None else decrypt(value)

    def get_lookup(self, lookup_name):
        """Only emptiness can be asked of a ciphertext."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


class BlindIndexField(models.CharField):
    """The fingerprint of the field named ``source``, kept in step whenever the row is saved."""

    def __init__(self, *args, source="", **kwargs):
        self.source = source
        kwargs |= {"max_length": 64, "editable": False, "default": "", "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"source": self.source}

    def pre_save(self, model_instance, add):
        value = blind_index(getattr(model_instance, self.source))
        setattr(model_instance, self.attname, value)
        return value
