"""The narrative: the order of a bureau's work report, GB/T 9704 on the page, figures apart from people's words."""

import io
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.oxml.ns import qn

from bureau.reports import annual, workflow
from bureau.reports.models import AnnualReport, Figure, PlanItem, Section
from bureau.reports.narrative import narrative, write_narrative
from bureau.reports.numbers import ordinal
from bureau.reports.sentences import Speaker

from .rows import patent

pytestmark = pytest.mark.django_db(transaction=True)


def document_of(report):
    file = io.BytesIO()
    write_narrative(report, file)
    return file


def words_of(report):
    return [paragraph.text for paragraph in Document(document_of(report)).paragraphs if paragraph.text]


@pytest.fixture
def year(places, hands):
    """The published figures of 2015, put in by hand."""
    report = annual.compute(2015, by=hands[0])
    published = {
        "projects.provincial_or_above.count": 183, "projects.provincial_or_above.funding_10k_yuan": "2655.5",
        "hnte.new": 47, "hnte.growth_pct": "52.2222", "hnte.total": 137, "patents.applications": 5731,
        "patents.applications.growth_pct": "56.928", "patents.grants": 4354, "patents.grants.growth_pct": "101.201",
        "patents.applications.rank": 2, "patents.grants.rank": 2, "contracts.count": 212,
        "contracts.amount_100m_yuan": "3.1048", "matchmaking.participants": 23983, "matchmaking.contacts": 963,
        "patents.provincial_awards": 3, "patents.provincial_awards.share_pct": 30,
    }  # fmt: skip
    for code, value in published.items():
        report.figures.filter(indicator=code).update(value=Decimal(value))
    return report


def test_sentences_say_the_published_figures(year):
    said = "".join(words_of(year))

    for words in (
        "180多项科技计划项目获得省级以上立项，获项目资金2600多万元。",
        "新增高新技术企业47家，增长52%，总数达137家。",
        "全市专利申请量5731件，同比增长56.9%；授权量4354件，同比增长101.2%，均居全省设区市第二。",
        "技术合同交易额3.1亿元。",
        "在线参会总人数达到23983人",
        "3项专利被评为省专利奖项目，占全省项目的30%。",
    ):
        assert words in said


def test_the_parts_stand_in_the_order_of_a_work_report(year):
    for outline in ("project", "line", "building", "ability"):
        PlanItem.objects.create(year=2016, outline=outline, text=f"条目{outline}")

    headings = [words for words in words_of(year) if words[0] in "一二（"]

    assert headings == [
        "一、2015年工作总结",
        "（一）优化政策环境，营造创新氛围",
        "（二）抢抓机遇，推动苏区振兴发展",
        "（三）强化项目带动，培育高新技术企业，促进科技与金融结合",
        "（四）促进成果转化，加强知识产权工作",
        "二、2016年工作计划",
        "（一）一条主线",
        "（二）两大能力",
        "（三）三项建设",
        "（四）四大工程",
        "（本稿尚未签发，数据以签发的报告为准。）",
    ]


def test_people_s_words_stay_and_figures_are_renewed(places, hands):
    office = hands[0]
    workflow.write(Section(year=2015, code="results", text="出台成果转化办法。\n举办培训三期。"), by=office)
    first = words_of(annual.compute(2015, by=office))
    patent(places, 1)

    second = words_of(annual.compute(2015, by=office))

    assert {"出台成果转化办法。", "举办培训三期。"} <= set(first) & set(second)
    assert any(words.startswith("全市专利申请量0件") for words in first)
    assert any(words.startswith("全市专利申请量1件") for words in second)


def test_a_sentence_without_its_figure_is_not_said(places, hands):
    speaker = Speaker(annual.compute(2015, by=hands[0]))

    assert [speaker.say(name) for name in ("fund", "policies", "platforms", "patent_awards")] == [""] * 4


def test_a_missing_base_is_a_dash_and_a_fall_is_not_a_growth(year):
    Figure.objects.filter(report=year, indicator="hnte.growth_pct").update(value=None)
    Figure.objects.filter(report=year, indicator="patents.grants.growth_pct").update(value=Decimal("-3.24"))
    report = AnnualReport.objects.get(pk=year.pk)

    assert "新增高新技术企业47家，增长—，总数达137家。" in Speaker(report).say("high_tech")
    assert "授权量4354件，同比下降3.2%" in Speaker(report).say("patents")


def test_the_page_is_the_standards(year):
    document = Document(document_of(year))
    section = document.sections[0]
    page = {name: section._sectPr.find(qn("w:pgSz")).get(qn(f"w:{name}")) for name in ("w", "h")}
    margins = {
        name: section._sectPr.find(qn("w:pgMar")).get(qn(f"w:{name}")) for name in ("top", "left", "right", "bottom")
    }
    assert page == {"w": "11906", "h": "16838"}
    assert margins == {"top": "2098", "left": "1588", "right": "1474", "bottom": "1984"}
    assert section._sectPr.find(qn("w:docGrid")).get(qn("w:linePitch")) == "579"

    found = {paragraph.text: paragraph.runs[0] for paragraph in document.paragraphs if paragraph.text}

    def look(words):
        run = found[words]
        return run._r.rPr.rFonts.get(qn("w:eastAsia")), run._r.rPr.find(qn("w:sz")).get(qn("w:val")), run.bold

    assert look("赣州市科学技术局2015年工作总结") == ("方正小标宋简体", "44", None)
    assert look("一、2015年工作总结") == ("黑体", "32", None)
    assert look("（一）优化政策环境，营造创新氛围") == ("楷体_GB2312", "32", None)
    assert look("赣州市科学技术局") == ("仿宋_GB2312", "32", None)
    footer = section.footer.paragraphs[0]
    assert (footer.runs[0].text, footer.runs[0]._r.rPr.find(qn("w:sz")).get(qn("w:val"))) == ("— ", "28")
    assert document.settings.odd_and_even_pages_header_footer
    with zipfile.ZipFile(document_of(year)) as package:
        assert not [name for name in package.namelist() if name.startswith("word/fonts/")]


def test_the_date_has_no_leading_noughts(issued):
    AnnualReport.objects.filter(pk=issued.pk).update(issued_at=datetime(2016, 1, 4, 16, 30, tzinfo=UTC))

    assert words_of(AnnualReport.objects.get(pk=issued.pk))[-1] == "2016年1月5日"


def test_places_as_words_say_them():
    assert [ordinal(place) for place in (1, 2, 10, 11, 20, 21)] == [
        "第一",
        "第二",
        "第十",
        "第十一",
        "第二十",
        "第二十一",
    ]


def test_the_plan_says_each_goal_once(year):
    PlanItem.objects.create(year=2016, outline="line", text="力争增长20%", target="增长20%", measure="逐户走访")
    PlanItem.objects.create(year=2016, outline="line", position=2, text="建设平台", target="2个")

    paragraphs = [text for _level, text in narrative(year)[1][1]]

    assert paragraphs[-2:] == ["1.力争增长20%。逐户走访。", "2.建设平台，2个。"]
