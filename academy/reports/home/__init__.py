"""The team leader's home: who needs them and why, how many, and the people behind each number."""
