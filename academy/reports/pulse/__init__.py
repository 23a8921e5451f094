"""The pulse of a manager's teams, week by week, and surveys from outside beside it."""
