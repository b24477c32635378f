"""What documents say about personal data is graded here."""
