"""The README's table of roles is the code's, and every door opens to exactly the roles that the table names."""

from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.files.base import ContentFile
from django.urls import get_resolver, reverse
from django_celery_beat.models import IntervalSchedule, PeriodicTask

from bureau.accounts.access import BEGIN, END, access_table
from bureau.accounts.models import Department, Division, Organisation, User
from bureau.accounts.roles import ROLES
from bureau.bulletins.models import Bulletin
from bureau.collecting.models import Collection, Duty
from bureau.lists.workflow import receive
from bureau.messaging.kinds import all_kinds
from bureau.news.models import Item
from bureau.portal.models import Article
from bureau.privacy.models import Breach, ImpactAssessment, Processor
from bureau.publicity.models import Evidence, Objection
from bureau.reports.choices import ReportStatus
from bureau.reports.models import AnnualReport
from bureau.unmasking import secret_fields
from enterprises.api.reading import RESOURCES
from enterprises.models import Recognition, RegisterEvent, Reserve
from matchmaking.models import Challenge, ContractFiling, Event, ResultRegistration, SlotMeeting
from patents.models import Campaign, PrizeRound, ValueMark, ZeroFirm
from projects.models import (
    Application,
    Assignment,
    AssignmentPlan,
    Call,
    Draw,
    DrawLine,
    Expert,
    ExpertPaper,
    Opinion,
    Panel,
    PanelMember,
    Recusal,
    ReviewRound,
    Seat,
    Sheet,
    SiteVisit,
    Solicitation,
    Standing,
)
from tests.admin_rows import row
from tests.enterprises.doors import DOORS as ENTERPRISE_DOORS
from tests.enterprises.doors import MANAGERS
from tests.enterprises.test_pages import paper_of, service_to
from tests.matchmaking.doors import (
    CHALLENGE_DOORS,
    CONTRACT_DOORS,
    DEALING_DOORS,
    EVENT_DOORS,
    FILE_DOORS,
    RESULT_DOORS,
)
from tests.matchmaking.doors import DOORS as MATCHMAKING_DOORS
from tests.patents.doors import DOORS as PATENT_DOORS
from tests.projects.doors import DOORS as PROJECT_DOORS
from tests.registration.doors import DOORS
from tests.test_admin_pages import LISTED

pytestmark = pytest.mark.django_db

