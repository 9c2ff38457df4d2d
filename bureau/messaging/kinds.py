"""What a kind of message is. Each app declares its kinds in its ``messages.py``; staff may rewrite the words.

A text knows one thing: ``{name}``, where ``name`` is one of the kind's placeholders. No attribute, no index, no format, no
code, so that a text which staff write can only say what the verb gives it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings

from .choices import Channel

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class Kind:
    """Something the portal tells a person. The inbox always holds it; ``channels`` are the other ways by default."""

    code: str
    name: str
    title: str
    body: str
    placeholders: Mapping[str, str]  # Name to a sample value, for the preview.
    channels: tuple[Channel, ...] = ()
    may_switch_off: bool = True
    is_urgent: bool = False  # Goes out in quiet hours too.
    brief: str = ""  # What a text message says; the title where empty.
    for_staff: bool = False
    for_units: bool = False
    leave: str = ""  # Address name of the page where a person, told by a signed word, stops such messages.

    def __post_init__(self):
        """A default text that names an unknown placeholder stops the start, not the first message."""
        for text in (self.title, self.body, self.brief):
            if faults := text_faults(text, self.placeholders):
                raise ValueError(f"{self.code}: {faults[0]}")


@dataclass(slots=True)
class Words:
    """The texts of one kind as they are now: the defaults, or what staff wrote over them."""

    title: str
    body: str
    brief: str
    channels: tuple[str, ...] = field(default=())


def text_faults(text: str, placeholders: Mapping[str, str]) -> list[str]:
    """Sentences on what is wrong with the placeholders of a text."""
    known = "、".join(f"{{{name}}}" for name in placeholders) or "（没有）"
    faults = [
        f"“{{{name}}}”不是这类消息的占位符。可用的占位符：{known}。"
        for name in _PLACEHOLDER.findall(text)
        if name not in placeholders
    ]
    if re.search(r"[{}]", _PLACEHOLDER.sub("", text)):
        faults.append("大括号没有成对：占位符须写成 {名称}，正文里不能单独出现大括号。")
    return faults


def fill(text: str, values: Mapping[str, object]) -> str:
    """``text`` with every placeholder replaced, once: a brace inside a value stays a brace."""
    return _PLACEHOLDER.sub(lambda match: str(values[match.group(1)]), text)


_registered: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known."""
    for kind in kinds:
        _registered[kind.code] = kind


def all_kinds() -> list[Kind]:
    """Every kind, in the order in which the apps declared them."""
    return list(_registered.values())


def get_kind(code: str) -> Kind:
    """The kind of that code. Raises KeyError."""
    return _registered[code]


def kind_name(code: str) -> str:
    """What a kind is called; its code where the app that declared it is gone."""
    return _registered[code].name if code in _registered else code


def leave_name(code: str) -> str:
    """Where messages of that kind are stopped; empty: in the settings alone."""
    return _registered[code].leave if code in _registered else ""


def ways_for(user) -> list[Channel]:
    """The ways besides the inbox that this person may choose: a group robot is the bureau's own, push goes when configured."""
    closed = {Channel.WECOM: not user.is_staff, Channel.PUSH: settings.PUSH_KEY is None}
    return [channel for channel in Channel if not closed.get(channel)]


def kinds_for(user) -> list[Kind]:
    """The kinds that may reach this person."""
    return [kind for kind in all_kinds() if (kind.for_staff if user.is_staff else kind.for_units)]
