"""The pages of a unit's profiles: what each address names, and whether it is opened or posted to."""

DOORS = {
    "matchmaking:profile-list": ("get", ""),
    **{
        f"matchmaking:{noun}-{name}": (method, noun)
        for noun in ("achievement", "demand")
        for name, method in (
            ("new", "get"),
            ("detail", "get"),
            ("act", "post"),
            ("matches", "get"),
            ("dismiss", "post"),
        )
    },
}

DEALING_DOORS = {
    f"matchmaking:{name}": method
    for method, names in {
        "get": "interest-list interest-new interest-detail remark-file deal-file meeting-calendar mandate-list",
        "post": "interest-act interest-contact meeting-act mandate-end",
    }.items()
    for name in names.split()
}

CONTRACT_DOORS = {
    f"matchmaking:{name}": method
    for method, names in {
        "get": "filing-list filing-detail filing-file follow-up",
        "post": "filing-from-deal filing-submit",
    }.items()
    for name in names.split()
}

FILE_DOORS = {
    "matchmaking:other-file": "get",
    **{
        f"matchmaking:{noun}-file-{name}": method
        for noun in ("achievement", "demand")
        for name, method in (("show", "get"), ("add", "post"), ("drop", "post"))
    },
}

RESULT_DOORS = {
    "matchmaking:result-list": "get",
    "matchmaking:result-detail": "get",
    "matchmaking:result-file": "get",
    "matchmaking:result-submit": "post",
}

CHALLENGE_DOORS = {
    f"matchmaking:{name}": method
    for method, names in {
        "get": "challenge-list challenge-detail bid",
        "post": "challenge-new challenge-act bid-act",
    }.items()
    for name in names.split()
}

EVENT_DOORS = {
    "matchmaking:event-own": "get",
    "matchmaking:event-join": "post",
    "matchmaking:event-agenda": "get",
    "matchmaking:event-calendar": "get",
    "matchmaking:venue-desk": "get",
    "matchmaking:venue-count": "get",
    "matchmaking:venue-code": "get",
}
