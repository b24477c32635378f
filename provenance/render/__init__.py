"""A document as HTML, PDF or Word. It knows nothing of audits."""
