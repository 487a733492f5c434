"""What the framework says: progress tables, modes, faces, coverage, counter-evidence, paths and saturation.

Every table has a column `guids` with the codings behind each figure; `behind` gives them as rows.
"""

from wenger_qda.framework.checklist import not_a_community
from wenger_qda.framework.counter import counter_evidence
from wenger_qda.framework.coverages import coverage
from wenger_qda.framework.faces import two_faces
from wenger_qda.framework.landscapes import Landscape, landscape
from wenger_qda.framework.passages import behind
from wenger_qda.framework.profiles import mode_profile
from wenger_qda.framework.progress import progress_table, side_by_side
from wenger_qda.framework.saturations import saturation
from wenger_qda.framework.trajectories import trajectory

__all__ = [
    "Landscape",
    "behind",
    "counter_evidence",
    "coverage",
    "landscape",
    "mode_profile",
    "not_a_community",
    "progress_table",
    "saturation",
    "side_by_side",
    "trajectory",
    "two_faces",
]
