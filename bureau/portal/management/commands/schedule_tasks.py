"""Enter the regular tasks into the timetable that beat reads."""

from django.core.management.base import BaseCommand
from django_celery_beat.models import CrontabSchedule, IntervalSchedule, PeriodicTask

NIGHTLY = {
    "每夜重算未签发的年度报告": ("bureau.reports.tasks.refresh_drafts", "2", "10"),
    "每日提醒报送期限": ("bureau.collecting.tasks.remind_of_duties", "8", "10"),
    "每日提醒将到期的异议": ("bureau.publicity.tasks.remind_of_objections", "8", "0"),
    "停用长期未使用的工作人员账号": ("bureau.signin.tasks.disable_unused_accounts", "1", "40"),
    "清理过期的会话与登录计数": ("bureau.signin.tasks.sweep_sign_in", "1", "50"),
    "清理到期的导出文件": ("bureau.exports.sweep_exports", "1", "55"),
    "每夜核对专利统计与逐件复算": ("patents.tasks.check_counts", "2", "20"),
    "每日提醒培育库企业将到期的专利年费": ("patents.tasks.remind_of_fees", "8", "15"),
    "每日报告未送达的消息": ("bureau.messaging.tasks.tell_of_failures", "8", "30"),
    "每夜补做漏掉的查重": ("projects.tasks.compare_missed", "2", "40"),
    "每日提醒专家确认信息、恢复暂停期满的专家": ("projects.tasks.tend_experts", "7", "50"),
    "每日催办将到期和超期的专家评审": ("projects.tasks.remind_reviewers", "8", "20"),
    "每夜删除已结束评审的专家附件副本": ("projects.tasks.sweep_copies", "3", "40"),
    "提醒高新技术企业填报年度报表（四、五月）": ("enterprises.tasks.remind_of_filings", "8", "25"),
    "每日处理成果与需求的到期和续期提醒": ("matchmaking.tasks.tend_profiles", "6", "30"),
    "每夜补编成果与需求的匹配索引": ("matchmaking.tasks.index_profiles", "4", "10"),
    "每夜重算成果与需求的推荐": ("matchmaking.tasks.refresh_all_lists", "4", "30"),
    "每日告知保存的搜索有哪些新结果": ("matchmaking.tasks.tell_of_new", "8", "5"),
    "每日催办对接意向的答复": ("matchmaking.tasks.tend_interests", "8", "15"),
    "每日提醒填报技术合同进展": ("matchmaking.tasks.tend_contracts", "8", "35"),
    "每夜巡检网站（失效链接、个人信息）": ("bureau.portal.tasks.scan_site", "3", "20"),
}
EVERY_MINUTE = {
    "到时发布文章": "bureau.portal.tasks.publish_due",
    "写入文章访问量": "bureau.portal.tasks.flush_visits",
    "检查中断的导入与到期文件": "bureau.lists.tasks.sweep_list_runs",
    "公示到期发布与结束": "bureau.publicity.tasks.turn_publicities",
    "提醒个人信息安全事件的时限": "bureau.privacy.tasks.remind_of_breaches",
    "汇集并推送新的政策、申报与截止提醒": "bureau.news.tasks.gather",
    "对接会到时开幕与闭幕": "matchmaking.tasks.turn_events",
    "写入对接会会场的在线情况": "matchmaking.tasks.flush_presence",
    "发送到期的消息": "bureau.messaging.tasks.sweep_deliveries",
}


class Command(BaseCommand):
    help = "登记定时任务；已登记的保持不变（时间可在后台修改）。"

    def handle(self, *args, **options):
        for name, (task, hour, minute) in NIGHTLY.items():
            schedule, _created = CrontabSchedule.objects.get_or_create(
                hour=hour, minute=minute, day_of_week="*", day_of_month="*", month_of_year="*", timezone="Asia/Shanghai"
            )
            PeriodicTask.objects.get_or_create(name=name, defaults={"task": task, "crontab": schedule})
        for name, task in EVERY_MINUTE.items():
            interval, _created = IntervalSchedule.objects.get_or_create(every=1, period=IntervalSchedule.MINUTES)
            PeriodicTask.objects.get_or_create(name=name, defaults={"task": task, "interval": interval})
