"""The nouns of the portal: columns, articles and their files; messages from the public; what the nightly round found."""

from .articles import Article, Attachment, Column, Version, Visit
from .feedback import Channel, Feedback
from .findings import Finding

__all__ = ["Article", "Attachment", "Channel", "Column", "Feedback", "Finding", "Version", "Visit"]
