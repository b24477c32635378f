"""Headers of weight files are read here; nothing is loaded or unpickled."""
