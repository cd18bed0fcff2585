from palier.library.models.import_run import ImportRun
from palier.library.models.search_miss import SearchMiss
from palier.library.models.sheet import ActionSheet

__all__ = ["ActionSheet", "ImportRun", "SearchMiss"]
