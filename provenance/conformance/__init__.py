"""Anybody's bill of materials, judged element by element against what frameworks ask for."""
