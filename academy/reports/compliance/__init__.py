"""Who has acknowledged a policy and who has not, at a moment that the reader chooses."""
