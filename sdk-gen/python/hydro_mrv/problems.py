"""One error for each type of the catalogue of problems."""

from .generated.problems import *  # noqa: F403
