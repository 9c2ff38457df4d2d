"""The words of signing in."""

from django.db import models

FACTORS = {"totp": "身份验证器", "webauthn": "通行密钥", "recovery_codes": "恢复代码"}


class Ending(models.TextChoices):
    """How a session ended."""

    SIGNED_OUT = "signed_out", "本人退出"
    IDLE = "idle", "无操作超时"
    ABSOLUTE = "absolute", "超过最长时限"
    REVOKED = "revoked", "在另一设备上被退出"
    PASSWORD = "password", "密码已更改"
    CLOSED = "closed", "账号已停用或注销"


class RequestKind(models.TextChoices):
    """What a person asks about their personal data."""

    CORRECTION = "correction", "更正个人信息"
    DELETION = "deletion", "删除个人信息"
    CONSENT = "consent", "撤回同意"
    CLOSING = "closing", "注销账号"


class RequestStatus(models.TextChoices):
    """Where a request stands."""

    SUBMITTED = "submitted", "待办理"
    DONE = "done", "已完成"
    REFUSED = "refused", "不予办理"
    WITHDRAWN = "withdrawn", "已撤回"


DECIDED = (RequestStatus.DONE, RequestStatus.REFUSED)
