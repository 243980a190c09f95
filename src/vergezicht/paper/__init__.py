"""ON PAPER: a template and its data become a tagged PDF (PDF/UA-1) that a screen reader can read; and QR codes."""
