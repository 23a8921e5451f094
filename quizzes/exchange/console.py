"""What the commands of this app have in common with those of the others."""

from academy.console import ReportingCommand as ExchangeCommand
from academy.console import read_bytes

__all__ = ["ExchangeCommand", "read_bytes"]
