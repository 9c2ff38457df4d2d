"""The admin's first page: what waits for me, and where the year stands."""

from django.urls import reverse
from django.utils import timezone

from bureau.admin import COUNTED_UP_TO
from bureau.collecting.models import Duty
from bureau.lists.choices import RunStatus
from bureau.lists.models import ImportRun, UnmatchedName
from bureau.messaging.choices import DeliveryStatus
from bureau.messaging.models import Delivery
from bureau.portal import boards
from bureau.portal.choices import ArticleStatus
from bureau.portal.models import Article, Feedback, Finding
from bureau.privacy.choices import AssessmentStatus, BreachStatus, ProcessorStatus
from bureau.privacy.models import Breach, ImpactAssessment, Processor
from bureau.publicity.choices import PublicityStatus
from bureau.publicity.models import Objection, Publicity
from bureau.registration.models import Registration, Renaming
from bureau.reports.choices import ReportStatus
from bureau.reports.models import AnnualReport
from bureau.signin.models import DataRequest
from enterprises.models import Platform
from matchmaking.models import Challenge
from projects.models import Application, Call, Panel, SiteVisit, Solicitation, Suggestion

HEADLINES = (
    "hnte.total",
    "patents.applications",
    "patents.grants",
    "projects.provincial_or_above.count",
    "contracts.amount_100m_yuan",
    "matchmaking.contacts",
)
SIGNING = (
    (ReportStatus.DRAFT, "reports.prepare_annualreport", "份报告待编制送审"),
    (ReportStatus.PREPARED, "reports.review_annualreport", "份报告待审核"),
    (ReportStatus.REVIEWED, "reports.issue_annualreport", "份报告待签发"),
)
RUNS = (
    (RunStatus.PREVIEWED, "个清单已预览，待确认导入"),
    (RunStatus.REFUSED, "个清单有错误，未写入"),
    (RunStatus.INTERRUPTED, "个导入中断，可重新导入"),
)
DELIVERIES = (
    (DeliveryStatus.GIVEN_UP, "条消息多次发送失败"),
    (DeliveryStatus.UNCERTAIN, "条消息发送结果不明，请核实"),
)


EDITING = (
    (ArticleStatus.SUBMITTED, "portal.first_review_article", "篇文章待初审"),
    (ArticleStatus.FIRST_REVIEWED, "portal.second_review_article", "篇文章待复审"),
    (ArticleStatus.SECOND_REVIEWED, "portal.approve_article", "篇文章待终审"),
    (ArticleStatus.APPROVED, "portal.publish_article", "篇文章待发布"),
)


def capped(rows) -> str:
    """How many rows, 10000+ beyond ten thousand."""
    counted = rows.order_by()[: COUNTED_UP_TO + 1].count()
    return f"{COUNTED_UP_TO}+" if counted > COUNTED_UP_TO else str(counted)


def dashboard(request, context):
    """Add the to-do board and the newest report's figures to the index page."""
    context["todos"] = [todo for todo in _todos(request.user) if todo["count"] != "0"]
    report = (
        AnnualReport.objects.visible_to(request.user).exclude(computed_at=None).order_by("-year", "-version").first()
    )
    if request.user.has_perm("reports.view_annualreport") and report:
        year = timezone.localdate().year
        figures = {figure.indicator: figure for figure in report.figures.filter(indicator__in=HEADLINES)}
        context["report"] = report
        context["report_url"] = reverse("admin:reports_annualreport_change", args=[report.pk])
        context["headlines"] = [figures[code] for code in HEADLINES if code in figures]
        context["is_current"] = report.year == year
    return context


