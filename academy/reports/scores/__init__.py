"""Quality and satisfaction scores from outside: how they went, and whether a course made a difference."""
