"""What comes: who will miss a date, how good that forecast was, and how the team went week by week."""
