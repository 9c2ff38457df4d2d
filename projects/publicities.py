"""What this app makes public: 拟立项 lists, whose end makes projects."""

from bureau.publicity.openers import Opener, register

OPENER = "projects.proposal"
register(Opener(OPENER, "科技计划立项", "projects.tasks.publicity_ended"))
