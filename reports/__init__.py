"""What leaves the pair: under a key, as a mirror, on paper and as files; and what takes it back."""
