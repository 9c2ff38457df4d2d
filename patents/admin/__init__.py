"""The browser admin of patents."""

from .patent import PatentAdmin

__all__ = ["PatentAdmin"]
