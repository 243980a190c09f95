"""The open forms, without an account or a cookie: fields, codes, limits, photos, and what is handed in."""
