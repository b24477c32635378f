"""Know what an AI model is made of, under which terms, and what its makers left unsaid about personal data."""

__version__ = "0.1.0.dev0"
