"""Cards are read here: front matter, sections, tables, links, with line numbers."""
