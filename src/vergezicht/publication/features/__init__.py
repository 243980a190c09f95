"""What stands on the map for other programs: the collections of OGC API - Features, from the edition that is online."""
