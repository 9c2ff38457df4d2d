"""The style guide: every component in every state, for those who build and judge pages; and the site's icon."""

from datetime import datetime

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from . import errors
from .forms import SampleForm

PROBLEMS = {
    "bad-request": errors.BAD_REQUEST,
    "forbidden": errors.FORBIDDEN,
    "not-found": errors.NOT_FOUND,
    "stale-form": errors.STALE_FORM,
    "too-many": errors.TOO_MANY,
}
WRONG = {"title": "", "mobile": "1390000", "amount": "十万", "starts_on": "昨天", "summary": "", "kind": "x"}


def _sample() -> dict:
    at = timezone.make_aware(datetime(2026, 3, 2, 9, 30))  # noqa: DTZ001
    return {
        "tones": [
            ("neutral", "草稿"),
            ("info", "审核中"),
            ("success", "已立项"),
            ("warning", "退回修改"),
            ("danger", "不予立项"),
        ],
        "tasks": [
            {"label": "单位基本情况", "url": "#tasks", "status": "已完成", "tone": "success"},
            {"label": "项目内容与考核指标", "url": "#tasks", "status": "填写中", "tone": "info"},
            {"label": "经费预算", "url": "#tasks", "status": "有 2 处要改", "tone": "warning"},
            {"label": "提交", "status": "还不能开始", "hint": "上面三部分完成后才能提交。"},
        ],
        "steps": [
            {"label": "提交", "state": "done", "at": at, "by": "王芳"},
            {"label": "形式审查", "state": "done", "at": at, "note": "材料齐全。"},
            {"label": "查重", "state": "failed", "note": "与在研项目内容重复，需要说明区别。"},
            {"label": "专家评审", "state": "current"},
            {"label": "公示", "state": "waiting"},
        ],
        "rows": [
            ("项目名称", "钨合金刀具涂层研究", "#summary"),
            ("申请经费", "12.50 万元", "#summary"),
            ("推荐单位", None),
        ],
        "figures": [
            {"label": "高新技术企业总数", "number": "137", "unit": "家", "before": "上年 90 家，增长 52.2%"},
            {"label": "专利申请量", "number": "5 731", "unit": "件", "url": "#figures", "before": "上年 3 653 件"},
            {"label": "技术合同成交额", "number": "3.1", "unit": "亿元", "before": "没有上年数"},
        ],
        "tabs": [
            {"label": "全部", "url": "#tabs", "is_current": True, "count": 12},
            {"label": "待办", "url": "#tabs", "count": 3},
            {"label": "已办", "url": "#tabs", "count": 9},
        ],
        "trail": [("项目申报", "#trail"), ("2026年市级科技计划", "")],
        "before": ("关于开展2026年度高新技术企业申报工作的通知", "#pager"),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request):
    """Every component in every state; for staff. The sample form can be sent and keeps nothing."""
    if not request.user.is_staff:
        raise PermissionDenied("styleguide")
    form = SampleForm(request.POST or None, request.FILES or None, prefix="blank")
    if form.is_valid():
        messages.success(request, "示例表单填写正确，没有保存任何内容。")
        return redirect("styleguide")
    context = _sample() | {
        "form": form,
        "wrong": SampleForm(WRONG),
        "page": Paginator(range(240), 20).get_page(request.GET.get("page", 5)),
    }
    return render(request, "design/styleguide.html", context)


@require_safe
def styleguide_page(request, page: str):
    """One of the pages that show themselves only when something is wrong."""
    if not request.user.is_staff:
        raise PermissionDenied("styleguide")
    if page in PROBLEMS:
        response = errors.answer(request, PROBLEMS[page])
    elif page == "broken":
        response = errors.broken(request)
    elif page == "maintenance":
        response = errors.closed("今天 18:00")
    else:
        raise Http404
    response.status_code = 200
    return response


@login_not_required
@require_safe
def favicon(request):
    """Where a browser asks that no page told of the icon: on a redirect, beside a file."""
    return redirect(static("img/favicon.svg"))


@login_not_required
@require_safe
def manifest(request):
    """What a phone needs to put the portal among its apps (W3C Web Application Manifest)."""
    icon = {"src": static("img/favicon.svg"), "type": "image/svg+xml", "sizes": "any"}
    told = {
        "name": f"{settings.SITE_NAME}企业服务", "short_name": "科技服务", "lang": "zh-CN", "display": "standalone",
        "id": reverse("workspace"), "start_url": reverse("news:feed"), "scope": "/",
        "background_color": "#ffffff", "theme_color": "#1f4e79",
        "icons": [icon | {"purpose": "any"}, icon | {"purpose": "maskable"}],
    }  # fmt: skip
    return JsonResponse(told, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


@login_not_required
@require_safe
def service_worker(request):
    """The script that stands between the workspace and the network. Its folder is its scope; it keeps no page of anybody's."""
    response = render(request, "design/worker.js", content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def offline(request):
    """What is shown where there is no network; the same for everybody, since a phone keeps it."""
    return render(request, "design/offline.html")