# Persons of the public and of units: test_doors.py of each app tries every one of them.
DESK = {  # A recommending unit's people: tests/collecting/test_pages.py tries others.
    "collecting:duty-list", "collecting:duty-detail", "collecting:duty-part", "collecting:duty-upload",
    "collecting:duty-submit", "collecting:duty-nil",
}  # fmt: skip
API = {f"api-enterprises:{one.path}-{kind}" for one in RESOURCES for kind in ("list", "detail")} | {
    "api-enterprises:own-year"
}  # Answer everybody with what they may see: tests/enterprises/test_api.py asks each as each.
UNITS = (
    MANAGERS
    | API
    | DOORS.keys()
    | ENTERPRISE_DOORS.keys()
    | PROJECT_DOORS.keys()
    | MATCHMAKING_DOORS.keys()
    | DEALING_DOORS.keys()
    | CHALLENGE_DOORS.keys()
    | CONTRACT_DOORS.keys()
    | FILE_DOORS.keys()
    | RESULT_DOORS.keys()
    | EVENT_DOORS.keys()
    | PATENT_DOORS.keys()
    | DESK
)
PUBLIC = {
    "home", "favicon", "manifest", "service-worker", "offline", "news:leave", "statistics", "statistics-year", "schema", "report-detail", "admin:login",
    "publicity:list", "publicity:detail", "publicity:print", "publicity:objection-raise", "publicity:objection-query",
    "publicity:objection-receipt", "publicity:objection-take-back",
    "account_login", "account_logout", "account_inactive", "mfa_authenticate", "mfa_login_webauthn",
    "search", "article-list", "article-detail",
    "portal:column", "portal:article", "portal:file", "portal:notices", "portal:policies", "portal:interpretations",
    "portal:news", "portal:guides", "portal:statement", "portal:privacy", "portal:accessibility",
    "portal:contact", "privacy:register", "portal:feedback", "portal:feedback-query", "portal:feedback-channel", "portal:mistake", "portal:sitemap",
    "portal:high-tech", "patents:data", "patents:data-file", "patent-counts", "bulletins:bulletin-list", "bulletins:bulletin", "bulletins:bulletin-version", "bulletins:bulletin-file",
    "portal:platforms",
    "portal:parks",
    "portal:incubators",
    "portal:interface",
    "portal:sitemap-xml", "portal:sitemap-section", "portal:feed", "portal:column-feed", "portal:robots",
    "socialaccount_login_cancelled", "socialaccount_login_error", "openid_connect_login", "openid_connect_callback",
    "account_reset_password", "account_reset_password_confirm", "signin:sms",
    "account_signup", "account_signup_confirm",
    "matchmaking:market", "matchmaking:market-achievement", "matchmaking:market-demand", "matchmaking:challenges", "matchmaking:challenge",
    "matchmaking:event-list", "matchmaking:event-hall", "matchmaking:event-items", "matchmaking:event-screen", "matchmaking:event-live",
    "matchmaking:event-beat", "matchmaking:sign-in",
    "projects:call-list", "projects:call-detail", "projects:solicitation-list", "projects:solicitation-detail", "projects:verify", "projects:member-link",
}  # fmt: skip
SIGNED_IN = {  # Open to whoever works at the bureau; what they show depends on the person.
    "admin:index", "admin:logout", "admin:jsi18n", "admin:search", "styleguide", "styleguide-page",
}  # fmt: skip
ACCOUNT = {  # Everybody's own: open to whoever has signed in.
    "messaging:inbox", "messaging:message-open", "messaging:message-read-all", "messaging:preferences",
    "messaging:device-add", "messaging:device-drop", "news:feed", "news:tags", "news:item", "news:item-leave",
    "session-extend", "account_reauthenticate", "account_change_password", "account_set_password", "mfa_index",
    "mfa_reauthenticate", "mfa_reauthenticate_webauthn", "mfa_activate_totp", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes", "mfa_download_recovery_codes", "mfa_list_webauthn",
    "mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "signin:account", "signin:sessions",
    "signin:session-end", "signin:session-end-others", "admin:password_change",
    "signin:name-change", "signin:contact-change", "signin:contact-confirm", "signin:sms-factor",
    "socialaccount_connections", "signin:data", "signin:data-export", "signin:data-request", "signin:data-withdraw",
    "matchmaking:saved-list", "matchmaking:saved-add", "matchmaking:saved-drop",
}  # fmt: skip
NOBODY = {  # Django's own; nothing here registers for them.
    "admin:autocomplete", "admin:view_on_site", "admin:password_change_done",
}  # fmt: skip
DETAIL = {"change": "view", "history": "view", "void_page": "void", "restore_page": "void", "correct_page": "correct",
          "unmask_page": "unmask", "resend_page": "resend", "lift_page": "lift", "answer_page": "answer",
          "close_page": "answer", "ignore_page": "ignore"}  # fmt: skip
