"""Files of users and of this package; JSON, TOML and YAML within limits; lines of keys."""
