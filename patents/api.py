"""The open numbers for other programs: one line for each place and value of a dimension."""

from django.contrib.auth.decorators import login_not_required
from django.utils.decorators import method_decorator
from django.views.decorators.http import conditional_page
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny

from .opendata import BY, MEASURES, open_table
from .suppression import ALL


class CountSerializer(serializers.Serializer):
    """One number."""

    place = serializers.CharField(help_text="县（市、区）、功能区，或全市")
    key = serializers.CharField(help_text="分组的值，或合计")
    count = serializers.IntegerField(allow_null=True, help_text="件数；不公布的为 null")


class AskedSerializer(serializers.Serializer):
    """What is asked for."""

    year = serializers.IntegerField(min_value=1985, max_value=2100)
    measure = serializers.ChoiceField([one.value for one in MEASURES], default="filed")
    by = serializers.ChoiceField(BY, default="kind")
    place = serializers.CharField(required=False, max_length=50)


class Pages(PageNumberPagination):
    """Fifty lines a page, or as many as asked for up to 500."""

    page_size_query_param, max_page_size = "page_size", 500


@method_decorator([login_not_required, conditional_page], name="dispatch")
class PatentCounts(GenericAPIView):
    """Counts by place and one dimension, of a year; with ETag, so that an unchanged answer costs no body."""

    permission_classes = [AllowAny]
    serializer_class = CountSerializer
    pagination_class = Pages
    filter_backends = []

    @extend_schema(
        summary="专利数据：某年各县（市、区）的申请量或授权量",
        description="每行是一个县（市、区）或功能区的一个数；申请人不足 3 个的不公布，为 null。未变动时以 ETag 答 304。",
        parameters=[
            OpenApiParameter("year", int, required=True, description="年度"),
            OpenApiParameter("measure", str, enum=[one.value for one in MEASURES], description="filed=申请量；granted=授权量"),
            OpenApiParameter("by", str, enum=list(BY), description="kind=专利类型；applicant_type=申请人类型；section=IPC 部"),
            OpenApiParameter("place", str, description="只要一个县（市、区）或功能区，或“全市”"),
        ],
        responses=CountSerializer(many=True),
    )  # fmt: skip
    def get(self, request):
        asked = AskedSerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        from_ = asked.validated_data
        measure = next(one for one in MEASURES if one.value == from_["measure"])
        table = open_table(from_["year"], measure, from_["by"])
        rows = {**table.rows, ALL: "全市"}
        columns = {**table.columns, ALL: "合计"}
        lines = [
            {"place": place, "key": words, "count": table.cells[row, column]}
            for row, place in rows.items()
            for column, words in columns.items()
            if from_.get("place") in (None, place)
        ]
        return self.get_paginated_response(CountSerializer(self.paginate_queryset(lines), many=True).data)