DETAIL |= {"fulfil_page": "answer", "decline_page": "answer"}
LISTS = {"changelist": "view"}
UNIT_VERBS = {
    "revoke_page": "revoke",
    "approve_page": "decide",
    "return_page": "decide",
    "refuse_page": "decide",
    "licence_page": "view",
    "document_page": "view",
    "confirm_page": "decide",
    "judge_page": "judge",
    "assessment_page": "view",
    "propose_page": "find",
    "set_aside_page": "find",
    "admit_page": "decide",
    "hand_over_page": "decide",
    "recognise_page": "decide",
    "leave_page": "decide",
    "serve_page": "serve",
    "plan_page": "serve",
    "gaps_page": "serve",
    "finish_page": "serve",
    "declare_page": "serve",
    "resume_page": "serve",
    "answer_page": "answer",
    "preview_page": "view",
    "texts_page": "view",
    "review_page": "decide",
    "publish_page": "publish",
    "announce_page": "decide",
    "take_down_page": "decide",
    "use_form_page": "change",
    "use_scheme_page": "change",
    "sheets_page": "view",
    "lines_page": "view",
    "draw_page": "compose",
    "hand_up_page": "compose",
    "decide_page": "approve",
    "send_back_page": "approve",
    "publicise_page": "publicise",
    "strike_page": "approve",
    "settle_page": "approve",
    "release_page": "release",
    "workbook_page": "view",
    "rework_page": "reopen",
    "window_page": "change",
    "revise_page": "publish",
    "copy_page": "add",
    "cancel_page": "publish",
    "accept_page": "check",
    "ask_page": "check",
    "reject_page": "check",
    "files_checked_page": "check",
    "recommend_page": "recommend",
    "give_back_page": "recommend",
    "not_recommend_page": "recommend",
    "reopen_page": "reopen",
    "dismiss_page": "decide",
    "let_go_page": "decide",
    "keep_page": "decide",
    "remove_page": "decide",
    "contact_page": "change",
    "take_in_page": "change",
    "group_page": "change",
    "start_page": "run",
    "end_page": "run",
}
OWN = {  # Other pages: the permission, and how to knock (method, arguments, what is typed).
    "admin:enterprises_assessment_assess_all_page": ("enterprises.judge_yearlydata", "get", {}),
    "admin:enterprises_reserve_candidates_page": ("enterprises.find_reserve", "get", {}),
    "admin:enterprises_reserve_attach_page": ("enterprises.serve_reserve", "get", {"object_id": "reserve"}),
    "admin:enterprises_reserve_file": ("enterprises.view_reserve", "get", {"pk": "service_paper"}),
    "admin:enterprises_reserve_board_page": ("enterprises.view_reserve", "get", {}),
    **{
        f"admin:enterprises_recognition_{verb}_page": (
            "enterprises.register_recognition",
            "get",
            {"object_id": "recognition"},
        )
        for verb in ("certify", "rename", "relocate", "move_out", "move_back", "withdraw")
    },
    "admin:enterprises_registerevent_take_back_page": (
        "enterprises.register_recognition",
        "get",
        {"object_id": "event"},
    ),
    "admin:enterprises_yearlyfiling_duty_page": ("enterprises.view_yearlyfiling", "get", {}),
    "admin:enterprises_yearlyfiling_note_page": ("enterprises.register_recognition", "get", {}),
    "admin:enterprises_recognition_move_in_page": ("enterprises.register_recognition", "get", {}),
    "admin:matchmaking_interest_funnel_page": ("matchmaking.view_interest", "get", {}),
    **{
        f"admin:matchmaking_event_{page}_page": (f"matchmaking.{verb}_event", "get", {"object_id": "held"})
        for page, verb in {
            "publish": "run",
            "open": "run",
            "close": "run",
            "clerks": "run",
            "figures": "view",
            "slots": "run",
            "rule": "run",
            "schedule": "view",
        }.items()
    },
    **{
        f"admin:matchmaking_slotmeeting_{page}_page": ("matchmaking.run_event", "get", {"object_id": "table"})
        for page in ("move", "cancel")
    },
    "admin:matchmaking_resultregistration_enter_page": (
        "matchmaking.decide_resultregistration",
        "get",
        {"object_id": "result"},
    ),
    "admin:matchmaking_resultregistration_evidence_page": (
        "matchmaking.view_resultregistration",
        "get",
        {"object_id": "result"},
    ),
    **{
        f"admin:matchmaking_challenge_{page}_page": (
            f"matchmaking.{verb}_challenge",
            "get",
            {"object_id": "challenge"},
        )
        for page, verb in {
            "announce": "decide",
            "return": "decide",
            "take_down": "decide",
            "open": "open",
            "choose": "award",
            "reconsider": "award",
            "publicise": "award",
            "fail": "award",
        }.items()
    },
    "admin:matchmaking_contractfiling_statistics_page": ("matchmaking.view_contractfiling", "get", {}),
    **{
        f"admin:matchmaking_contractfiling_{page}_page": (
            f"matchmaking.{verb}_contractfiling",
            "get",
            {"object_id": "filing"},
        )
        for page, verb in {
            "accept": "check",
            "ask": "check",
            "check": "check",
            "register": "register",
            "refuse": "register",
            "change": "register",
            "cancel": "register",
            "paper": "view",
        }.items()
    },
    "admin:patents_patent_pivot_page": ("patents.view_patent", "get", {}),
    "admin:patents_patent_views_page": ("patents.view_patent", "get", {}),
    **{
        f"admin:patents_patent_{page}_page": ("patents.view_patent", "get", {})
        for page in ("shares", "leaders", "zero", "value", "completion", "cities")
    },
    "admin:patents_campaign_start_page": ("patents.run_campaign", "get", {}),
    "admin:patents_campaign_cohort_page": ("patents.run_campaign", "get", {}),
    "admin:patents_campaign_assign": ("patents.run_campaign", "post", {"pk": "campaign"}),
    "admin:patents_campaign_close": ("patents.run_campaign", "post", {"pk": "campaign"}),
    "admin:patents_zerofirm_record_page": ("patents.record_zerofirm", "get", {"object_id": "zerofirm"}),
    "admin:patents_patent_targets_page": ("patents.set_placetarget", "get", {}),
    "admin:patents_prizeround_open_page": ("patents.run_prizeround", "get", {}),
    "admin:patents_prizeround_verb": ("patents.run_prizeround", "post", {"pk": "prizeround", "verb": "nominate"}),
    "admin:patents_valuemark_mark_page": ("patents.write_valuemark", "get", {}),
    "admin:patents_valuemark_withdraw_page": ("patents.write_valuemark", "get", {"object_id": "valuemark"}),
    "admin:patents_patent_reconciliation_page": ("patents.view_patent", "get", {}),
    "admin:enterprises_recognition_ledger_page": ("enterprises.view_recognition", "get", {}),
    **{
        f"admin:projects_panel_{page}_page": (f"projects.{verb}_panel", "get", {"object_id": "panel"})
        for page, verb in {
            "members": "view",
            "agenda": "view",
            "live": "view",
            "call": "change",
            "call_off": "change",
            "attendance": "run",
            "begin": "run",
            "agenda_paper": "view",
            "attendance_paper": "view",
            "tally_paper": "view",
            "opinions_paper": "view",
        }.items()
    },
    **{
        f"admin:projects_solicitation_{page}_page": (permission, "get", {"object_id": "solicitation"})
        for page, permission in {
            "publish": "projects.publish_solicitation",
            "extend": "projects.publish_solicitation",
            "cancel": "projects.publish_solicitation",
            "enter": "projects.enter_suggestion",
            "sum_up": "projects.sum_up_solicitation",
            "make_call": "projects.add_call",
            "table": "projects.view_solicitation",
        }.items()
    },
    **{
        f"admin:projects_call_{page}_page": (f"projects.{verb}_call", "get", {"object_id": "call"})
        for page, verb in {"send": "change", "recall": "change", "return": "publish"}.items()
    },
    "admin:projects_application_visit_page": ("projects.run_sitevisit", "get", {"object_id": "application"}),
    "admin:projects_sitevisit_paper_page": ("projects.view_sitevisit", "get", {"object_id": "visit"}),
    **{
        f"admin:projects_sitevisit_{page}_page": ("projects.run_sitevisit", "get", {"object_id": "visit"})
        for page in ("findings", "sign_own", "sign_for", "close_visit", "arrange", "call_off")
    },
    "admin:projects_panel_drop": ("projects.change_panel", "get", {"pk": "panelist"}),
    "admin:projects_panel_again": ("projects.run_panel", "get", {"pk": "item"}),
    "admin:projects_panel_acting": ("projects.run_panel", "get", {"pk": "item"}),
    "admin:projects_panel_enter": ("projects.run_panel", "get", {"pk": "item", "member": "sitter"}),
    "admin:projects_panel_opinion": ("projects.view_opinion", "get", {"pk": "item"}),
    "admin:projects_opinion_paper_page": ("projects.view_opinion", "get", {"object_id": "opinion"}),
    "admin:projects_standing_board_page": ("projects.view_standing", "get", {}),
    "admin:projects_standing_paper_page": ("projects.rank_sheet", "get", {}),
    "admin:projects_standing_third_page": ("projects.assign_assignment", "get", {"object_id": "standing"}),
    "admin:projects_proposal_begin_page": ("projects.compose_proposal", "get", {}),
    "admin:projects_sheet_paper_page": ("projects.view_sheet", "get", {"object_id": "sheet"}),
    "admin:audit_entry_verify": ("audit.verify_entry", "get", {}),
    "admin:accounts_organisation_appoint_page": ("accounts.appoint_membership", "get", {"object_id": "unit"}),
    "admin:accounts_organisation_places_page": ("accounts.assign_jurisdiction", "get", {"object_id": "unit"}),
    "admin:accounts_organisation_units_page": ("accounts.assign_jurisdiction", "get", {"object_id": "unit"}),
    "admin:auth_user_password_change": ("accounts.change_user", "get", {"id": "user"}),
    "admin:messaging_rewrite": ("messaging.change_template", "get", {"code": "KIND"}),
    "admin:messaging_restore_default": ("messaging.change_template", "post", {"code": "KIND"}),
    "admin:news_item_receipts": ("news.view_item", "get", {"pk": "news"}),
    "admin:publicity_publicity_edit": ("publicity.change_publicity", "get", {"pk": "publicity"}),
    "admin:publicity_publicity_items": ("publicity.change_publicity", "get", {"pk": "publicity"}),
    "admin:publicity_publicity_submit": ("publicity.submit_publicity", "get", {"pk": "publicity"}),
    "admin:publicity_publicity_approve": ("publicity.approve_publicity", "get", {"pk": "publicity"}),
    "admin:publicity_publicity_return": ("publicity.approve_publicity", "get", {"pk": "publicity"}),
    "admin:publicity_publicity_withdraw": ("publicity.withdraw_publicity", "get", {"pk": "publicity"}),
    "admin:publicity_objection_accept": ("publicity.accept_objection", "get", {"pk": "objection"}),
    "admin:publicity_objection_decline": ("publicity.accept_objection", "get", {"pk": "objection"}),
    "admin:publicity_objection_uphold": ("publicity.decide_objection", "get", {"pk": "objection"}),
    "admin:publicity_objection_dismiss": ("publicity.decide_objection", "get", {"pk": "objection"}),
    "admin:publicity_objection_tell": ("publicity.tell_objection", "get", {"pk": "objection"}),
    "admin:publicity_objection_evidence": ("publicity.view_objection", "get", {"pk": "evidence"}),
    "admin:collecting_duty": ("collecting.view_collection", "get", {"pk": "duty"}),
    "admin:collecting_close": ("collecting.close_collection", "get", {"pk": "collection"}),
    "admin:collecting_duty_confirm": ("collecting.confirm_duty", "get", {"pk": "duty"}),
    "admin:collecting_duty_return": ("collecting.return_duty", "get", {"pk": "duty"}),
    "admin:collecting_duty_extend": ("collecting.extend_duty", "get", {"pk": "duty"}),
    "admin:projects_recusal_lift_page": ("projects.decide_recusal", "get", {"object_id": "recusal"}),
    "admin:projects_application_recuse_page": ("projects.decide_recusal", "get", {"object_id": "application"}),
    "admin:projects_assignment_cancel_page": ("projects.assign_assignment", "get", {"object_id": "assignment"}),
    "admin:projects_reviewround_assign_page": ("projects.assign_assignment", "get", {"object_id": "round"}),
    "admin:projects_reviewround_pair_page": ("projects.assign_assignment", "get", {"object_id": "round"}),
    "admin:projects_reviewround_solve_page": ("projects.assign_assignment", "get", {"object_id": "round"}),
    "admin:projects_reviewround_plan": ("projects.view_assignment", "get", {"pk": "plan"}),
    "admin:projects_application_unwanted_page": ("projects.decide_recusal", "get", {"object_id": "application"}),
    "admin:projects_reviewround_derive_page": ("projects.decide_recusal", "get", {"object_id": "round"}),
    "admin:projects_draw_supervise_page": ("projects.supervise_draw", "get", {"object_id": "draw"}),
    "admin:projects_draw_prepare_page": ("projects.change_draw", "get", {"object_id": "draw"}),
    "admin:projects_draw_reopen_page": ("projects.change_draw", "get", {"object_id": "draw"}),
    "admin:projects_draw_void_page": ("projects.change_draw", "get", {"object_id": "draw"}),
    "admin:projects_draw_paper_page": ("projects.view_draw", "get", {"object_id": "draw"}),
    "admin:projects_draw_log_page": ("projects.view_draw", "get", {"object_id": "draw"}),
    "admin:projects_draw_unseat": ("projects.assign_assignment", "get", {"pk": "seat"}),
    "admin:projects_draw_accept": ("projects.assign_assignment", "get", {"pk": "seat"}),
    "admin:projects_expert_import_page": ("projects.add_expert", "get", {}),
    "admin:projects_expert_paper": ("projects.view_expert", "get", {"pk": "paper"}),
    "admin:lists_upload": ("lists.load_importrun", "get", {}),
    "admin:lists_part": ("lists.view_importrun", "get", {"pk": "run"}),
    "admin:lists_confirm": ("lists.load_importrun", "post", {"pk": "run"}),
    "admin:lists_cancel": ("lists.load_importrun", "post", {"pk": "run"}),
    "admin:lists_undo": ("lists.undo_importrun", "get", {"pk": "run"}),
    "admin:lists_file": ("lists.view_importrun", "get", {"pk": "run", "what": "list"}),
    "admin:bulletins_draft": ("bulletins.draft_bulletin", "post", {}, {"month": "1999-01"}),
    "admin:bulletins_verb": ("bulletins.draft_bulletin", "post", {"pk": "bulletin", "verb": "compute"}),
    "admin:bulletins_return": ("bulletins.review_bulletin", "get", {"pk": "bulletin"}),
    "admin:bulletins_correct": ("bulletins.draft_bulletin", "get", {"pk": "bulletin"}),
    "admin:bulletins_download": ("bulletins.view_bulletin", "get", {"pk": "bulletin", "what": "xlsx"}),
    "admin:reports_compute": ("reports.compute_annualreport", "post", {}, {"year": 1999}),
    "admin:reports_progress": ("reports.view_annualreport", "get", {"year": 2015}),
    "admin:reports_verb": ("reports.prepare_annualreport", "post", {"pk": "report", "verb": "prepare"}),
    "admin:reports_return": ("reports.review_annualreport", "get", {"pk": "report"}),
    "admin:reports_revise": ("reports.revise_annualreport", "get", {"pk": "report"}),
    "admin:reports_rows": ("patents.view_patent", "get", {"pk": "report", "code": "patents.applications"}),
    "admin:reports_download": ("reports.view_annualreport", "get", {"pk": "report", "what": "xlsx"}),
    "admin:reports_sign": ("reports.sign_check", "get", {"pk": "check"}),
    "admin:reports_planitem_copy_page": ("reports.add_planitem", "get", {}),
    "admin:privacy_impactassessment_submit_page": (
        "privacy.submit_impactassessment",
        "get",
        {"object_id": "assessment"},
    ),
    "admin:privacy_impactassessment_approve_page": (
        "privacy.approve_impactassessment",
        "get",
        {"object_id": "assessment"},
    ),
    "admin:privacy_impactassessment_return_page": (
        "privacy.approve_impactassessment",
        "get",
        {"object_id": "assessment"},
    ),
    "admin:privacy_processor_attach_page": ("privacy.change_processor", "get", {"object_id": "processor"}),
    "admin:privacy_processor_submit_page": ("privacy.submit_processor", "get", {"object_id": "processor"}),
    "admin:privacy_processor_approve_page": ("privacy.approve_processor", "get", {"object_id": "processor"}),
    "admin:privacy_processor_return_page": ("privacy.approve_processor", "get", {"object_id": "processor"}),
    "admin:privacy_processor_end_page": ("privacy.end_processor", "get", {"object_id": "processor"}),
    "admin:privacy_processor_contract_page": ("privacy.view_processor", "get", {"object_id": "processor"}),
    "admin:privacy_breach_authority_page": ("privacy.tell_breach", "get", {"object_id": "breach"}),
    "admin:privacy_breach_persons_page": ("privacy.tell_breach", "get", {"object_id": "breach"}),
    "admin:privacy_breach_propose_page": ("privacy.propose_breach", "get", {"object_id": "breach"}),
    "admin:privacy_breach_close_page": ("privacy.close_breach", "get", {"object_id": "breach"}),
    "admin:privacy_breach_return_page": ("privacy.close_breach", "get", {"object_id": "breach"}),
    "admin:portal_column_board": ("portal.view_column", "get", {}),
    "admin:portal_column_yearly": ("portal.view_column", "get", {}),
    "admin:portal_article_verb": ("portal.submit_article", "get", {"pk": "article", "verb": "submit"}),
    "admin:portal_article_preview": ("portal.view_article", "get", {"pk": "article"}),
    "admin:portal_article_versions": ("portal.view_article", "get", {"pk": "article"}),
    "admin:portal_article_files": ("portal.change_article", "get", {"pk": "article"}),
    "admin:portal_article_detach": ("portal.change_article", "post", {"pk": "article", "file": "file"}),
}


