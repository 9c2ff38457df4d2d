"""What lists of articles can be narrowed by: one FilterSet for the page and the API."""

import django_filters as filters
from django.utils import timezone

from bureau.accounts.models import Division
from enterprises.choices import Level
from enterprises.models import Recognition

from .choices import Validity
from .models import Article, Column
from .registers import years_of

YEARS = 30
VALID, ENDED = "valid", "ended"


def year_choices() -> list[tuple[int, str]]:
    """This year and those before it."""
    newest = timezone.localdate().year
    return [(year, f"{year}年") for year in range(newest, newest - YEARS, -1)]


class ArticleFilter(filters.FilterSet):
    """Words, year, subject, validity; the API also asks by column."""

    q = filters.CharFilter(label="关键词", method="search", max_length=60)
    year = filters.ChoiceFilter(label="年份", method="in_year", choices=year_choices, empty_label="全部年份")
    topic = filters.CharFilter(label="主题", field_name="topic", lookup_expr="exact", max_length=40)
    validity = filters.ChoiceFilter(label="有效性", choices=Validity.choices, empty_label="全部")
    column = filters.ModelChoiceFilter(
        label="栏目", queryset=Column.objects.listed(), to_field_name="code", empty_label="全部栏目"
    )

    class Meta:
        model = Article
        fields = []

    def search(self, queryset, name, value):
        """Every word, anywhere in title, number or text."""
        return queryset.search(value)

    def in_year(self, queryset, name, value: int):
        """Published in that year."""
        return queryset.released_in(int(value))


class ColumnPageFilter(ArticleFilter):
    """On a column's page the column is given, and only documents have a validity."""

    def __init__(self, *args, column: Column, **kwargs):
        super().__init__(*args, **kwargs)
        del self.filters["column"], self.filters["topic"]
        if column.kind != "document":
            del self.filters["validity"]


class CertificateFilter(filters.FilterSet):
    """Name or number, place, year of recognition, year of expiry, and whether it is valid today."""

    q = filters.CharFilter(label="企业名称或证书编号", method="search", max_length=60)
    division = filters.ModelChoiceFilter(
        label="所在地", queryset=Division.objects.order_by("position"), empty_label="全市"
    )
    issued = filters.ChoiceFilter(
        label="认定年份",
        field_name="issued_on",
        lookup_expr="year",
        choices=lambda: years_of("issued_on"),
        empty_label="全部",
    )
    expires = filters.ChoiceFilter(
        label="到期年份",
        field_name="expires_on",
        lookup_expr="year",
        choices=lambda: years_of("expires_on"),
        empty_label="全部",
    )
    state = filters.ChoiceFilter(
        label="有效情况",
        method="standing",
        choices=((VALID, "在有效期内"), (ENDED, "已到期或取消")),
        empty_label="全部",
    )

    class Meta:
        model = Recognition
        fields = []

    def search(self, queryset, name, value):
        """Every word in the firm's name, or the beginning of a certificate's number."""
        return queryset.search(value) | queryset.filter(certificate_number__istartswith=value.strip())

    def standing(self, queryset, name, value):
        """Valid today, or no longer."""
        valid = Recognition.objects.valid_on(timezone.localdate()).values("pk")
        return queryset.filter(pk__in=valid) if value == VALID else queryset.exclude(pk__in=valid)


class ListedFilter(filters.FilterSet):
    """Words of the name or the unit's, level, place."""

    q = filters.CharFilter(label="名称或单位", method="search", max_length=60)
    level = filters.ChoiceFilter(label="级别", choices=Level.choices, empty_label="全部")
    division = filters.ModelChoiceFilter(
        label="所在地", queryset=Division.objects.order_by("position"), empty_label="全市"
    )

    def search(self, queryset, name, value):
        """Every word."""
        return queryset.search(value)
