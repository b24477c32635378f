"""Reports built by hand: what an audit of these models could say. Every name, text and number is invented."""
