"""Packages by discovery; everything else about the build stands in setup.cfg."""

from setuptools import find_packages, setup

setup(
    packages=[
        *find_packages(include=["provenance", "provenance.*"]),
        "provenance.schemas",
        "provenance.sample_manifests",
    ],
    package_dir={
        "provenance.schemas": "schemas",
        "provenance.sample_manifests": "sample_manifests",
    },
)
