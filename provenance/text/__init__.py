"""Text handling shared by all rooms: sentences, placeholders, columns, unprintable characters."""
