"""SPDX 3.0.1 as a projection of the CycloneDX document."""
