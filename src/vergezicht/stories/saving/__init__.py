"""What stands between an editor and the draft: whose text it is when two write, and whether there is more to save."""
