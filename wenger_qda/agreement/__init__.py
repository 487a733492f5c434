"""How far coders agree, and where they do not."""

from wenger_qda.agreement.contested import agreed, disagreements
from wenger_qda.agreement.reliability_table import reliability

__all__ = ["agreed", "disagreements", "reliability"]