def _paper(expert, officer):
    paper = ExpertPaper(
        expert=expert, kind="rank", name="职称.pdf", mime="application/pdf", size=5, uploaded_by=officer
    )
    paper.file.save("x.pdf", ContentFile(b"%PDF-"))
    return paper


@pytest.fixture
def things(person, places, workbook):
    """One of each noun, by model, and the pages' own: a run with its file, a reviewed report, a failed check."""
    found = {model: row(model, places, 1) for model in LISTED if model is not AnnualReport}
    officer = person("officer")
    run = receive(workbook([["申请号", "专利名称"]]), by=officer)
    report = row(AnnualReport, places, 15)
    AnnualReport.objects.filter(pk=report.pk).update(status=ReportStatus.PREPARED)
    report.figures.create(indicator="patents.applications", name="专利申请量", unit="件", value=1)
    check = report.checks.create(code="x", name="x", left=1, right=2, is_passed=False)
    own = {"KIND": all_kinds()[0].code, "user": officer.pk, "run": run.pk, "report": report.pk, "check": check.pk}
    own["unit"] = found[Organisation].pk
    own |= {
        "campaign": found[Campaign].pk,
        "zerofirm": found[ZeroFirm].pk,
        "valuemark": found[ValueMark].pk,
        "prizeround": found[PrizeRound].pk,
    }
    Bulletin.objects.filter(pk=found[Bulletin].pk).update(status="submitted")
    own["bulletin"] = found[Bulletin].pk
    own |= {"reserve": found[Reserve].pk, "service_paper": paper_of(service_to(row(Organisation, places, 77))).pk}
    own |= {"recognition": found[Recognition].pk, "event": found[RegisterEvent].pk}
    own |= {"standing": found[Standing].pk, "sheet": found[Sheet].pk}
    collection = found[Collection]
    duty = Duty.objects.create(collection=collection, unit=found[Organisation], due_on=collection.due_on)
    own |= {"collection": collection.pk, "duty": duty.pk}
    objection = found[Objection]
    evidence = Evidence(objection=objection, name="证明.pdf", mime="application/pdf", sha256="0")
    evidence.file.save("x.pdf", ContentFile(b"%PDF-"))
    own |= {"publicity": objection.publicity_id, "objection": objection.pk, "evidence": evidence.pk}
    own["article"] = found[Article].pk
    own |= {"recusal": found[Recusal].pk, "assignment": found[Assignment].pk, "round": found[ReviewRound].pk}
    plan = AssignmentPlan.objects.create(round=found[ReviewRound], number=1, asked_by=officer)
    draw = found[Draw]
    seat = Seat.objects.create(
        round=draw.round,
        expert=found[Expert],
        number=1,
        source="drawn",
        place=1,
        line=DrawLine.objects.create(draw=draw),
    )
    own |= {"draw": draw.pk, "seat": seat.pk}
    panelist = PanelMember.objects.create(panel=found[Panel], expert=found[Expert], number=1)
    sitter, _made = PanelMember.objects.get_or_create(
        panel=found[Opinion].item.panel, expert=found[Expert], defaults={"number": 9}
    )
    own |= {
        "panel": found[Panel].pk,
        "panelist": panelist.pk,
        "sitter": sitter.pk,
        "opinion": found[Opinion].pk,
        "item": found[Opinion].item_id,
    }
    own |= {"plan": plan.pk, "application": found[Application].pk, "paper": _paper(found[Expert], officer).pk}
    own |= {"filing": found[ContractFiling].pk, "result": found[ResultRegistration].pk}
    own["challenge"] = found[Challenge].pk
    own |= {"held": found[Event].pk, "table": found[SlotMeeting].pk}
    own["news"] = found[Item].pk
    own["solicitation"] = found[Solicitation].pk
    own |= {"news": found[Item].pk, "call": found[Call].pk, "visit": found[SiteVisit].pk}
    own |= {"assessment": found[ImpactAssessment].pk, "processor": found[Processor].pk, "breach": found[Breach].pk}
    own["file"] = found[Article].attachments.create(name="a.pdf", extension=".pdf", size=1).pk
    task = PeriodicTask.objects.create(
        name="x", task="x", interval=IntervalSchedule.objects.create(every=1, period="days")
    )
    return found | {
        AnnualReport: report,
        User: officer,
        Division: places["章贡区"],
        Department: Department.objects.create(name="x"),
        PeriodicTask: task,
    }, own


