"""The pages of applications: what each address names, and whether it is opened or posted to."""

OWN = {  # Open to the unit's people alone.
    "projects:application-section": ("get", {"pk": "application", "section": "basic"}),
    "projects:member-add": ("get", {"pk": "application"}),
    "projects:member-edit": ("get", {"pk": "application", "member": "member"}),
    "projects:member-verb": ("post", {"pk": "application", "member": "member", "verb": "up"}),
    "projects:file-add": ("get", {"pk": "application", "code": "feasibility"}),
    "projects:file-remove": ("post", {"pk": "application", "file": "file"}),
    "projects:application-check": ("get", {"pk": "application"}),
    "projects:application-verb": ("get", {"pk": "application", "verb": "withdraw"}),
}
SEEN = {  # To the recommending unit too, once it was handed in.
    "projects:application-detail": ("get", {"pk": "application"}),
    "projects:application-print": ("get", {"pk": "application"}),
    "projects:application-word": ("get", {"pk": "application"}),
    "projects:application-pdf": ("get", {"pk": "application"}),
    "projects:verify-picture": ("get", {"pk": "application"}),
    "projects:file-show": ("get", {"pk": "application", "file": "file"}),
}
DUTY = {
    "projects:recommending-list": ("get", {}),
    "projects:recommending-verb": ("get", {"pk": "application", "verb": "recommend"}),
}
EVERYBODYS = {  # They work for the unit of whoever opens them.
    "projects:application-list": ("get", {}),
    "projects:application-begin": ("post", {"pk": "call"}),
}
EXPERTS = {  # A person's own record in the bank of experts: test_expert_pages.py tries strangers.
    "projects:expert": ("get", {}),
    "projects:expert-begin": ("post", {}),
    "projects:expert-edit": ("get", {"part": "identity"}),
    "projects:avoidance-add": ("get", {}),
    "projects:avoidance-remove": ("post", {"pk": "avoidance"}),
    "projects:paper-add": ("get", {}),
    "projects:paper-show": ("get", {"pk": "paper"}),
    "projects:expert-verb": ("get", {"verb": "confirm"}),
    "projects:seat": ("get", {"pk": "seat"}),
    "projects:seat-decline": ("get", {"pk": "seat"}),
}
REVIEWS = {  # Open to the expert to whom it was assigned: tests/projects/test_reviewing.py tries the others.
    "projects:review-list": ("get", {}),
    "projects:review-desk": ("get", {"pk": "assignment"}),
    "projects:review-word": ("get", {"pk": "assignment"}),
    "projects:review-file": ("get", {"pk": "assignment", "file": "file"}),
    "projects:review-conflict": ("post", {"pk": "assignment"}),
}
PANELS = {  # Open to the members of the panel: tests/projects/test_panel_pages.py tries the others.
    "projects:panel-list": ("get", {}),
    "projects:panel": ("get", {"pk": "panel"}),
    "projects:panel-invitation": ("get", {"pk": "member"}),
    "projects:panel-decline": ("get", {"pk": "member"}),
    "projects:panel-item": ("get", {"pk": "item"}),
    "projects:panel-word": ("get", {"pk": "item"}),
    "projects:panel-file": ("get", {"pk": "item", "file": "file"}),
    "projects:panel-leave": ("post", {"pk": "item"}),
    "projects:panel-opinion": ("get", {"pk": "item"}),
}
SUGGESTIONS = {  # Open to the unit's people or the person: tests/projects/test_suggestion_pages.py tries the others.
    "projects:suggestion-list": ("get", {}),
    "projects:suggestion-begin": ("post", {"pk": "solicitation"}),
    "projects:suggestion-detail": ("get", {"pk": "suggestion"}),
    "projects:suggestion-edit": ("get", {"pk": "suggestion"}),
    "projects:suggestion-check": ("get", {"pk": "suggestion"}),
    "projects:suggestion-verb": ("get", {"pk": "suggestion", "verb": "withdraw"}),
}
VISITS = {  # Open to the experts who go: tests/projects/test_visits.py tries others.
    "projects:visit-list": ("get", {}),
    "projects:visit": ("get", {"pk": "visit"}),
}
DOORS = SUGGESTIONS | EXPERTS | REVIEWS | PANELS | VISITS | OWN | SEEN | DUTY | EVERYBODYS
