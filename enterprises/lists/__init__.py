"""The lists that fill this app: the certificates, and the registers beside them."""

from . import listed, recognition

__all__ = ["listed", "recognition"]
