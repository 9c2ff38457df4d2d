"""A firm's own system reads and writes one year of the firm: by the verb of the pages, under the same checks."""

import codecs
import json
from decimal import Decimal

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from drf_spectacular.utils import OpenApiResponse, extend_schema, inline_serializer
from rest_framework import serializers, status
from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser
from rest_framework.response import Response
from rest_framework.views import APIView

from bureau.workflow import Refused
from enterprises.assessment import schema
from enterprises.checks import findings
from enterprises.models import YearlyData
from enterprises.workflow.filling import fill_from_system
from enterprises.workflow.yearly import previous_of

from .access import AUTHENTICATION, ByToken, CallerThrottle, WriteThrottle
from .body import Year, as_body, as_read


class ExactParser(JSONParser):
    """JSON whose numbers keep every digit."""

    def parse(self, stream, media_type=None, parser_context=None):
        """The parsed body; ParseError (400) when it is no JSON."""
        try:
            return json.load(codecs.getreader("utf-8")(stream), parse_float=Decimal, parse_constant=_refuse)
        except ValueError as error:
            raise ParseError(f"请求正文不是有效的 JSON（UTF-8）：{error}") from error


def _refuse(word: str):
    raise ValueError(f"{word} 不是 JSON 的数")


PROBLEM = inline_serializer(
    "YearProblem", {"field": serializers.CharField(help_text="位置，如 ip[0].kind"), "message": serializers.CharField()}
)
REFUSAL = inline_serializer(
    "YearRefusal", {"detail": serializers.CharField(), "problems": serializers.ListField(child=PROBLEM, required=False)}
)
ANSWER = inline_serializer(
    "YearAnswer",
    {
        "id": serializers.IntegerField(),
        "year": serializers.IntegerField(),
        "status": serializers.CharField(
            help_text="draft=填写中；submitted=待确认；returned=退回补正；confirmed=已确认"
        ),
        "changed": serializers.BooleanField(help_text="这次请求是否改变了数据", required=False),
        "findings": serializers.ListField(
            child=serializers.CharField(), help_text="提交前须改正的错误、须说明的差异；由单位人员在页面上说明并提交"
        ),
        "data": serializers.DictField(help_text="与写入的格式相同"),
    },
)


def _answer(data: YearlyData, **more) -> dict:
    found = findings(data, previous_of(data))
    told = {"id": data.pk, "year": data.year, "status": data.status, **more}
    return told | {"findings": [finding.sentence for finding in found], "data": as_body(data)}


@method_decorator(login_not_required, name="dispatch")  # The token is asked for below.
class OwnYear(APIView):
    """The unit of the token, one year."""

    authentication_classes = AUTHENTICATION
    permission_classes = [ByToken]
    parser_classes = [ExactParser]

    def get_throttles(self):
        """Writing is rarer than reading."""
        return [WriteThrottle() if self.request.method == "PUT" else CallerThrottle()]

    @extend_schema(
        summary="本单位一个年度的数据",
        auth=[{"token": []}],
        description="与写入时的格式相同，可以读出、改动、再写回。",
        responses={200: ANSWER, 404: None},
    )
    def get(self, request, year: int):
        """What the year says now, in the shape in which it is written."""
        rows = YearlyData.objects.visible_to(request.user).filter(organisation=request.auth.organisation_id)
        return Response(_answer(get_object_or_404(rows, year=year)))

    @extend_schema(
        summary="写入本单位一个年度的数据",
        auth=[{"token": []}],
        description="整年替换：没有写的项为空，没有写的行删去。同样的内容写几次与写一次相同。只能写填写中或退回补正的年度。",
        request={"application/json": schema.schema_of(Year)},
        responses={200: ANSWER, 201: ANSWER, 400: REFUSAL, 409: OpenApiResponse(REFUSAL, description="年度已提交或尚未结束，或某行不成立")},
    )  # fmt: skip
    def put(self, request, year: int):
        """All of it or nothing; every mistake is named with its place."""
        body, problems = schema.read(Year, request.data)
        if problems:
            told = [{"field": problem.place, "message": problem.sentence} for problem in problems]
            words = f"有 {len(told)} 处须改正，没有写入。"
            return Response({"detail": words, "problems": told}, status=status.HTTP_400_BAD_REQUEST)
        unit, token = request.auth.organisation, request.auth.name
        was_there = YearlyData.objects.filter(organisation=unit, year=year).exists()
        try:
            data, changed = fill_from_system(unit, year, as_read(body), by=request.user, token=token)
        except Refused as refusal:
            return Response({"detail": str(refusal)}, status=status.HTTP_409_CONFLICT)
        except PermissionDenied:
            return Response({"detail": "令牌的持有人不能为该单位填写。"}, status=status.HTTP_403_FORBIDDEN)
        code = status.HTTP_200_OK if was_there else status.HTTP_201_CREATED
        return Response(_answer(data, changed=changed), status=code)
