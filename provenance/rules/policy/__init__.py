"""Rules that judge by what a policy says: limits, and the waivers themselves."""
