"""How far coders agree, and where they do not."""

from wenger_qda.agreement.coefficients import (
    alpha,
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    gwet_ac1,
    percent_agreement,
    scott_pi,
)
from wenger_qda.agreement.contested import agreed, disagreements
from wenger_qda.agreement.reliability_table import reliability
from wenger_qda.agreement.unitizing import u_alpha, unitizing_alpha

__all__ = [
    "agreed",
    "alpha",
    "brennan_prediger",
    "cohen_kappa",
    "conger_kappa",
    "disagreements",
    "fleiss_kappa",
    "gwet_ac1",
    "percent_agreement",
    "reliability",
    "scott_pi",
    "u_alpha",
    "unitizing_alpha",
]
