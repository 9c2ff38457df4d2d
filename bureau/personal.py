"""Personal data at rest: encrypted columns, blind indexes for equality, masks for the screen.

Basis: 个人信息保护法 art. 51 (encryption, de-identification), GB/T 22239-2019 8.1.4.8 (storage confidentiality). A stored
value is ``v<key version>:<base64 of nonce and AES-256-GCM ciphertext>``; keys come from the environment, never from the
database, and the highest version writes.
"""

import base64
import hmac
import os
import re

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

_NONCE = 12


def encrypt(text: str) -> str:
    """Return ``text`` as stored, under the newest key. The empty string stays empty: nothing to protect, easy to see."""
    if not text:
        return ""
    version = max(settings.FIELD_KEYS)
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(settings.FIELD_KEYS[version]).encrypt(nonce, text.encode(), None)
    return f"v{version}:{base64.b64encode(nonce + sealed).decode()}"


def decrypt(stored: str) -> str:
    """Return the text behind ``stored``. Raises KeyError when the key of that version is not configured."""
    if not stored:
        return ""
    version, _, body = stored.partition(":")
    raw = base64.b64decode(body)
    return AESGCM(settings.FIELD_KEYS[int(version[1:])]).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()


def blind_index(text: str) -> str:
    """Return a keyed fingerprint (HMAC-SHA256, hex) by which equal values are found without being read."""
    folded = re.sub(r"[\s\-()（）]", "", text or "").upper()
    return hmac.new(settings.BLIND_INDEX_KEY, folded.encode(), "sha256").hexdigest() if folded else ""


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
