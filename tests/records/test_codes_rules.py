import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.rules.codes import ALPHABET, check_holds, make_code, normalise

CODE = make_code("7K4M92Q")
drawn = st.text(ALPHABET, min_size=7, max_size=7)


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.removeprefix("LVT-"),
        CODE.removeprefix("LVT-").replace("-", " "),
        f"  {CODE} ",
        CODE.replace("LVT-", "lvt "),
    ],
)
def test_what_people_type_is_understood(typed):
    assert normalise(typed) == CODE


@pytest.mark.parametrize(
    ("typed", "read"),
    [("LVT-OO11-23AB", "LVT-0011-23AB"), ("lvt-ilol-23ab", "LVT-1101-23AB")],
)
def test_lookalikes_are_read_as_digits(typed, read):
    assert normalise(typed) == read


@pytest.mark.parametrize("typed", ["", "LVT", "LVT-7K4M-92Q", CODE + "0", "LVT-7K4M-92U?", "é" * 8])
def test_other_shapes_are_no_code(typed):
    assert normalise(typed) is None


@given(drawn)
def test_a_made_code_holds_and_normalises_to_itself(characters):
    code = make_code(characters)
    assert check_holds(code)
    assert normalise(code) == code


@given(drawn, st.integers(0, 7), st.integers(1, 31))
def test_one_wrong_character_is_always_found(characters, place, shift):
    good = make_code(characters).replace("-", "")[3:]
    wrong = ALPHABET[(ALPHABET.index(good[place]) + shift) % 32]
    bad = good[:place] + wrong + good[place + 1 :]
    assert not check_holds(normalise(bad))


@given(drawn, st.integers(0, 7), st.integers(0, 7))
def test_two_exchanged_characters_are_always_found(characters, one, other):
    good = list(make_code(characters).replace("-", "")[3:])
    bad = good.copy()
    bad[one], bad[other] = good[other], good[one]
    assert check_holds(normalise("".join(bad))) == (bad == good)
