"""The verbs of an article as the admin offers them: their words, who may, what is asked."""

from collections.abc import Callable
from dataclasses import dataclass

from django.forms import Form

from bureau.portal.choices import ArticleStatus, ColumnKind
from bureau.portal.models import Article
from bureau.portal.workflow import articles as workflow
from bureau.workflow import Transition

from .forms import OpinionForm, ReasonForm, ScheduleForm


@dataclass(frozen=True, slots=True)
class Verb:
    """A button above the form, and the page behind it."""

    label: str
    sources: tuple[str, ...]
    permission: str  # Empty: by the step that the article is at.
    say: Callable
    told: str
    lead: str
    form: type[Form] | None = None
    tone: str = ""
    warns: bool = False

    def permission_for(self, article: Article) -> str:
        """Who may say it of this article now."""
        return self.permission or workflow.RETURNS.get(article.status, "portal.first_review_article")


def _of(transition: Transition, say: Callable, told: str, lead: str, **more) -> Verb:
    return Verb(transition.label, transition.sources, transition.permission, say, told, lead, **more)


def _with_opinion(verb: Callable) -> Callable:
    return lambda article, *, by, reason: verb(article, by=by, opinion=reason)


def _scheduled(article: Article, *, by, publish_at) -> None:
    workflow.schedule(article, by=by, at=publish_at)


VERBS = {
    "submit": _of(workflow.SUBMIT, workflow.submit, "已送审。", "送审后不能再改；审校人要求修改时会退回。", warns=True),
    "first_review": _of(
        workflow.FIRST, _with_opinion(workflow.first_review), "初审通过，待复审。",
        "初审看：内容属实、依据充分、没有错别字和个人信息。", form=OpinionForm, warns=True,
    ),
    "second_review": _of(
        workflow.SECOND, _with_opinion(workflow.second_review), "复审通过，待终审。",
        "复审看：政策表述、领导和机构称谓、格式、附件和链接。", form=OpinionForm, warns=True,
    ),
    "approve": _of(
        workflow.APPROVE, _with_opinion(workflow.approve), "终审通过。",
        "终审通过后即可发布；设定了时间的，到时自动发布。", form=OpinionForm, warns=True,
    ),
    "publish": _of(workflow.PUBLISH, workflow.publish, "已发布。", "发布后所有人立即可见。", warns=True),
    "schedule": _of(
        workflow.SCHEDULE, _scheduled, "的发布时间已改定。", "到时自动发布，只发布一次。", form=ScheduleForm
    ),
    "return": Verb(
        "退回修改", tuple(workflow.RETURNS), "", workflow.return_, "已退回撰稿人修改。",
        "退回后已签的审校作废，改好后重新送审。", form=ReasonForm,
    ),
    "revise": Verb(
        "修改（另开新版）", (ArticleStatus.PUBLISHED, ArticleStatus.WITHDRAWN), "portal.add_article", workflow.revise,
        "已另开新版，改好后送审。", "现在网上的内容不变，新版经三审发布后替代它，网址不变。",
    ),
    "withdraw": _of(
        workflow.WITHDRAW, workflow.withdraw, "已撤下。", "原网址会显示“已经撤下”和理由。", form=ReasonForm, tone="danger"
    ),
    "discard": _of(workflow.DISCARD, workflow.discard, "已作废。", "作废的草稿不能恢复。", form=ReasonForm, tone="danger"),
}  # fmt: skip


def open_to(user, article: Article) -> list[tuple[str, Verb]]:
    """What this person may say of the article now."""
    return [
        (name, verb)
        for name, verb in VERBS.items()
        if article.status in verb.sources and user.has_perm(verb.permission_for(article)) and not _is_odd(name, article)
    ]


def _is_odd(name: str, article: Article) -> bool:
    """The site's own pages are not withdrawn: the law asks for them."""
    return name == "withdraw" and article.kind == ColumnKind.PAGE and bool(article.slug)
