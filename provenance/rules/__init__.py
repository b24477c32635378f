"""Rules judge a lineage; each is one file that documents itself."""
