"""A team's policy: its file, and its application to a report."""
