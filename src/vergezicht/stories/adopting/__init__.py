"""New figures by the browser: a release comes in, shows what it does to the stories, is adopted, and is let through."""
