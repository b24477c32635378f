"""Write a document as HTML, PDF or Word. Independent of audits."""
