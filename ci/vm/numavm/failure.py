"""What stops a guest before its command could give an answer."""


class Failure(Exception):
    """One line for the user: what is wrong, and where possible how to fix it."""


class SpecError(Failure):
    """A topology that cannot be read or cannot exist; the line names the field."""


def complaint(output):
    """Give the one line of a failed tool's output (text) that tells most: that the disk is full, or the last one."""
    lines = output.strip().splitlines() or ["it said nothing"]
    return next((line for line in lines if "No space left" in line), lines[-1])
