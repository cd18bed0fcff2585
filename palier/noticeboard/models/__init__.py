from palier.noticeboard.models.board import Board, ShownNeed
from palier.noticeboard.models.idea import REASON_LENGTH, Idea, Support
from palier.noticeboard.models.people import Joining, Report

__all__ = ["REASON_LENGTH", "Board", "Idea", "Joining", "Report", "ShownNeed", "Support"]
