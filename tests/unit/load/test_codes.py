from generator.load.codes import RULES


def test_codes_are_unique_and_of_this_stage() -> None:
    codes = [rule.code for rule in RULES]
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 5 and code.startswith("PS0") for code in codes)
