"""Gamma, where the extra is installed; where it is not, the sentence that says how to get it."""

from __future__ import annotations

import math
from importlib.util import find_spec

import numpy as np
import pytest
from coders import drawn

from wenger_qda.agreement import gamma, gamma_by_document
from wenger_qda.errors import QdaError

HAS_GAMMA = find_spec("pygamma_agreement") is not None
needs_gamma = pytest.mark.skipif(not HAS_GAMMA, reason='gamma is an extra: pip install "wenger-qda[gamma]"')
IDA = [(0, 10, "x"), (20, 30, "y"), (40, 60, "x")]
BEA = [(0, 12, "x"), (21, 30, "y"), (44, 60, "y")]


@pytest.mark.skipif(HAS_GAMMA, reason="the extra is installed here, so nothing is missing")
def test_without_the_extra_it_says_how_to_get_it() -> None:
    with pytest.raises(QdaError, match=r'The gamma measure needs pygamma_agreement: pip install "wenger-qda\[gamma\]"'):
        gamma([IDA, BEA])


def test_with_one_coder_there_is_nothing_to_lay_beside() -> None:
    assert math.isnan(gamma([IDA]))
    assert math.isnan(gamma([IDA, []]))


@needs_gamma
def test_the_same_units_are_one_and_others_less() -> None:
    assert gamma([IDA, IDA]) == pytest.approx(1.0)
    assert gamma([IDA, BEA]) < 1.0


@needs_gamma
def test_the_seed_settles_it_and_leaves_other_random_numbers_alone() -> None:
    np.random.seed(7)
    expected = np.random.random()
    np.random.seed(7)
    one = gamma([IDA, BEA], seed=3)
    assert np.random.random() == expected
    assert one == gamma({"b": BEA, "a": IDA}, seed=3) == gamma({"a": IDA, "b": BEA}, seed=3)


@needs_gamma
def test_documents_come_one_by_one() -> None:
    made = drawn({"one": {"ida": "xx--yy", "bea": "xx--yy"}, "two": {"ida": "xx--", "bea": "----"}})
    table = gamma_by_document(*made)
    assert table["source"].tolist() == ["one", "two"]
    assert table["gamma"].tolist()[0] == pytest.approx(1.0)
    assert table["why"].tolist() == ["", "fewer than two coders have marked anything here"]


def test_nothing_shared_is_said() -> None:
    table = gamma_by_document(*drawn({"one": {"ida": "xx"}}))
    assert table["why"].tolist()[0].startswith("only ida has coded here")
