"""Pages for what went wrong: each says what happened, that nothing is lost where that is so, and what to do now."""

import logging
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)
API = "/api/"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of failure in words."""

    status: int
    title: str
    reason: str
    advice: tuple[str, ...]


BAD_REQUEST = Problem(
    400,
    "请求有误，没有处理",
    "浏览器送来的内容不完整、过大或格式不对。",
    ("返回上一页，检查填写的内容和附件大小后重新提交。", "如果是从收藏夹或别处的链接进来的，请从首页重新进入。"),
)
FORBIDDEN = Problem(
    403,
    "您没有查看此页的权限",
    "此页只对特定的单位或岗位开放，您当前登录的账号不在其中。",
    (
        "如果您属于几个单位，请先在工作台切换到有权限的单位。",
        "如果需要权限，请联系本单位管理员；局内人员请联系安全管理员。",
    ),
)
NOT_FOUND = Problem(
    404,
    "没有找到此页",
    "网址可能写错了，也可能该内容已撤下、移走，或者不对您开放。",
    ("检查网址是否完整。", "从首页的栏目进入，或用搜索查找标题中的词。"),
)
STALE_FORM = Problem(
    403,
    "表单已过期，没有提交",
    "此页打开得太久、登录状态变了，或者浏览器禁用了 Cookie，系统无法确认这次提交是您本人的操作。",
    ("返回上一页并刷新，填写的内容会自动恢复，然后重新提交。", "如果反复出现，请在浏览器设置中允许本站使用 Cookie。"),
)
TOO_MANY = Problem(
    429,
    "操作太频繁，请稍后再试",
    "为保护账号和系统，短时间内同一来源的操作次数有限制。您的账号没有因此被停用。",
    ("请等几分钟后再试，其间不要反复点击。", "如果不是您本人在操作，请在登录后修改密码，并在登录记录中退出其他设备。"),
)
BROKEN = Problem(
    500,
    "系统出错，没有处理完",
    "这是系统的问题，不是您操作的问题。已记录下来，会有人处理。",
    ("返回上一页重试一次；填写的内容会自动恢复。", "如果仍然不行，请把下面的错误编号告诉我们。"),
)


def answer(request, problem: Problem) -> HttpResponse:
    """The page of a problem; machines that asked the API are told in JSON."""
    if request.path.startswith(API):
        return JsonResponse({"detail": f"{problem.title}。{problem.reason}"}, status=problem.status)
    return render(request, "errors/problem.html", {"problem": problem}, status=problem.status)


def bad_request(request, exception):
    """400."""
    return answer(request, BAD_REQUEST)


def forbidden(request, exception):
    """403."""
    return answer(request, FORBIDDEN)


def not_found(request, exception):
    """404."""
    return answer(request, NOT_FOUND)


def too_many(request, exception=None):
    """429, as allauth's limits and our own answer."""
    return answer(request, TOO_MANY)


def csrf_failure(request, reason=""):
    """A form that cannot be shown to be the person's own."""
    return answer(request, STALE_FORM)


def _plain(template: str, status: int, **context) -> HttpResponse:
    site = {"name": settings.SITE_NAME, "organ": settings.SITE_ORGAN, "contact": settings.SITE_CONTACT}
    return HttpResponse(render_to_string(template, {"site": site} | context), status=status)


def broken(request):
    """500: drawn from the settings alone, because whatever failed may fail again; the number finds it in the log."""
    reference = secrets.token_hex(4).upper()
    logger.error("错误编号 %s：%s %s", reference, request.method, request.path)
    if request.path.startswith(API):
        return JsonResponse({"detail": f"{BROKEN.title}。错误编号：{reference}。"}, status=500)
    return _plain("errors/broken.html", 500, problem=BROKEN, reference=reference)


def closed(until: str) -> HttpResponse:
    """503 while the site is being worked on; ``until`` says in words when it opens again."""
    response = _plain("errors/maintenance.html", 503, until=until)
    response["Retry-After"] = "600"
    response["Cache-Control"] = "no-store"
    return response
