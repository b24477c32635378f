"""What a project asks about: its manifest, and the subjects of a run."""
