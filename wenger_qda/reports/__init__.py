"""What joins a project with its neighbours: pages for people to read, notebooks to share, and the main job."""

from wenger_qda.reports.notebooks import check_notebook, cleared, scrubbed
from wenger_qda.reports.suggesting import suggestions
from wenger_qda.reports.summary import summary_page

__all__ = ["check_notebook", "cleared", "scrubbed", "suggestions", "summary_page"]
