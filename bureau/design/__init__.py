"""How pages look and behave: display preferences, navigation, security headers, error pages, the style guide."""
