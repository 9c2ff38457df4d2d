"""The report for other programs."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, inline_serializer
from rest_framework import serializers
from rest_framework.decorators import api_view, permission_classes
from rest_framework.permissions import AllowAny
from rest_framework.response import Response

from .figures import as_json
from .models import AnnualReport

FigureSerializer = inline_serializer(
    "Figure",
    {
        "value": serializers.FloatField(allow_null=True, help_text="未取整的数值；百分比以百分点计"),
        "display": serializers.CharField(help_text="按本指标精度印出的数"),
        "previous": serializers.FloatField(allow_null=True, help_text="上年数"),
    },
)


@extend_schema(
    summary="某年度报告的全部指标",
    description="公众得到已签发的报告；有权查看报告的工作人员得到最新一版，签发前的也在内。",
    responses={
        200: inline_serializer(
            "Report",
            {"year": serializers.IntegerField(), "figures": serializers.DictField(child=FigureSerializer)},
        ),
        404: None,
    },
)
@api_view(["GET"])
@permission_classes([AllowAny])
def report_detail(request, year: int):
    """The newest version of the year's report that the caller may see."""
    rows = AnnualReport.objects.visible_to(request.user).computed().filter(year=year).order_by("-version")
    report = get_object_or_404(AnnualReport, pk=rows.values("pk")[:1])
    return Response(as_json(report))
