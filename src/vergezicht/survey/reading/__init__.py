"""What was asked and answered: the files of a wave, read in blocks of rows and counted; then the rows are forgotten."""
