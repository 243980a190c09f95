"""The work screens in the editor: what waits, the desk of one challenge, course check, progress, endings, briefing."""
