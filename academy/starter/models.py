from django.db import models


class Loaded(models.Model):
    """A part of the starter academy that was loaded once. It is never loaded again: from then on it is the editors'."""

    part = models.CharField(max_length=200, primary_key=True)
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.part
