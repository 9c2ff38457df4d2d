"""Registers that the public may read: what of a row is shown, and how it is found."""

from dataclasses import dataclass

from django.db.models import Max, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils import timezone

from bureau import front
from enterprises.choices import Withdrawal
from enterprises.models import Incubator, Park, Platform, Recognition


def certificates():
    """高新技术企业 certificates that count, with no more than what is public by nature: firm, place, number, field, dates."""
    return (
        Recognition.objects.high_tech()
        .select_related("division")
        .only("enterprise_name", "division__name", "county", "certificate_number", "technology_field", "issued_on", "expires_on", "cancelled_on", "withdrawal")
        .order_by("-issued_on", "certificate_number")
    )  # fmt: skip


def state_of(certificate: Recognition, today) -> tuple[str, str]:
    """How it stands on a day: the words and their tone."""
    if certificate.cancelled_on and certificate.cancelled_on <= today:
        gone = certificate.withdrawal == Withdrawal.MOVED_OUT
        return (
            (f"{certificate.cancelled_on:%Y-%m-%d} 迁出本市", "neutral")
            if gone
            else (f"{certificate.cancelled_on:%Y-%m-%d} 取消", "danger")
        )
    return ("在有效期内", "success") if certificate.expires_on > today else ("已到期", "neutral")


def extent() -> dict:
    """How many firms hold a valid certificate today, how many certificates there are, and when a row last changed."""
    rows = Recognition.objects.high_tech()
    told = rows.aggregate(changed=Max("changed_at"))
    return {"firms": rows.held_on(timezone.localdate()).count(), "changed_at": told["changed"]}


def years_of(field: str) -> list[tuple[int, str]]:
    """The years that ``field`` has, newest first, as choices."""
    years = Recognition.objects.high_tech().values_list(ExtractYear(field), flat=True).distinct()
    return [(year, f"{year}年") for year in sorted(years, reverse=True)]


def find_certificates(text: str, limit: int) -> list[front.Hit]:
    """Firms by their name, each with its newest certificate."""
    rows = certificates().search(text).order_by("credit_code", "-issued_on", "-pk").distinct("credit_code")[:limit]
    return [_hit(row) for row in rows]


def _hit(row: Recognition) -> front.Hit:
    words = f"高新技术企业证书 {row.certificate_number}，{row.technology_field or '技术领域未登记'}，有效期至 {row.expires_on:%Y年%m月%d日}。"
    address = f"{reverse('portal:high-tech')}?q={row.certificate_number}"
    return front.Hit(row.enterprise_name, address, "企业名录", on=row.issued_on, text=words)


@dataclass(frozen=True, slots=True)
class Register:
    """A register of what stands today, as the public reads it: (field, heading) pairs, the first names the row; no person in it."""

    code: str
    title: str
    model: type
    columns: tuple[tuple[str, str], ...]

    def rows(self, today) -> QuerySet:
        """What stands on the day, newest first; of the columns alone."""
        fields = [name for name, _heading in self.columns]
        return self.model.objects.standing_on(today).only(*fields).order_by("-approved_on", "name")

    def cells(self, row) -> list[tuple[str, object]]:
        """(heading, value as it is shown) of a row, after its name."""
        found = []
        for name, heading in self.columns[1:]:
            told = getattr(row, f"get_{name}_display", None)
            found.append((heading, told() if told else getattr(row, name)))
        return found


LISTED = {
    register.code: register
    for register in (
        Register(
            "platforms", "研发平台", Platform,
            (("name", "平台名称"), ("kind", "类型"), ("level", "级别"), ("organisation_name", "依托单位"), ("county", "所在地"), ("approved_on", "批准建设"), ("accepted_on", "验收")),
        ),
        Register(
            "parks", "园区", Park,
            (("name", "园区名称"), ("kind", "类型"), ("level", "级别"), ("county", "所在地"), ("approved_on", "批准设立")),
        ),
        Register(
            "incubators", "孵化器与众创空间", Incubator,
            (("name", "载体名称"), ("kind", "类型"), ("level", "级别"), ("organisation_name", "运营单位"), ("park_name", "所在园区"), ("county", "所在地"), ("approved_on", "认定")),
        ),
    )
}  # fmt: skip
