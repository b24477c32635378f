"""Words and facts that every readable output shares, in English and Korean."""
