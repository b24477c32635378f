"""Text handling that every room shares: sentences, placeholders, columns, stranger's characters."""
