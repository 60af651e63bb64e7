"""Files that moderators bring in, one small file a format: each becomes contents, and sentences on what cannot be."""
