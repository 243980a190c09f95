"""Settings: ``production`` is the default; ``develop`` and ``test`` relax it on purpose."""
