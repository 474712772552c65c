"""What stops a guest before its command could give an answer."""


class Failure(Exception):
    """One line for the user: what is wrong, and where possible what mends it."""


class SpecError(Failure):
    """A topology that cannot be read or cannot exist; the line names the field."""
