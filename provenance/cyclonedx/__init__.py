"""The CycloneDX format: shapes, reading, validation. Independent of audits."""
