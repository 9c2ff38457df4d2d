"""The words of projects and awards."""

from django.db.models import TextChoices


class ProjectLevel(TextChoices):
    NATIONAL = "national", "国家级"
    PROVINCIAL = "provincial", "省级"
    CITY = "city", "市级"


PROVINCIAL_OR_ABOVE = (ProjectLevel.NATIONAL, ProjectLevel.PROVINCIAL)


class OnlineResult(TextChoices):
    CANDIDATE = "candidate", "候选"
    ELIMINATED = "eliminated", "淘汰"


FIRST_PRIZE, SECOND_PRIZE, THIRD_PRIZE = "一等奖", "二等奖", "三等奖"
