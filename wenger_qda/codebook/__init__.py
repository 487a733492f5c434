"""The code tree: loaded, checked, compared, saved.

A codebook is a value: a tuple of codes in the order of the tree, each naming its parent. What the theory adds to a
plain tree (facets, contraries, duals, progress tables) is kept with it.
"""

from wenger_qda.codebook.book import Cell, Codebook, ProgressTable
from wenger_qda.codebook.compare import diff, near_duplicates

__all__ = ["Cell", "Codebook", "ProgressTable", "diff", "near_duplicates"]
