"""What the public reads of patents: true numbers, and none that tells of one or two applicants."""

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from patents.opendata import open_table
from patents.questions import Measure
from patents.suppression import ALL, LEAST_APPLICANTS, Counted, hidden

from .rows import patent

cells = st.builds(
    lambda n, share: Counted(n, 0 if n == 0 else max(1, n * share // 4)), st.integers(0, 12), st.integers(0, 4)
)


@st.composite
def tables(draw) -> dict[tuple, Counted]:
    """Any table with its totals; applicants of a total are at least those of its largest cell and at most the sum."""
    height, width = draw(st.integers(1, 5)), draw(st.integers(1, 4))
    table = {(row, column): draw(cells) for row in range(height) for column in range(width)}

    def total(keys) -> Counted:
        parts = [table[key] for key in keys]
        most = sum(one.applicants for one in parts)
        return Counted(sum(one.n for one in parts), draw(st.integers(max(one.applicants for one in parts), most)))

    rows = {(row, ALL): total([(row, column) for column in range(width)]) for row in range(height)}
    columns = {(ALL, column): total([(row, column) for row in range(height)]) for column in range(width)}
    return table | rows | columns | {(ALL, ALL): total(list(table))}


@given(tables())
def test_no_small_cell_is_shown_and_none_can_be_told_from_its_line(table):
    unshown = hidden(table)
    assert {key for key, cell in table.items() if cell.is_telling} <= unshown
    for at in (0, 1):
        for one in {key[at] for key in table}:
            assert len([key for key in unshown if key[at] == one]) != 1


@given(tables())
def test_a_table_without_small_cells_is_shown_whole(table):
    plain = {key: Counted(cell.n, LEAST_APPLICANTS if cell.n else 0) for key, cell in table.items()}
    assert hidden(plain) == set()


def fill(places, place: str, kind: str, applicants: int) -> None:
    for n in range(applicants):
        patent(places, division=places[place], kind=kind, applicants=f"{place}{n}", organisation_key=f"{place}{n}")


@pytest.fixture
def filled(places):
    """章贡区 and 南康区 with many applicants; one of 于都县's types with a single one."""
    for place in ("章贡区", "南康区"):
        for kind in ("invention", "utility_model", "design"):
            fill(places, place, kind, 4)
    fill(places, "于都县", "invention", 5)
    fill(places, "于都县", "design", 1)


@pytest.mark.django_db
def test_a_single_applicant_is_not_told_by_the_cell_nor_by_the_totals(filled):
    lines = dict(open_table(2015, Measure.FILED, "kind").lines())
    assert lines["于都县"][2] is None
    assert sum(cell is None for cell in lines["于都县"]) >= 2
    assert sum(lines[place][2] is None for place in lines) >= 2
    assert 4 in lines["章贡区"]
    assert lines["信丰县"][0] == 0


@pytest.mark.django_db
def test_other_years_and_voided_rows_are_not_counted(filled, places, person):
    fill(places, "信丰县", "design", 4)
    patent(places, filed_on=date(2014, 1, 1))
    assert dict(open_table(2015, Measure.FILED, "kind").lines())["信丰县"][2] == 4
    assert dict(open_table(2013, Measure.FILED, "kind").lines())["全市"][-1] == 0


@pytest.mark.django_db
def test_the_page_shows_signs_for_what_is_not_published_and_names_nobody(filled, places, client):
    patent(places, applicants="张三", applicant_type="个人", organisation_key="张三")
    page = client.get("/data/patents/", {"year": "2015"}).content.decode()
    assert "*" in page
    assert "第二十八条" in page
    assert "张三" not in page


@pytest.mark.django_db
def test_the_files_say_what_the_page_says(filled, client):
    asked = {"year": "2015", "measure": "filed", "by": "kind"}
    found = client.get("/data/patents/data.json", asked).json()
    text = client.get("/data/patents/data.csv", asked).content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))[1:]
    assert [[row["place"], *("" if v is None else str(v) for v in row["values"])] for row in found["rows"]] == lines


@pytest.mark.django_db
def test_an_unchanged_file_is_not_sent_again(filled, client):
    first = client.get("/data/patents/data.json", {"year": "2015"})
    again = client.get("/data/patents/data.json", {"year": "2015"}, headers={"if-none-match": first.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.django_db
def test_the_api_is_paged_filtered_and_marked(filled, client):
    address = "/api/v1/patents/counts/"
    first = client.get(address, {"year": "2015", "page_size": "10"})
    assert (len(first.json()["results"]), first.json()["next"] is not None) == (10, True)
    one = client.get(address, {"year": "2015", "place": "章贡区", "by": "applicant_type"})
    assert {line["place"] for line in one.json()["results"]} == {"章贡区"}
    small = client.get(address, {"year": "2015", "place": "于都县"}).json()["results"]
    assert {line["key"]: line["count"] for line in small}["外观设计"] is None
    assert (
        client.get(
            address, {"year": "2015", "page_size": "10"}, headers={"if-none-match": first.headers["ETag"]}
        ).status_code
        == 304
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "asked",
    [{}, {"year": "x"}, {"year": "99999"}, {"year": "2015", "measure": "stock"}, {"year": "2015", "by": "unit"}],
)
def test_the_api_refuses_what_it_does_not_know(asked, client):
    assert client.get("/api/v1/patents/counts/", asked).status_code == 400


@pytest.mark.django_db
@pytest.mark.parametrize("asked", [{"year": "x"}, {"year": "1999"}, {"measure": "stock"}, {"by": "unit"}])
def test_the_page_knows_no_other_question(asked, filled, client):
    assert client.get("/data/patents/", asked).status_code == 404
    assert client.get("/data/patents/data.csv", asked).status_code == 404


@pytest.mark.django_db
def test_the_page_says_so_when_there_is_nothing(places, client):
    assert "还没有专利数据" in client.get("/data/patents/").content.decode()
    assert client.get("/data/patents/data.csv").status_code == 404
    assert client.get("/data/patents/?year=99999").status_code == 404


@pytest.mark.django_db
def test_the_page_opens_at_the_newest_year_that_has_the_measure(filled, places, client):
    """Rights end in years to come, and no grant was announced yet: neither makes an empty chart."""
    patent(places, filed_on=date(2014, 1, 1), granted_on=date(2014, 6, 1))
    assert client.get("/data/patents/").context["asked"]["year"] == 2015
    assert client.get("/data/patents/", {"measure": "granted"}).context["asked"]["year"] == 2014
    assert client.get("/data/patents/").context["years"] == [2015, 2014]


@pytest.mark.django_db
def test_the_page_opens_at_the_newest_year_that_is_counted_to_its_end(places, client):
    patent(places, filed_on=date(2015, 12, 3))
    patent(places, filed_on=date(2016, 3, 3))

    assert client.get("/data/patents/").context["asked"]["year"] == 2015
    assert client.get("/data/patents/").context["years"] == [2016, 2015]
