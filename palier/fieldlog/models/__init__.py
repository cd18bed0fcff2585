from palier.fieldlog.models.debrief import Debrief
from palier.fieldlog.models.edit import Edit
from palier.fieldlog.models.entry import ENTRY_PRIVACY, Entry
from palier.fieldlog.models.lines import Encounter, Observation, Orientation
from palier.fieldlog.models.photo import Photo
from palier.fieldlog.models.rollup import CellRollup, HourRollup, MonthRollup, OutingLog
from palier.fieldlog.models.tally import Tally

# The lines of this app; words and people to call back, of the apps above, are lines too.
LINES: tuple[type[Entry], ...] = (Encounter, Orientation, Observation, Photo, Debrief)

__all__ = [
    "ENTRY_PRIVACY",
    "LINES",
    "CellRollup",
    "Debrief",
    "Edit",
    "Encounter",
    "Entry",
    "HourRollup",
    "MonthRollup",
    "Observation",
    "Orientation",
    "OutingLog",
    "Photo",
    "Tally",
]
