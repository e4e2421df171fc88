"""Short words that people type, as they are kept."""

# They turn the direction of what follows: « gpj.exe » would read « exe.jpg ».
TURNING = dict.fromkeys([0x200E, 0x200F, 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


def tidy_label(label: str) -> str:
    """On one line, without marks that turn the direction of writing."""
    return " ".join(label.translate(TURNING).split())