def named_urls():
    """The name of every address of the portal."""

    def walk(patterns, space):
        for pattern in patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern.url_patterns, pattern.namespace or space)
            elif pattern.name:
                yield f"{space}:{pattern.name}" if space else pattern.name

    return sorted(set(walk(get_resolver().url_patterns, "")))


def door(name, things):
    """(permission, method, address, what is typed) of one named address; None where nobody may come."""
    objects, own = things
    if name in OWN:
        permission, method, arguments, *typed = OWN[name]
        return permission, method, reverse(name, kwargs={k: own.get(v, v) for k, v in arguments.items()}), *typed
    for model in admin.site._registry:
        prefix = f"admin:{model._meta.app_label}_{model._meta.model_name}_"
        if not name.startswith(prefix):
            continue
        kind, app, noun = name.removeprefix(prefix), model._meta.app_label, model._meta.model_name
        if kind == "batch":
            return None  # One's own only: tests/lists/test_batches.py, tests/projects/test_suggestion_pages.py.
        if name == "admin:projects_suggestion_take_back_page":
            return None  # One's own 科室's only: tests/projects/test_section_suggestions.py.
        if kind == "exported":
            return None  # One's own only: tests/test_exports.py.
        if kind == "export_list":
            return admin.site._registry[model].export_permission, "get", reverse(name)
        if kind in LISTS:
            return f"{app}.{LISTS[kind]}_{noun}", "get", reverse(name)
        if kind == "add":
            return f"{app}.add_{noun}", "get", reverse(name)
        if kind == "delete":
            return None
        if kind == "unmask_page" and not secret_fields(model):
            return None
        pk = objects[model].pk if model in objects else 1
        return f"{app}.{(DETAIL | UNIT_VERBS)[kind]}_{noun}", "get", reverse(name, args=[pk])
    raise AssertionError(f"{name} is in no table: say who may come in")


