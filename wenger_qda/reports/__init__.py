"""What joins a project with its neighbours: pages for people to read, and the main job from notes to matrices."""

from wenger_qda.reports.demo import demo
from wenger_qda.reports.summary import summary_page

__all__ = ["demo", "summary_page"]
