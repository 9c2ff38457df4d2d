"""What a unit's own patents can be narrowed by."""

import django_filters as filters
from django.db.models import Q
from django.utils import timezone

from .choices import PatentKind
from .models import Patent

PENDING, IN_FORCE, ENDED = "pending", "in_force", "ended"


class OwnPatentFilter(filters.FilterSet):
    """Words or number, type, year of filing, how the right stands."""

    q = filters.CharFilter(label="名称、申请人或申请号", method="search", max_length=60)
    kind = filters.ChoiceFilter(label="类型", choices=PatentKind.choices, empty_label="全部")
    year = filters.NumberFilter(label="申请年份", method="filed_in", min_value=1985, max_value=2100)
    state = filters.ChoiceFilter(
        label="状态",
        method="standing",
        choices=((IN_FORCE, "有效"), (PENDING, "未授权"), (ENDED, "已失效")),
        empty_label="全部",
    )

    class Meta:
        model = Patent
        fields = []

    def search(self, queryset, name, value):
        """Every word in the title or the applicants, or the beginning of the application number."""
        word = value.strip().upper().removeprefix("ZL").removeprefix("CN").split(".")[0]
        if word.isdigit():
            return queryset.filter(application_number__startswith=word)
        return queryset.search(value)

    def filed_in(self, queryset, name, value):
        """申请日 in the year."""
        return queryset.filed_in(int(value))

    def standing(self, queryset, name, value):
        """Today: in force, not granted, or over."""
        today = timezone.localdate()
        if value == PENDING:
            return queryset.filter(granted_on=None)
        if value == IN_FORCE:
            return queryset.in_force_on(today)
        return queryset.filter(granted_on__isnull=False).filter(Q(ended_on__lte=today) | Q(ended_on=None))
