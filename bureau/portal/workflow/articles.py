"""Write → 初审 → 复审 → 终审 → publish; return, withdraw, correct. Each step is signed, and no two by one person (三审三校)."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from bureau import disclosure, richtext
from bureau.audit.book import note, record
from bureau.caching import bump
from bureau.files import DOCUMENTS, IMAGES, check_file
from bureau.portal.choices import OPEN, ArticleStatus, ColumnKind
from bureau.portal.models import Article, Attachment, Column, Version
from bureau.portal.models.articles import CONTENT
from bureau.workflow import Refused, Transition

WRITE = Transition("change", "修改", (ArticleStatus.DRAFT,), None, "portal.change_article")
SUBMIT = Transition("send_in", "送审", (ArticleStatus.DRAFT,), ArticleStatus.SUBMITTED, "portal.submit_article")
FIRST = Transition(
    "first_review", "初审通过", (ArticleStatus.SUBMITTED,), ArticleStatus.FIRST_REVIEWED, "portal.first_review_article"
)
SECOND = Transition(
    "second_review", "复审通过", (ArticleStatus.FIRST_REVIEWED,), ArticleStatus.SECOND_REVIEWED,
    "portal.second_review_article",
)  # fmt: skip
APPROVE = Transition(
    "final_review", "终审通过", (ArticleStatus.SECOND_REVIEWED,), ArticleStatus.APPROVED, "portal.approve_article"
)
RETURNS = {
    ArticleStatus.SUBMITTED: "portal.first_review_article",
    ArticleStatus.FIRST_REVIEWED: "portal.second_review_article",
    ArticleStatus.SECOND_REVIEWED: "portal.approve_article",
    ArticleStatus.APPROVED: "portal.publish_article",
}
SCHEDULE = Transition("schedule", "改定发布时间", (ArticleStatus.APPROVED,), None, "portal.publish_article")
PUBLISH = Transition("publish", "发布", (ArticleStatus.APPROVED,), ArticleStatus.PUBLISHED, "portal.publish_article")
WITHDRAW = Transition(
    "take_down", "撤下", (ArticleStatus.PUBLISHED,), ArticleStatus.WITHDRAWN, "portal.withdraw_article"
)
DISCARD = Transition("discard", "作废", (ArticleStatus.DRAFT,), ArticleStatus.DISCARDED, "portal.change_article")
_REPLACE = Transition(
    "replace", "由新版替代", (ArticleStatus.PUBLISHED,), ArticleStatus.REPLACED, "portal.publish_article"
)


def draft(column: Column, *, by, title: str, **content) -> Article:
    """Begin an article in ``column``. ``content`` by the names of CONTENT, and ``publish_at``."""
    _demand(by, "portal.add_article")
    article = Article(column=column, kind=column.kind, title=title, created_by=by, created_at=timezone.now())
    _fill(article, content)
    _clean(article)
    with transaction.atomic():
        article.save(force_insert=True)
        record(article, "add", by=by)
        _keep(article, by)
    return article


def write(article: Article, *, by, **content) -> None:
    """Save what was written; the content before stays readable beside it."""
    with WRITE(article, by=by):
        before = _content(article)
        _fill(article, content)
        article.kind = article.column.kind
    if _content(article) != before:
        _keep(article, by)


def submit(article: Article, *, by) -> None:
    """送审: vouch for the text and send it to the first reader."""
    with SUBMIT(article, by=by):
        article.submitted_by, article.submitted_at = by, timezone.now()
        article.return_reason = ""


def first_review(article: Article, *, by, opinion: str = "") -> None:
    """初审."""
    with FIRST(article, by=by, reason=opinion):
        article.first_reviewed_by, article.first_reviewed_at = by, timezone.now()


def second_review(article: Article, *, by, opinion: str = "") -> None:
    """复审."""
    with SECOND(article, by=by, reason=opinion):
        article.second_reviewed_by, article.second_reviewed_at = by, timezone.now()


def approve(article: Article, *, by, opinion: str = "") -> None:
    """终审: the article may be published; with a time set for it the timer does so."""
    with APPROVE(article, by=by, reason=opinion):
        article.approved_by, article.approved_at = by, timezone.now()


def return_(article: Article, *, by, reason: str) -> None:
    """退回 from any step to the writer, with the reason; what was signed so far is void."""
    reason = _reasoned(reason, "退回")
    permission = RETURNS.get(article.status, "portal.first_review_article")
    verb = Transition(
        "return", "退回", (article.status,) if article.status in RETURNS else (), ArticleStatus.DRAFT, permission
    )
    with verb(article, by=by, reason=reason):
        _unsign(article)
        article.return_reason = reason


def schedule(article: Article, *, by, at) -> None:
    """Set the time at which the timer publishes; None: a person does."""
    with SCHEDULE(article, by=by):
        article.publish_at = at


def publish(article: Article, *, by) -> None:
    """发布: show it to everybody, in the place of the edition before. Said twice, the second is refused."""
    with PUBLISH(article, by=by):
        before = Article.objects.published().filter(number=article.number).first()
        article.published_at = timezone.now()
        article.released_at = before.released_at if before else article.published_at
        if article.kind == ColumnKind.DOCUMENT and not article.index_number:
            article.index_number = f"{settings.SITE_INDEX_PREFIX}/{article.released_at:%Y}-{article.number:05d}"
        if before:
            with _REPLACE(before, by=by):
                pass
            article.slug = before.slug
    bump()


def withdraw(article: Article, *, by, reason: str) -> None:
    """撤下: the address says that the article was withdrawn, and why."""
    reason = _reasoned(reason, "撤下")
    with WITHDRAW(article, by=by, reason=reason):
        article.withdrawn_by, article.withdrawn_at, article.withdraw_reason = by, timezone.now(), reason
    bump()


def discard(article: Article, *, by, reason: str) -> None:
    """作废 a draft that is not to go on."""
    with DISCARD(article, by=by, reason=_reasoned(reason, "作废")):
        pass


def revise(article: Article, *, by) -> Article:
    """Begin the next edition of a published or withdrawn article, which stays as it is until the new one is published."""
    _demand(by, "portal.add_article")
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
        editions = Article.objects.filter(number=article.number).order_by("-edition")
        if article.status not in (ArticleStatus.PUBLISHED, ArticleStatus.WITHDRAWN):
            raise Refused(f"“{article}”{article.get_status_display()}，不需要另开新版。")
        if editions.filter(status__in=OPEN).exists():
            raise Refused(f"“{article}”已有一版正在修改，请在那一版上继续。")
        fresh = Article(
            number=article.number, edition=editions[0].edition + 1, slug=article.slug, kind=article.kind,
            created_by=by, created_at=timezone.now(), **{name: getattr(article, name) for name in CONTENT},
        )  # fmt: skip
        fresh.save(force_insert=True)
        record(fresh, "add", by=by, reason=f"修改第 {article.edition} 版")
        for attachment in article.attachments.all():
            attachment.pk, attachment.article = None, fresh
            attachment.save(force_insert=True)
        _keep(fresh, by)
    return fresh


def attach(article: Article, *, by, file, is_picture: bool = False) -> Attachment:
    """Keep a file with a draft. Raises Unacceptable for what cannot be taken."""
    kind = check_file(file, kinds=IMAGES if is_picture else DOCUMENTS)
    with WRITE(article, by=by):
        attachment = Attachment(
            article=article, name=file.name[-200:], mime=kind.mime, kind_name=kind.name, extension=kind.extensions[0],
            size=file.size, is_picture=is_picture, uploaded_by=by, uploaded_at=timezone.now(),
        )  # fmt: skip
        attachment.file.save(file.name, file, save=False)
        attachment.save(force_insert=True)
        note("attach", by=by, subject=attachment.name, model="portal.article", object_id=article.pk)
    return attachment


def detach(attachment: Attachment, *, by) -> None:
    """Take a file from a draft. The stored bytes stay, for the editions that show them."""
    article = attachment.article
    with WRITE(article, by=by):
        if attachment.is_picture and str(attachment.key) in article.body:
            raise Refused(f"正文里还在用图片“{attachment}”，请先从正文中删去并保存。")
        note("detach", by=by, subject=attachment.name, model="portal.article", object_id=article.pk)
        attachment.delete()


def warnings(article: Article) -> list[str]:
    """What a reader should look at before letting the article out: numbers that look like a person's."""
    texts = [
        article.title,
        article.summary,
        *(getattr(article, name) for name in ("conditions", "materials", "procedure")),
    ]
    found = disclosure.find("\n".join([*texts, richtext.plain(article.body)]), landlines=False)
    return [f"疑似{one.what}：{one.shown}" for one in found]


def _demand(by, permission: str) -> None:
    if not isinstance(by, str) and not by.has_perm(permission):
        raise PermissionDenied(permission)


def _reasoned(reason: str, verb: str) -> str:
    if not (reason or "").strip():
        raise Refused(f"请写明{verb}理由。")
    return reason.strip()


def _fill(article: Article, content: dict) -> None:
    for name, value in content.items():
        setattr(article, name, value)
    article.body = richtext.clean(article.body)


def _clean(article: Article) -> None:
    try:
        article.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


def _unsign(article: Article) -> None:
    for verb in ("submitted", "first_reviewed", "second_reviewed", "approved"):
        setattr(article, f"{verb}_by", None)
        setattr(article, f"{verb}_at", None)


def _content(article: Article) -> dict:
    found = {name: getattr(article, name) for name in CONTENT}
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in found.items()}


def _keep(article: Article, by) -> None:
    signature = {} if isinstance(by, str) else {"saved_by": by, "saved_at": timezone.now()}
    Version.objects.create(article=article, content=_content(article), **signature)