def _todos(user):
    if user.has_perm("registration.decide_registration"):
        url = reverse("admin:registration_registration_changelist")
        waiting = Registration.objects.visible_to(user)
        yield {"count": capped(waiting.waiting()), "words": "个单位注册待审核", "url": f"{url}?todo=waiting"}
        yield {"count": capped(waiting.overdue()), "words": "个单位注册已超期", "url": f"{url}?todo=overdue"}
    if user.has_perm("registration.decide_renaming"):
        url = f"{reverse('admin:registration_renaming_changelist')}?status__exact=submitted"
        yield {"count": capped(Renaming.objects.waiting()), "words": "个单位更名待审核", "url": url}
    if user.has_perm("lists.load_importrun"):
        for status, words in RUNS:
            url = f"{reverse('admin:lists_importrun_changelist')}?status__exact={status}"
            yield {"count": capped(ImportRun.objects.unlimited().filter(status=status)), "words": words, "url": url}
    if user.has_perm("lists.resolve_unmatchedname"):
        url = f"{reverse('admin:lists_unmatchedname_changelist')}?status__exact=open"
        yield {"count": capped(UnmatchedName.objects.outstanding()), "words": "个单位名称待对应", "url": url}
    if user.has_perm("enterprises.correct_platform"):
        url = f"{reverse('admin:enterprises_platform_changelist')}?acceptance=due"
        due = Platform.objects.to_accept(timezone.localdate())
        yield {"count": capped(due), "words": "个研发平台建设期满或将满，待验收", "url": url}
    yield from _publicity_todos(user)
    yield from _project_todos(user)
    if user.has_perm("signin.answer_datarequest"):
        url = reverse("admin:signin_datarequest_changelist")
        asked = DataRequest.objects.visible_to(user)
        yield {"count": capped(asked.open()), "words": "个个人信息申请待办理", "url": f"{url}?todo=open"}
        yield {
            "count": capped(asked.overdue(timezone.localdate())),
            "words": "个个人信息申请已超期",
            "url": f"{url}?todo=overdue",
        }
    yield from _challenge_todos(user)
    yield from _privacy_todos(user)
    yield from _collecting_todos(user)
    if user.has_perm("messaging.resend_delivery"):
        for status, words in DELIVERIES:
            url = f"{reverse('admin:messaging_delivery_changelist')}?status__exact={status}"
            yield {"count": capped(Delivery.objects.filter(status=status)), "words": words, "url": url}
    for status, permission, words in SIGNING:
        if user.has_perm(permission):
            rows = AnnualReport.objects.filter(status=status)
            url = f"{reverse('admin:reports_annualreport_changelist')}?status__exact={status}"
            yield {"count": capped(rows), "words": words, "url": url}
    yield from _site_todos(user)


def _site_todos(user):
    """What waits at the web site: texts to read, letters to answer, columns without news, what the round found."""
    articles = reverse("admin:portal_article_changelist")
    if user.has_perm("portal.submit_article"):
        returned = Article.objects.filter(status=ArticleStatus.DRAFT, created_by=user)
        yield {"count": capped(returned), "words": "篇我的草稿", "url": f"{articles}?status__exact=draft"}
    for status, permission, words in EDITING:
        if user.has_perm(permission):
            rows = Article.objects.filter(status=status)
            yield {"count": capped(rows), "words": words, "url": f"{articles}?status__exact={status}"}
    if user.has_perm("portal.answer_feedback"):
        url = f"{reverse('admin:portal_feedback_changelist')}?status__exact=received"
        overdue = Feedback.objects.overdue(timezone.localdate())
        yield {"count": capped(Feedback.objects.waiting()), "words": "封来信待答复", "url": url}
        yield {"count": capped(overdue), "words": "封来信已超过答复时限", "url": url}
    if user.has_perm("portal.ignore_finding"):
        url = f"{reverse('admin:portal_finding_changelist')}?status__exact=open"
        yield {"count": capped(Finding.objects.outstanding()), "words": "处巡检发现待处理", "url": url}
    if user.has_perm("portal.change_column"):
        board = reverse("admin:portal_column_board")
        yield {"count": str(boards.pressing(timezone.localdate())), "words": "个栏目该更新了", "url": board}


def _project_todos(user):
    """Suggestions to answer, applications to examine, or to recommend where no unit does; today's panels."""
    if user.has_perm("projects.answer_suggestion"):
        url, asked = reverse("admin:projects_suggestion_changelist"), Suggestion.objects.visible_to(user)
        yield {"count": capped(asked.overdue()), "words": "条建议已截止征集，待答复", "url": f"{url}?todo=overdue"}
    if user.has_perm("projects.sum_up_solicitation"):
        url = f"{reverse('admin:projects_solicitation_changelist')}?status__exact=open"
        yield {"count": capped(Solicitation.objects.to_sum_up()), "words": "个征集已截止，待汇总", "url": url}
    url, rows = reverse("admin:projects_application_changelist"), Application.objects.visible_to(user)
    if user.has_perm("projects.check_application"):
        yield {"count": capped(rows.awaiting_check()), "words": "项申报待形式审查", "url": f"{url}?todo=check"}
        yield {"count": capped(rows.correction_overdue()), "words": "项申报补正逾期", "url": f"{url}?todo=late"}
    if user.has_perm("projects.recommend_application"):
        own = rows.awaiting_recommendation().filter(recommender=None)
        yield {"count": capped(own), "words": "项申报待本局推荐", "url": f"{url}?todo=recommend"}
    if user.has_perm("projects.publish_call"):
        waiting = Call.objects.visible_to(user).awaiting_signature().exclude(sent_by=user)
        url = f"{reverse('admin:projects_call_changelist')}?status__exact=signing"
        yield {"count": capped(waiting), "words": "个申报批次待签发", "url": url}
    if user.has_perm("projects.run_sitevisit"):
        late = SiteVisit.objects.visible_to(user).overdue(timezone.now())
        url = f"{reverse('admin:projects_sitevisit_changelist')}?todo=late"
        yield {"count": capped(late), "words": "次现场考察待记录、签字或办结", "url": url}
    if user.has_perm("projects.run_panel"):
        today = Panel.objects.visible_to(user).on(timezone.localdate())
        url = f"{reverse('admin:projects_panel_changelist')}?todo=today"
        yield {"count": capped(today), "words": "场会评今天举行", "url": url}


