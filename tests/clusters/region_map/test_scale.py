from hypothesis import given
from hypothesis import strategies as st

from clusters.region_map.scale import CLASSES, Scale

NUMBERS = st.lists(st.integers(0, 2_000), max_size=60)


@given(NUMBERS)
def test_every_number_lies_in_exactly_one_class(numbers):
    scale = Scale.of(numbers)

    for number in numbers:
        (step,) = [step for step in scale.steps() if step.lowest <= number <= step.highest]
        assert step.shade == scale.shade(number)


@given(NUMBERS)
def test_the_larger_number_never_has_the_lighter_shade(numbers):
    shades = [Scale.of(numbers).shade(number) for number in sorted(numbers)]

    assert shades == sorted(shades)
    assert set(shades) <= set(range(CLASSES + 1))


@given(NUMBERS)
def test_classes_touch_and_begin_with_nothing(numbers):
    nothing, *steps = Scale.of(numbers).steps()

    assert (nothing.lowest, nothing.highest, nothing.shade) == (0, 0, 0)
    ends = [0, *(step.highest for step in steps)]
    assert [step.lowest for step in steps] == [end + 1 for end in ends[:-1]]
    assert [step.shade for step in steps] == sorted({step.shade for step in steps})


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=60, unique=True))
def test_different_numbers_are_spread_evenly_over_all_classes(numbers):
    scale = Scale.of(numbers)
    shades = [scale.shade(number) for number in numbers]
    sizes = [shades.count(shade) for shade in range(1, CLASSES + 1)]

    assert sum(sizes) == len(numbers)
    assert max(sizes) - min(sizes) <= 1


def test_few_different_numbers_take_the_dark_shades():
    assert Scale.of([0, 7, 7]).shade(7) == CLASSES
    assert [Scale.of([1, 5]).shade(number) for number in (0, 1, 5)] == [0, CLASSES - 1, CLASSES]


def test_without_any_company_there_is_one_class():
    assert [step.highest for step in Scale.of([0, 0]).steps()] == [0]
