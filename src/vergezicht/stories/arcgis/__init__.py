"""A story of ArcGIS StoryMaps as a draft of ours, with a report of what was kept, changed and left behind."""