def opens(client, method, url, typed=None):
    """Whether the door opens: not refused, not missing, not sent away to sign in or to the admin's first page."""
    response = getattr(client, method)(url, typed)
    if response.status_code == 302:
        return "/login/" not in response["Location"] and response["Location"] != reverse("admin:index")
    return response.status_code in (200, 204)


def test_the_readme_says_what_the_code_does():
    text = (Path(__file__).parent.parent / "README.md").read_text()

    assert text.partition(BEGIN)[2].partition(END)[0].strip() == access_table().strip()


def test_every_permission_of_a_role_exists():
    known = {f"{p.content_type.app_label}.{p.codename}" for p in Permission.objects.select_related("content_type")}

    assert {permission for role in ROLES for permission in role.permissions} <= known


def test_a_post_of_three_shares_no_verb_with_another():
    posts = [set(role.permissions) for role in ROLES if role.code in {"system_admin", "security_admin", "audit_admin"}]
    shared = ("accounts.view_division", "privacy.view_")  # A leader approves what the security administrator drafts.
    business = {p for role in ROLES[:4] for p in role.permissions if not p.startswith(shared)}

    verbs = [{p for p in post if ".view_" not in p} for post in posts]
    assert not verbs[0] & verbs[1] | verbs[1] & verbs[2] | verbs[0] & verbs[2]
    assert not any(post & business for post in posts)


