"""A list too long for a request: a worker writes it for the person who asked, as the page shows it to them."""

import io
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.urls import reverse
from openpyxl import load_workbook

from bureau import exports
from bureau.audit.models import Entry
from matchmaking.models import Demand
from projects.models import Project
from tests.admin_rows import row
from tests.test_admin_pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def long(settings):
    """Two rows are many."""
    settings.EXPORT_AT_ONCE_ROWS = 1


@pytest.fixture
def asked(client, queued):
    """Ask for a list by its own link; gives the page that tells how far it is."""

    def ask(model, **filters):
        page = client.get(address(model), filters)
        (link,) = (one["path"] for one in page.context["actions_list"] if "/export" in one.get("path", ""))
        return client.get(link)["Location"]

    return ask


def rows_of(client, page):
    file = b"".join(client.get(page, {"file": 1}).streaming_content)
    return [list(line) for line in load_workbook(io.BytesIO(file)).active]


def test_the_worker_writes_what_the_page_shows_and_the_book_notes_it(person, places, client, asked, queued):
    projects = [row(Project, places, n) for n in range(4)]
    Project.objects.filter(pk__in=[p.pk for p in projects[:3]]).update(level="city")
    client.force_login(person("section_head"))

    page = asked(Project, level__exact="city", q="甲")
    waiting = client.get(page).content.decode()
    ((task, arguments),) = queued()
    exports.write_export(*arguments)

    assert task == "bureau.exports.write_export"
    assert "正在等待后台处理" in waiting
    assert "hx-get" in waiting
    told = client.get(page, {"part": 1}).content.decode()
    assert "共 3 行" in told
    assert "筛选：级别：市级；搜索：甲" in told
    assert "hx-get" not in told
    cells = [cell for line in rows_of(client, page) for cell in line]
    assert {cell.value for cell in cells} & {p.number for p in projects} == {p.number for p in projects[:3]}
    assert {cell.data_type for cell in cells if cell.value == "=1+1"} == {"s"}
    entry = Entry.objects.get(verb="export")
    assert (entry.model, entry.reason) == ("projects.project", "3 行，筛选：level__exact=city&q=甲")


def test_a_short_list_comes_at_once(person, places, client, queued):
    row(Project, places, 1)
    client.force_login(person("section_head"))

    response = client.get(reverse("admin:projects_project_export_list"))

    assert response["Content-Disposition"].startswith("attachment")
    assert queued() == []


def test_all_that_are_selected_across_pages_go_to_the_worker(person, places, client, queued):
    rows = [row(Project, places, n) for n in range(2)]
    client.force_login(person("section_head"))
    chosen = {"action": "export_selected", "_selected_action": [r.pk for r in rows]}

    assert client.post(address(Project), chosen).streaming
    across = client.post(address(Project) + "?voided=no", chosen | {"select_across": "1"})

    ((_task, arguments),) = queued()
    exports.write_export(*arguments)
    assert len(rows_of(client, across["Location"])) == 3


def test_it_is_nobody_elses_and_nobodys_who_may_no_longer(person, places, client, asked, queued):
    for n in range(2):
        row(Demand, places, n)
    owner = person("officer")
    client.force_login(owner)
    page = asked(Demand)
    exports.write_export(*queued()[0][1])
    assert "13900001234" not in [cell.value for line in rows_of(client, page) for cell in line]

    owner.groups.clear()
    assert client.get(page, {"file": 1}).status_code == 403
    client.force_login(person("officer"))
    assert client.get(page, {"file": 1}).status_code == 403
    assert client.get(page.replace("demand", "achievement")).status_code == 403


def test_who_lost_the_permission_meanwhile_gets_no_file(person, places, client, asked, queued):
    for n in range(2):
        row(Project, places, n)
    owner = person("officer")
    client.force_login(owner)
    page = asked(Project)
    owner.groups.clear()

    exports.write_export(*queued()[0][1])

    key = urlsplit(page).path.rstrip("/").rpartition("/")[2]
    told = exports.progress(key, Project, by=owner)
    assert (told["file"], told["fault"]) == ("", exports.FORBIDDEN)
    assert not Entry.objects.filter(verb="export").exists()


def test_a_task_delivered_again_writes_once(person, places, client, asked, queued):
    for n in range(2):
        row(Project, places, n)
    client.force_login(person("officer"))
    asked(Project)
    ((_task, arguments),) = queued()

    for _time in range(2):
        exports.write_export(*arguments)

    assert Entry.objects.filter(verb="export").count() == 1
    assert len(storages["private"].listdir(exports.FOLDER)[1]) == 1


def test_files_are_removed_when_their_time_is_over(person, settings):
    person("officer")
    storage = storages["private"]
    exports.sweep_exports()  # No folder yet.
    storage.save(f"{exports.FOLDER}/x.xlsx", ContentFile(b"x"))
    exports.sweep_exports()
    kept = storage.listdir(exports.FOLDER)[1]
    settings.EXPORT_RETENTION_DAYS = -1

    exports.sweep_exports()

    assert kept == ["x.xlsx"]
    assert storage.listdir(exports.FOLDER)[1] == []
