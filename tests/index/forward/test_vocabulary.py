"""The words of an archive are found by letters, by sound and by fragment."""

import dataclasses

from index.forward.vocabulary import Vocabulary
from tests.index.search_support import document, open_index


def vocabulary(words: dict[str, int]) -> Vocabulary:
    """Of an archive in which so many entries say each word, in their titles."""
    blank = dataclasses.replace(document(1), summary="", tags=(), url="", byline="", source="", category="")
    entries = [
        dataclasses.replace(blank, id=f"{word}-{number}", title=word)
        for word, count in words.items()
        for number in range(count)
    ]
    index = open_index(entries)
    return Vocabulary(index.forward, index.engine)


def test_words_are_found_by_sound_and_by_fragment() -> None:
    words = vocabulary({"高通": 9, "骁龙": 5, "公司": 6, "mobilenet": 3, "mobile": 8})

    assert words.sounding("gaotong") == ("高通",)
    assert words.read_aloud("gaotongxiaolong") == (("高通",), ("骁龙",))
    assert words.read_aloud("gaoton") == ()
    assert words.homophones("高同") == ("高通",)
    assert words.homophones("工四") == ("公司",)
    assert words.sounding_alike("高童") == ("高通",)
    assert words.sounding_alike("公斯") == ("公司",)
    assert words.holding("obile", 5) == ("mobile", "mobilenet")


def test_words_written_together_are_taken_apart() -> None:
    words = vocabulary({"tensorflow": 9, "lite": 5, "tensor": 9, "flowlite": 1, "hard": 3, "ware": 1})

    assert words.joined_from("tensorflowlite") == ("tensorflow", "lite")
    assert words.joined_from("hardware") is None
    assert words.joined_from("ai") is None


def test_documents_are_counted_by_word_by_form_and_across_words() -> None:
    words = vocabulary({"quantized": 2, "quantization": 3, "轻量化": 4, "量化": 1})

    assert words.count("quantized") == 2
    assert words.documents("quantized") == 5
    assert words.documents("量化") == 5
    assert words.could_hold("量化轻") == 0
