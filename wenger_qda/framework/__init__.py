"""What the framework says: progress tables, modes, faces, coverage, counter-evidence, paths and saturation.

Every table has a column `guids` with the codings behind each figure; `behind` gives them as rows.
"""

from wenger_qda.framework.passages import behind
from wenger_qda.framework.progress import progress_table, side_by_side

__all__ = ["behind", "progress_table", "side_by_side"]
