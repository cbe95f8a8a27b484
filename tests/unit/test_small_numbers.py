"""What is withheld cannot be worked out from what is told."""

from __future__ import annotations

import itertools
import random

from geostories.domain.small_numbers import Told, tell, tell_with_sum
from geostories.maps.line_chart import draw

SMALLEST = 5


def test_none_is_told_and_few_are_not() -> None:
    assert [tell(count, smallest=SMALLEST) for count in (0, 1, 4, 5)] == [
        Told(0),
        Told(None, is_few=True),
        Told(None, is_few=True),
        Told(5),
    ]


def test_a_small_part_takes_the_next_smallest_with_it() -> None:
    whole, told = tell_with_sum([40, 3, 9, 12], smallest=SMALLEST)
    assert whole == Told(64)
    assert told == [Told(40), Told(None, is_few=True), Told(None), Told(12)]


def test_the_sum_less_what_is_told_says_nothing_of_any() -> None:
    chance, tried, given_away = random.Random(5), 0, 0
    for _ in range(300):
        counts = [chance.choice((0, 1, 2, 3, 4, 6, 9, 30)) for _ in range(chance.randrange(1, 7))]
        total, told = tell_with_sum(counts, smallest=SMALLEST)
        if all(each.count is not None for each in told):
            assert not any(0 < count < SMALLEST for count in counts)
            continue
        if total.count is None:
            continue
        rest = total.count - sum(each.count or 0 for each in told)
        few = [each.is_few for each in told if each.count is None]
        ranges = [range(1, SMALLEST) if is_few else range(SMALLEST, rest + 1) for is_few in few]
        worlds = [world for world in itertools.product(*ranges) if sum(world) == rest]
        tried += 1
        given_away += any(
            len({world[at] for world in worlds}) == 1 for at, is_few in enumerate(few) if is_few
        )
    print(f"sums with something withheld {tried}, parts that can be worked out {given_away}")
    assert tried > 100
    assert given_away == 0


def test_a_line_breaks_where_nothing_is_told() -> None:
    chart = draw([10, None, 20, 30], ["a", "b", "c", "d"])
    assert [len(points.split()) for points in chart.lines] == [2, 2]
    assert "0,667" in chart.lines[0]
    assert chart.last is not None
    assert chart.last.words == 30
    assert [mark.words for mark in chart.numbers] == [0, 10, 20, 30]
    assert draw([], []).lines == []
