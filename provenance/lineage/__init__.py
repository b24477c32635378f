"""What is known about each artefact, and how artefacts descend from each other."""
