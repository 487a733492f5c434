"""A class that replicates the study of the claims processors: folders for students, the workbook's tasks, one table."""

from wenger_qda.classroom.studies import collect_studies, new_study, open_study, study_files

__all__ = ["collect_studies", "new_study", "open_study", "study_files"]
