"""Sentences that figures fill. A sentence without its figure is not said; a missing base is said as —, never as 0."""

from .indicators import BY_CODE
from .models import AnnualReport, Figure
from .numbers import DASH, about, change_words, ordinal, rounded
from .participants import how_counted


class Speaker:
    """Says the sentences of one report."""

    def __init__(self, report: AnnualReport):
        self.figures = {figure.indicator: figure for figure in report.figures.all()}

    def say(self, name: str) -> str:
        """The sentence of that name; empty when its main figure has no value."""
        return getattr(self, f"_{name}")()

    def _figure(self, code: str) -> Figure | None:
        figure = self.figures.get(code)
        return figure if figure is not None and figure.value is not None else None

    def _shown(self, code: str) -> str:
        figure = self._figure(code)
        return figure.display if figure else DASH

    def _about(self, code: str) -> str:
        figure, indicator = self._figure(code), BY_CODE[code]
        return about(figure.value, indicator.step, figure.unit) if figure else DASH

    def _change(self, code: str, lead: str = "") -> str:
        figure = self.figures.get(code)
        if figure is None or figure.value is None:
            return f"{lead}增长{DASH}"
        return lead + change_words(figure.value, figure.precision)

    def _projects(self) -> str:
        if not self._figure("projects.provincial_or_above.count"):
            return ""
        count, money = (
            self._about("projects.provincial_or_above.count"),
            self._about("projects.provincial_or_above.funding_10k_yuan"),
        )
        return f"{count}科技计划项目获得省级以上立项，获项目资金{money}。"

    def _high_tech(self) -> str:
        if not self._figure("hnte.total"):
            return ""
        exits = self._figure("hnte.exits")
        gone = f"，退出{exits.display}" if exits and exits.value else ""
        new, growth, total = self._shown("hnte.new"), self._change("hnte.growth_pct"), self._shown("hnte.total")
        return f"新增高新技术企业{new}，{growth}{gone}，总数达{total}。"

    def _fund(self) -> str:
        return (
            f"设立首期规模{self._plain('finance.fund_100m_yuan')}的科技创业投资基金。"
            if self._figure("finance.fund_100m_yuan")
            else ""
        )

    def _plain(self, code: str) -> str:
        figure = self._figure(code)
        return f"{rounded(figure.value, figure.precision).normalize():f}{figure.unit}" if figure else DASH

    def _policies(self) -> str:
        return f"出台科技创新政策文件{self._plain('policy.documents')}。" if self._figure("policy.documents") else ""

    def _platforms(self) -> str:
        if not self._figure("platforms.national"):
            return ""
        more = (
            f"，科技企业孵化器和众创空间{self._plain('platforms.incubators')}"
            if self._figure("platforms.incubators")
            else ""
        )
        return f"年末拥有国家级研发平台{self._plain('platforms.national')}{more}。"

    def _awards(self) -> str:
        if not self._figure("awards.candidates"):
            return ""
        first = self._figure("awards.first_prize_preliminary")
        tail = f"，其中{first.display.removesuffix('项')}个项目初审评为一等奖" if first and first.value else ""
        return (
            f"通过网评共评出市科技奖候选项目{self._shown('awards.candidates')}，"
            f"推荐省科技奖项目{self._shown('awards.recommended')}{tail}。"
        )

    def _appraisals(self) -> str:
        return f"通过科技成果鉴定项目{self._shown('appraisals.count')}。" if self._figure("appraisals.count") else ""

    def _contracts(self) -> str:
        if not self._figure("contracts.count"):
            return ""
        return f"认定登记技术合同{self._shown('contracts.count')}，技术合同交易额{self._shown('contracts.amount_100m_yuan')}。"

    def _matchmaking(self) -> str:
        if not self._figure("matchmaking.contacts"):
            return ""
        shown, counted = self._shown, how_counted(self._figure("matchmaking.participants").source)
        return (
            f"举办在线科技成果对接会，在线参会总人数达到{shown('matchmaking.participants')}（{counted}），"
            f"征集项目成果{shown('matchmaking.achievements')}、技术需求{shown('matchmaking.demands')}，"
            f"实现技术对接{shown('matchmaking.contacts')}，产生意向{shown('matchmaking.intentions')}，"
            f"达成意向{shown('matchmaking.agreements')}。"
        )

    def _patents(self) -> str:
        if not self._figure("patents.applications"):
            return ""
        ranks = [self._figure(f"patents.{what}.rank") for what in ("applications", "grants")]
        place = ""
        if all(ranks):
            filed, granted = (ordinal(int(rank.value)) for rank in ranks)
            place = f"，均居全省设区市{filed}" if filed == granted else f"，分别居全省设区市{filed}、{granted}"
        return (
            f"全市专利申请量{self._shown('patents.applications')}，同比{self._change('patents.applications.growth_pct')}；"
            f"授权量{self._shown('patents.grants')}，同比{self._change('patents.grants.growth_pct')}{place}。"
        )

    def _enterprise_patents(self) -> str:
        if not self._figure("patents.enterprise.applications"):
            return ""
        return (
            f"其中企业专利申请量{self._shown('patents.enterprise.applications')}，"
            f"同比{self._change('patents.enterprise.applications.growth_pct')}，企业发明专利申请量占比"
            f"{self._shown('patents.enterprise.invention_share_pct')}；企业专利授权量{self._shown('patents.enterprise.grants')}，"
            f"同比{self._change('patents.enterprise.grants.growth_pct')}。"
        )

    def _patent_awards(self) -> str:
        if not self._figure("patents.provincial_awards"):
            return ""
        share = self._figure("patents.provincial_awards.share_pct")
        tail = f"，占全省项目的{share.display}" if share else ""
        return f"{self._plain('patents.provincial_awards')}专利被评为省专利奖项目{tail}。"
