"""wenger_qda: code field notes with a theory in hand."""
