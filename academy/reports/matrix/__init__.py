"""People by what they have to do, and people by what they may do."""
