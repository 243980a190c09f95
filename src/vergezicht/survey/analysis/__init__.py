"""The statistician's methods on plain arrays, for any survey: design, weighting, estimates, tests, models.

The release pipeline has its own faster road for all questions and areas at once (``survey.estimates``); this is the
general one, for a notebook. Nothing here is imported by the pipeline.
"""
