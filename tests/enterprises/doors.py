"""The pages of a firm's people: what each address names, and whether it is opened or posted to."""

DOORS = {
    "enterprises:data-list": ("get", {}),
    "enterprises:data-detail": ("get", {"pk": "data"}),
    "enterprises:data-section": ("get", {"pk": "data", "section": "accounts"}),
    "enterprises:part-list": ("get", {"pk": "data", "rows": "rights"}),
    "enterprises:part-add": ("get", {"pk": "data", "rows": "products"}),
    "enterprises:part-edit": ("get", {"pk": "data", "rows": "rights", "part": "right"}),
    "enterprises:part-remove": ("post", {"pk": "data", "rows": "rights", "part": "right"}),
    "enterprises:data-explain": ("post", {"pk": "data"}),
    "enterprises:data-assessment": ("get", {"pk": "data"}),
    "enterprises:data-verb": ("post", {"pk": "data", "verb": "submit"}),
    "enterprises:data-workbook": ("get", {"pk": "data"}),
    "enterprises:data-upload": ("get", {"pk": "data"}),
    "enterprises:data-prefill": ("post", {"pk": "data"}),
    "enterprises:what-if": ("get", {"pk": "data"}),
    "enterprises:reserve": ("get", {}),
    "enterprises:reserve-apply": ("post", {}),
    "enterprises:service-confirm": ("get", {"pk": "service"}),
    "enterprises:service-file": ("get", {"pk": "paper"}),
    "enterprises:ticket-ask": ("get", {}),
}
MANAGERS = {"enterprises:token-list", "enterprises:token-revoke"}
"""Open to a unit's administrator alone: test_tokens.py knocks."""
EVERYBODYS = {
    "enterprises:data-list",
    "enterprises:reserve",
    "enterprises:reserve-apply",
    "enterprises:ticket-ask",
}  # They work for the unit of whoever opens them.
