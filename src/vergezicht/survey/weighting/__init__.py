"""What the respondents stand for: the population, the sample drawn from it, and the weights that make them alike."""
