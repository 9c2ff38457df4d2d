"""Calls and 征集 on the public front page and in the site's search."""

from django.urls import reverse

from bureau import front
from projects.models import Call, Solicitation


def open_calls(limit: int) -> list[front.Item]:
    """Calls that take applications now, the first to close first."""
    rows = Call.objects.open_at().for_list().only("title", "closes_at", "category")[:limit]
    return [front.Item(row.title, _address(row), until=row.closes_at, note=row.category) for row in rows]


def find_calls(text: str, limit: int) -> list[front.Hit]:
    """Published calls that hold every word."""
    rows = Call.objects.public().search(text).order_by("-published_at")[:limit]
    return [front.Hit(row.title, _address(row), "申报批次", on=row.published_at, text=row.guide) for row in rows]


def open_solicitations(limit: int) -> list[front.Item]:
    """征集 that take suggestions now, the first to close first."""
    rows = Solicitation.objects.open_at().order_by("closes_at", "pk").only("title", "closes_at")[:limit]
    return [front.Item(row.title, _asks(row), until=row.closes_at) for row in rows]


def find_solicitations(text: str, limit: int) -> list[front.Hit]:
    """Published 征集 that hold every word."""
    rows = Solicitation.objects.public().search(text).order_by("-published_at")[:limit]
    return [front.Hit(row.title, _asks(row), "指南建议征集", on=row.published_at, text=row.notice) for row in rows]


def _asks(row: Solicitation) -> str:
    return reverse("projects:solicitation-detail", args=[row.pk])


def _address(row: Call) -> str:
    return reverse("projects:call-detail", args=[row.pk])


front.show(front.Section("calls", "正在申报", 10, open_calls, more="projects:call-list"))
front.find(front.Source("calls", "申报批次", find_calls))
front.show(
    front.Section("solicitations", "正在征集", 11, open_solicitations, more="projects:solicitation-list", ends="征集")
)
front.find(front.Source("solicitations", "指南建议征集", find_solicitations))
