"""What people can do, skill by skill, told from their answers; and what a manager can do about it."""
