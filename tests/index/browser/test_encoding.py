"""Postings and shards: read back as they were written, and stable where nothing has changed."""

from hypothesis import given
from hypothesis import strategies as st

from index.browser.encoding import (
    BUCKET_BYTES,
    DIGITS,
    FIRST,
    MAX_FREQUENCY,
    MIN_FREQUENCY,
    bucket_of,
    buckets_of,
    frequency_of,
    level_of,
    pack_number,
    pack_postings,
    shards_of,
)


def unpacked(text: str) -> list[tuple[int, int]]:
    """As `web/static/search/store.js` reads it."""
    pairs, number, last = [], 0, -1
    characters = iter(text)
    for character in characters:
        digit = ord(character) - FIRST
        number = number * DIGITS + digit % DIGITS
        if digit < DIGITS:
            last += number + 1
            number = 0
            pairs.append((last, ord(next(characters)) - FIRST))
    return pairs


@given(st.dictionaries(st.integers(0, 10**6), st.integers(0, 92), max_size=60))
def test_postings_are_read_back(held: dict[int, int]) -> None:
    ordered = sorted(held.items())

    packed = pack_postings([number for number, _ in ordered], [level for _, level in ordered])

    assert unpacked(packed) == ordered
    assert packed.isprintable()


@given(st.floats(MIN_FREQUENCY, MAX_FREQUENCY))
def test_a_level_is_near_its_frequency(frequency: float) -> None:
    assert abs(frequency_of(level_of(frequency)) / frequency - 1) < 0.05


def test_small_numbers_take_one_character() -> None:
    assert [len(pack_number(number)) for number in (0, 46, 47, 2208, 2209)] == [1, 1, 2, 2, 3]


def test_every_key_stands_in_the_shard_that_its_first_keys_say() -> None:
    lines = [(f"词{chr(0x4E00 + number)}", "x" * (number % 50)) for number in range(2000)]

    shards = list(shards_of(lines))

    assert len(shards) > 5
    keys = [line.split("\t")[0] for shard in shards for line in shard.content.decode().splitlines()]
    assert keys == sorted(key for key, _ in lines)
    assert [shard.first for shard in shards] == sorted(shard.first for shard in shards)
    assert all(shard.content.decode().startswith(f"{shard.first}\t") for shard in shards)


def test_what_is_added_leaves_most_shards_as_they_are() -> None:
    lines = [(f"词{chr(0x4E00 + number)}", "x" * 40) for number in range(0, 4000, 2)]
    before = {shard.name for shard in shards_of(lines)}

    after = {shard.name for shard in shards_of([*lines, ("词\u4e01", "new")])}

    assert len(before - after) <= 2


def test_every_key_stands_in_the_bucket_of_its_hash() -> None:
    lines = {
        f"词{chr(0x4E00 + number)}{chr(0x20000 + number)}": "x" * (number % 50) for number in range(2000)
    }

    buckets = buckets_of(lines.items())

    assert len(buckets) > 30
    assert max(map(len, buckets)) < 3 * BUCKET_BYTES
    for number, content in enumerate(buckets):
        keys = [line.split("\t")[0] for line in content.decode().splitlines()]
        assert {bucket_of(key, len(buckets)) for key in keys} == {number}
    assert sum(len(content.splitlines()) for content in buckets) == len(lines)


def test_a_key_has_the_hash_that_scripts_compute() -> None:
    # As `store.js` computes them: one with a sign in between, one beyond the first plane.
    assert [bucket_of(key, 1024) for key in ("", "a", "量化", "𠮷")] == [1020, 308, 997, 754]


def test_nothing_is_one_empty_bucket() -> None:
    assert buckets_of([]) == (b"",)
