"""Many inputs: find them, skip what is up to date, parse the rest, store each result."""

from vlortool.batch.run import Progress, run
from vlortool.batch.sources import SUFFIXES, expand
from vlortool.batch.task import Options

__all__ = ["SUFFIXES", "Options", "Progress", "expand", "run"]
