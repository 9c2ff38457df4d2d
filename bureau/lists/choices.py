"""The words of list runs."""

from django.db.models import TextChoices


class RunStatus(TextChoices):
    UPLOADED = "uploaded", "已上传"
    PREVIEWED = "previewed", "已预览"
    QUEUED = "queued", "等待导入"
    RUNNING = "running", "正在导入"
    DONE = "done", "已导入"
    REFUSED = "refused", "有错误，未写入"
    FAILED = "failed", "未能读取"
    CANCELLED = "cancelled", "已取消，未写入"
    INTERRUPTED = "interrupted", "中断，未写入"
    UNDOING = "undoing", "正在撤销"
    UNDONE = "undone", "已撤销"


CONFIRMABLE = (RunStatus.PREVIEWED, RunStatus.INTERRUPTED, RunStatus.CANCELLED)
WAITING = (RunStatus.UPLOADED, RunStatus.QUEUED, RunStatus.RUNNING, RunStatus.UNDOING)
WRITTEN = (RunStatus.DONE, RunStatus.UNDOING, RunStatus.UNDONE)
CANCELLABLE = (RunStatus.UPLOADED, RunStatus.PREVIEWED, RunStatus.QUEUED, RunStatus.RUNNING)
"""Statuses that a page keeps asking about."""


class RowOutcome(TextChoices):
    CREATED = "created", "新增"
    UPDATED = "updated", "更新"
    UNCHANGED = "unchanged", "无变化"
    REPEATED = "repeated", "重复"
    REJECTED = "rejected", "拒绝"


class NameStatus(TextChoices):
    OPEN = "open", "待处理"
    LINKED = "linked", "已对应"
    SET_ASIDE = "set_aside", "无需对应"
