"""An edition as HTTP: files with ETags and encodings, under strict headers."""
