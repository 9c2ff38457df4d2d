from django.conf import settings
from django.db import migrations
from django.utils import timezone

from bureau.portal.initial import CHANNELS, COLUMNS, PAGES


def fill(apps, schema_editor):
    column_model, channel_model = apps.get_model("portal", "Column"), apps.get_model("portal", "Channel")
    article_model = apps.get_model("portal", "Article")
    for position, (code, name, kind, lead, on_home, warn, stale) in enumerate(COLUMNS, 1):
        column_model.objects.create(
            code=code, name=name, kind=kind, lead=lead, position=position * 10, on_home=on_home, warn_after_days=warn,
            stale_after_days=stale, is_shown=kind != "page",
        )  # fmt: skip
    for position, (code, name, lead, days, asks_page) in enumerate(CHANNELS, 1):
        channel_model.objects.create(
            code=code, name=name, lead=lead, working_days=days, asks_page=asks_page, position=position * 10
        )
    marks = {"name": settings.SITE_NAME, "organ": settings.SITE_ORGAN, "contact": settings.SITE_CONTACT}
    about, now = column_model.objects.get(code="about"), timezone.now()
    for slug, title, body in PAGES:
        article_model.objects.create(
            column=about, kind="page", slug=slug, title=title, body=body.format(**marks), source=settings.SITE_ORGAN,
            status="published", is_initial=True, released_at=now, published_at=now,
        )  # fmt: skip


class Migration(migrations.Migration):
    """The columns, the ways to write, and the site's own pages, from ``initial.py``."""

    dependencies = [("portal", "0001_initial")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
