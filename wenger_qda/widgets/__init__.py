"""What people work with in a notebook: views of a project, drawn by a page of our own."""

from wenger_qda.widgets.codebook_editor import CodebookEditor
from wenger_qda.widgets.passages import Passages
from wenger_qda.widgets.practice import Practice
from wenger_qda.widgets.reconcile import Reconcile
from wenger_qda.widgets.suggestion_review import SuggestionReview
from wenger_qda.widgets.text_coder import TextCoder

__all__ = ["CodebookEditor", "Passages", "Practice", "Reconcile", "SuggestionReview", "TextCoder"]
