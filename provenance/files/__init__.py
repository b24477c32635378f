"""Files that the user names, files of this package, and positions in files."""
