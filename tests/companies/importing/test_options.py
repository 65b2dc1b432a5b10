from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusters.text import clean
from companies.importing.errors import WrongOptionError
from companies.importing.headings import FIELDS
from companies.importing.options import Options, parse

WORDS = st.from_regex(r"[A-Za-z0-9äöüÄÖÜß][\w .]{0,10}", fullmatch=True).map(clean)


@given(st.lists(WORDS, min_size=1, max_size=3), st.sampled_from(FIELDS))
def test_a_mapping_joins_columns_by_plus_and_ends_in_its_field(columns, field):
    expression = "+".join(columns)

    assert parse(maps=[f"{expression}={field}"]).columns == {expression: field}


@given(WORDS, st.lists(WORDS, min_size=1, max_size=4))
def test_only_takes_alternatives(column, values):
    assert parse(onlys=[f"{column}={'|'.join(values)}"]).only == {column: values}


@given(st.text(max_size=30), st.sampled_from(["maps", "sets", "onlys", "ignores"]))
def test_any_text_is_an_option_or_refused(text, option):
    with suppress(WrongOptionError):
        assert isinstance(parse(**{option: [text]}), Options)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"maps": ["name"]}, "--map COL"),
        ({"maps": ["a=straet"]}, "did you mean street"),
        ({"maps": ["a=name", "b=name"]}, "mapped twice"),
        ({"maps": ["a=name"], "ignores": ["a"]}, "both mapped and ignored"),
        ({"maps": ["a=kind"], "sets": ["kind=pharmacy"]}, "given twice"),
        ({"sets": ["=x"]}, "--set FIELD"),
        ({"onlys": ["land"]}, "--only COL"),
        ({"key": "id"}, "--key and --source"),
        ({"source": "liste"}, "--key and --source"),
    ],
)
def test_a_wrong_option_is_named_with_the_way_out(given, reason):
    with pytest.raises(WrongOptionError, match=reason):
        parse(**given)


def test_an_equals_sign_may_stand_in_a_heading_and_in_a_value():
    options = parse(maps=["a=b=name"], sets=["description_de=x=y"])

    assert options.columns == {"a=b": "name"}
    assert options.constants == {"description_de": "x=y"}


@pytest.mark.parametrize(
    "wrong", [{"missing": "delete"}, {"candidates": "?"}, {"conflicts": ""}, {"grace_days": "30"}]
)
def test_a_rule_that_there_is_not_is_refused(wrong):
    with pytest.raises(WrongOptionError):
        Options(**wrong)
