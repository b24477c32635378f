"""The CycloneDX format: shapes, reading, validation. It knows nothing of audits."""
