"""A team's policy: its file, and a report judged by it."""
