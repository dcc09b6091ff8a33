"""Staff pages of actors, sources and statements."""

from sources.admin.actors import ActorAdmin
from sources.admin.sources import SourceAdmin
from sources.admin.statements import StatementAdmin

__all__ = ["ActorAdmin", "SourceAdmin", "StatementAdmin"]