@pytest.mark.parametrize("role", [role.code for role in ROLES])
def test_every_door_opens_to_exactly_the_roles_of_the_table(role, person, things, client):
    user = person(role)
    wrong = []
    for name in named_urls():
        if name in PUBLIC | SIGNED_IN | ACCOUNT | UNITS | NOBODY | {"admin:app_list"}:
            continue
        found = door(name, things)
        if found is None:
            continue
        permission, *knock = found
        client.force_login(user)
        if opens(client, *knock) != user.has_perm(permission):
            wrong.append((name, permission, user.has_perm(permission)))

    assert wrong == []


@pytest.mark.parametrize("kind", ["nobody", "applicant"])
def test_no_staff_door_opens_to_the_public_or_an_applicant(kind, things, client):
    if kind == "applicant":
        client.force_login(User.objects.create_user(username="applicant"))
    doors = [
        door(name, things)
        for name in named_urls()
        if name not in PUBLIC | SIGNED_IN | ACCOUNT | UNITS | NOBODY | {"admin:app_list"}
    ]

    assert [knock for _permission, *knock in filter(None, doors) if opens(client, *knock)] == []
    for name in SIGNED_IN - {"admin:logout", "styleguide-page"}:
        assert not opens(client, "get", reverse(name)), name


def test_an_account_is_closed_to_strangers(client):
    numbered = {"mfa_remove_webauthn", "mfa_edit_webauthn", "signin:session-end", "messaging:message-open", "news:item"}
    arguments = {name: [1] for name in numbered} | {
        "signin:contact-change": ["mobile"],
        "signin:data-request": ["closing"],
        "signin:data-withdraw": [1],
        "news:item-leave": [1, "funds"],
        "matchmaking:saved-drop": [1],
    }
    addresses = [reverse(name, args=arguments.get(name, [])) for name in sorted(ACCOUNT)]

    assert [url for url in addresses if "/login/" not in client.get(url).get("Location", "")] == []