def _challenge_todos(user):
    """揭榜挂帅: what is to be published, what is to be opened."""
    url = reverse("admin:matchmaking_challenge_changelist")
    if user.has_perm("matchmaking.decide_challenge"):
        waiting = Challenge.objects.awaiting_decision()
        yield {"count": capped(waiting), "words": "张榜单待审核", "url": f"{url}?todo=waiting"}
    if user.has_perm("matchmaking.open_challenge"):
        closed = Challenge.objects.awaiting_opening()
        yield {"count": capped(closed), "words": "张榜单已截止，待开封", "url": f"{url}?todo=opening"}


def _publicity_todos(user):
    publicities, objections = (reverse(f"admin:publicity_{name}_changelist") for name in ("publicity", "objection"))
    if user.has_perm("publicity.approve_publicity"):
        rows = Publicity.objects.filter(status=PublicityStatus.SUBMITTED).exclude(submitted_by=user)
        yield {"count": capped(rows), "words": "份公示待批准", "url": f"{publicities}?status__exact=submitted"}
    if user.has_perm("publicity.submit_publicity"):
        rows = Publicity.objects.filter(status=PublicityStatus.DRAFT, created_by=user)
        yield {"count": capped(rows), "words": "份公示起草中", "url": f"{publicities}?status__exact=draft"}
    if user.has_perm("publicity.accept_objection"):
        rows, today = Objection.objects.all(), timezone.localdate()
        yield {
            "count": capped(rows.received()),
            "words": "件异议待审查受理",
            "url": f"{objections}?status__exact=received",
        }
        yield {
            "count": capped(rows.being_investigated()),
            "words": "件异议调查中",
            "url": f"{objections}?status__exact=accepted",
        }
        yield {"count": capped(rows.untold()), "words": "件异议待告知异议人", "url": f"{objections}?due=untold"}
        yield {"count": capped(rows.overdue(today)), "words": "件异议已逾期", "url": f"{objections}?due=overdue"}


def _privacy_todos(user):
    """The registers on personal information: what a second person decides, what is due again, whom a breach has yet to be told."""
    today = timezone.localdate()
    assessments, processors, breaches = (
        reverse(f"admin:privacy_{name}_changelist") for name in ("impactassessment", "processor", "breach")
    )
    if user.has_perm("privacy.approve_impactassessment"):
        rows = ImpactAssessment.objects.filter(status=AssessmentStatus.SUBMITTED).exclude(submitted_by=user)
        yield {"count": capped(rows), "words": "份影响评估待审批", "url": f"{assessments}?status__exact=submitted"}
    if user.has_perm("privacy.submit_impactassessment"):
        rows = ImpactAssessment.objects.to_review(today)
        yield {"count": capped(rows), "words": "份影响评估已到复核日期", "url": f"{assessments}?review=due"}
    if user.has_perm("privacy.approve_processor"):
        rows = Processor.objects.filter(status=ProcessorStatus.SUBMITTED).exclude(submitted_by=user)
        yield {"count": capped(rows), "words": "项委托处理待审批", "url": f"{processors}?status__exact=submitted"}
    if user.has_perm("privacy.end_processor"):
        rows = Processor.objects.expired(today)
        yield {"count": capped(rows), "words": "项委托处理已到期，待登记终止", "url": f"{processors}?expired=1"}
    if user.has_perm("privacy.tell_breach"):
        rows = Breach.objects.authority_untold() | Breach.objects.persons_untold()
        yield {"count": capped(rows), "words": "起泄露事件待报告或告知", "url": f"{breaches}?status__exact=open"}
    if user.has_perm("privacy.close_breach"):
        rows = Breach.objects.filter(status=BreachStatus.CLOSING).exclude(proposed_by=user)
        yield {"count": capped(rows), "words": "起泄露事件待结案", "url": f"{breaches}?status__exact=closing"}


def _collecting_todos(user):
    if user.has_perm("collecting.confirm_duty"):
        url, today = reverse("admin:collecting_collection_changelist"), timezone.localdate()
        yield {"count": capped(Duty.objects.to_confirm()), "words": "份报送清单待确认", "url": url}
        yield {"count": capped(Duty.objects.overdue(today)), "words": "份清单逾期未报", "url": url}
