"""What is known of each artefact, and how artefacts follow from one another."""
