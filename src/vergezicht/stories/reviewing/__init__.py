"""Looking at a page before readers do: what to check, as paper, without script, and as it is read aloud."""
