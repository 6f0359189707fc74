"""Ids stay when they are unique, and get the same numbers in the same order of reading, however it is cut."""

from hypothesis import given
from hypothesis import strategies as st

from framing.files.ids import UniqueIds

IDS = st.lists(st.sampled_from(["a", "b", "a~2", "a~2~2", "c"]), max_size=30)


@given(IDS, st.integers(1, 10))
def test_unique_in_order_and_the_same_however_cut(given_ids: list[str], size: int) -> None:
    whole, cut = UniqueIds(), UniqueIds()
    at_once = whole.take(given_ids)
    batches = [given_ids[i : i + size] for i in range(0, len(given_ids), size)]
    assert [one for batch in batches for one in cut.take(batch)] == at_once
    assert len(set(at_once)) == len(at_once)
    assert all(new == old or new.startswith(f"{old}~") for new, old in zip(at_once, given_ids, strict=True))
    assert whole.repeated == sum(new != old for new, old in zip(at_once, given_ids, strict=True)) == cut.repeated


def test_many_ids_are_known_again() -> None:
    ids = UniqueIds()
    for start in range(0, 5000, 100):
        ids.take([str(n) for n in range(start, start + 100)])
    assert ids.take(["4", "4999", "5000"]) == ["4~2", "4999~2", "5000"]
    assert (ids.repeated, ids.example) == (2, "4")
