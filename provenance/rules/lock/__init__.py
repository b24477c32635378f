"""Rules that compare what the hub serves with what was locked."""
