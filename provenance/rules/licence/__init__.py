"""Rules about licences."""
