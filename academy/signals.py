from django.dispatch import Signal

unit_opened = Signal()
"""Sent when a learner opens a unit of a course on the site, before it is rendered: `page`, `request`, `at`."""
