"""One person: what they have to do, what they did, what happened, and who looked at their answers."""
