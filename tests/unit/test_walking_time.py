"""Walking time and difficulty: stated rules, checked by hand."""

import pytest

from geostories.domain.difficulty import Factor, judge, worst
from geostories.domain.walking_time import walking_minutes
from geostories.vocabulary import Difficulty

EASY, MEDIUM, DEMANDING = Difficulty


@pytest.mark.parametrize(
    ("length_m", "ascent_m", "descent_m", "minutes"),
    [
        (4_000, 0, 0, 60),
        (4_600, 46, 46, 75),  # 69 along, 14.7 up and down, half of it: 76.4
        (20_000, 1_460, 1_460, 615),  # 300 along, 467.2 steep: 617.2
        (900, 0, 0, 15),  # 13.5
        (80, 0, 0, 5),
        (4_001, 0, 0, 60),
    ],
)
def test_walking_time_is_that_of_din_33466(length_m, ascent_m, descent_m, minutes):
    said = walking_minutes(length_m=length_m, ascent_m=ascent_m, descent_m=descent_m)
    assert said == minutes


def graded(length_m=3_000, ascent_m=50, steepest_percent=5.0, surface=""):
    judged = judge(
        length_m=length_m, ascent_m=ascent_m, steepest_percent=steepest_percent, surface=surface
    )
    return worst(judged)


@pytest.mark.parametrize(
    ("one", "grade"),
    [
        ({}, EASY),
        ({"length_m": 5_000}, EASY),
        ({"length_m": 5_001}, MEDIUM),
        ({"length_m": 10_001}, DEMANDING),
        ({"ascent_m": 301}, MEDIUM),
        ({"ascent_m": 601}, DEMANDING),
        ({"steepest_percent": 10.1}, MEDIUM),
        ({"steepest_percent": 21}, DEMANDING),
        ({"surface": "Asfalt och grus"}, EASY),
        ({"surface": "Stenmjöl"}, EASY),
        ({"surface": "grus, delvis stig"}, MEDIUM),
        ({"surface": "Spång genom ojämn mark"}, MEDIUM),
        ({"surface": "stig med block och rötter"}, DEMANDING),
        ({"surface": "vet inte"}, EASY),
    ],
)
def test_one_bad_factor_decides(one, grade):
    assert graded(**one) is grade


def test_nothing_is_promised_while_the_heights_are_unknown():
    assert graded(ascent_m=None, steepest_percent=None) is None
    assert graded(length_m=None, ascent_m=None, steepest_percent=None, surface="asfalt") is None
    assert graded(length_m=12_000, ascent_m=None, steepest_percent=None) is DEMANDING


def test_each_factor_is_judged_alone():
    judged = judge(length_m=7_000, ascent_m=20, steepest_percent=None, surface="grus")
    assert judged == {Factor.LENGTH: MEDIUM, Factor.ASCENT: EASY, Factor.SURFACE: EASY}
