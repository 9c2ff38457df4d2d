// Before anything is drawn: say that scripts run, so that what needs them is shown and what they fold away is folded.
document.documentElement.classList.add("scripted");
