from companies.ids import ordered_id


def test_keys_are_in_the_order_in_which_they_come_but_within_a_moment():
    keys = [ordered_id() for _ in range(1000)]

    assert len(set(keys)) == 1000
    assert [key.int >> 80 for key in keys] == sorted(key.int >> 80 for key in keys)
    assert {(key.version, key.variant) for key in keys} == {(7, "specified in RFC 4122")}
