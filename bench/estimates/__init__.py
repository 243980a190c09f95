"""Task T: every answer to 58 questions for 95 areas with its standard error, beside R survey, svy and weightipy."""
