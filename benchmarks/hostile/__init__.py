"""What strangers can do to a run: hubs that misbehave on the wire, answers of any shape, spoilt
files."""
