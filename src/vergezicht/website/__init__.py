"""WHERE IT STANDS: settings, URLs, accounts, the base template, the theme, health and error pages."""
