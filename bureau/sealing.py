"""Sealed until it is opened: content encrypted for a public key, so that whoever seals cannot unseal.

Each content has a key of its own, agreed between a key pair made for it alone and the receiver's public one (X25519, RFC 7748;
HKDF, RFC 5869), and is kept by the suite in force (``bureau/ciphers.py``). ``about`` is bound into that key: what was sealed
about one thing does not open as another's.
"""

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from bureau.ciphers import SUITES, Tampered

LENGTH = 32  # Bytes of a key, public or private.
_INFO = b"bureau sealing 1\0"


def new_pair() -> tuple[bytes, bytes]:
    """A private key and its public one."""
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def seal(public: bytes, content: bytes, *, about: str) -> bytes:
    """``content``, sealed for the owner of the private key of ``public``."""
    own, suite = X25519PrivateKey.generate(), SUITES[settings.CIPHER_SUITE]
    mine = own.public_key().public_bytes_raw()
    key = _key(own.exchange(X25519PublicKey.from_public_bytes(public)), mine, public, about)
    return suite.name.encode() + b":" + mine + suite.seal(key, content)


def unseal(private: bytes, sealed: bytes, *, about: str) -> bytes:
    """What was sealed. Raises Tampered for anything that is not, to the last bit, what ``seal`` gave about the same thing."""
    name, _, rest = sealed.partition(b":")
    own = X25519PrivateKey.from_private_bytes(private)
    try:
        suite = SUITES[name.decode()]
        shared = own.exchange(X25519PublicKey.from_public_bytes(rest[:LENGTH]))
    except (KeyError, ValueError) as error:
        raise Tampered("不是封存的内容。") from error
    key = _key(shared, rest[:LENGTH], own.public_key().public_bytes_raw(), about)
    return suite.unseal(key, rest[LENGTH:])


def _key(shared: bytes, sender: bytes, receiver: bytes, about: str) -> bytes:
    info = _INFO + sender + receiver + about.encode()
    return HKDF(hashes.SHA256(), LENGTH, None, info).derive(shared)
