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
from wenger_qda.agreement.confusions import confused, confusion
from wenger_qda.agreement.contested import agreed, disagreements
from wenger_qda.agreement.gamma_measure import gamma, gamma_by_document
from wenger_qda.agreement.methods import methods_paragraph
from wenger_qda.agreement.practice import beside_reference, read_again, reference_kappas
from wenger_qda.agreement.reliability_table import reliability
from wenger_qda.agreement.rounds import reliability_by_round, stability
from wenger_qda.agreement.segments import place_and_code
from wenger_qda.agreement.sets import set_alpha, set_reliability
from wenger_qda.agreement.unitizing import u_alpha, unitizing_alpha

__all__ = [
    "agreed",
    "alpha",
    "beside_reference",
    "brennan_prediger",
    "cohen_kappa",
    "confused",
    "confusion",
    "conger_kappa",
    "disagreements",
    "fleiss_kappa",
    "gamma",
    "gamma_by_document",
    "gwet_ac1",
    "methods_paragraph",
    "percent_agreement",
    "place_and_code",
    "read_again",
    "reference_kappas",
    "reliability",
    "reliability_by_round",
    "scott_pi",
    "set_alpha",
    "set_reliability",
    "stability",
    "u_alpha",
    "unitizing_alpha",
]
