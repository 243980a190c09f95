"""The pages that are made from data: areas, challenges, indicators, open data, editions."""
