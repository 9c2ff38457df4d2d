"""The two sets of algorithms that keep personal data: the international one and the commercial one (商用密码).

Basis: GB/T 39786-2021 8.4 (storage confidentiality with SM4, integrity with SM3), 商用密码管理条例 art. 41. Which one writes
is a setting; each reads what it wrote, so a bureau can change over while it works.
"""

import hashlib
import hmac
import os
from abc import ABC, abstractmethod

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

NONCE, TAG = 12, 16  # Bytes; GCM as NIST SP 800-38D and RFC 8998 have it.


class Tampered(ValueError):
    """A stored ciphertext is not what was written, or another key wrote it."""


class Suite(ABC):
    """A block cipher in GCM and a keyed hash. Keys are 32 bytes whatever the cipher takes."""

    name: str

    @abstractmethod
    def block_cipher(self, key: bytes):
        """The cipher under this key."""

    @abstractmethod
    def fingerprint(self, key: bytes, content: bytes) -> str:
        """A keyed hash of ``content``, 64 hex digits."""

    def seal(self, key: bytes, content: bytes) -> bytes:
        """Nonce, ciphertext and tag."""
        nonce = os.urandom(NONCE)
        worker = Cipher(self.block_cipher(key), modes.GCM(nonce)).encryptor()
        return nonce + worker.update(content) + worker.finalize() + worker.tag

    def unseal(self, key: bytes, sealed: bytes) -> bytes:
        """What was sealed. Raises Tampered."""
        nonce, body, tag = sealed[:NONCE], sealed[NONCE:-TAG], sealed[-TAG:]
        try:
            worker = Cipher(self.block_cipher(key), modes.GCM(nonce, tag)).decryptor()
            return worker.update(body) + worker.finalize()
        except (InvalidTag, ValueError) as error:
            raise Tampered("密文已损坏，或不是这把密钥所写。") from error


class International(Suite):
    """AES-256-GCM and HMAC-SHA256."""

    name = "aes"

    def block_cipher(self, key):
        return algorithms.AES(key)

    def fingerprint(self, key, content):
        return hmac.new(key, content, hashlib.sha256).hexdigest()


class Commercial(Suite):
    """SM4-GCM (GB/T 32907-2016) and HMAC-SM3 (GB/T 32905-2016)."""

    name = "sm"

    def block_cipher(self, key):
        # SM4 takes 16 bytes: derived, so that the key of the setting serves both suites and neither sees the other's.
        return algorithms.SM4(bytes.fromhex(self.fingerprint(key, b"SM4 key of personal data"))[:16])

    def fingerprint(self, key, content):
        worker = keyed.HMAC(key, hashes.SM3())
        worker.update(content)
        return worker.finalize().hex()


SUITES: dict[str, Suite] = {suite.name: suite for suite in (International(), Commercial())}
