"""What a project uses: its manifest, and the subjects of a run."""
