"""What other programs take along: the catalogue of the open data in two notations, and figures as workbooks."""
