"""The project's file: what is stored, how it changes, how it is handed out."""

from wenger_qda.store.merging import merge, merge_preview
from wenger_qda.store.project import Project

__all__ = ["Project", "merge", "merge_preview"]
