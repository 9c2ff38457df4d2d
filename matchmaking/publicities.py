"""What this app makes public: who is to take a challenge (揭榜挂帅)."""

from bureau.publicity.openers import Opener, register

OPENER = "matchmaking.challenge"
register(Opener(OPENER, "揭榜挂帅", "matchmaking.tasks.publicity_ended"))
