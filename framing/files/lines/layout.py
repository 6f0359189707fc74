"""What the compiled writer is told of each field. Loads nothing.

In: nothing. Out: the shape that `rows` fills and `kernels` reads, and the kinds of fields.
"""

from typing import NamedTuple

# Kinds: nothing but a key; whole numbers of 64 bits; floating ones without a fraction; truths; texts to put in
# quotation marks; texts to take as they are; lists of such; and lists of names, where one stands alone.
NOTHING, LONG, WHOLE, FLAG, TEXT, LITERAL, LIST, NAMES = range(8)


class Field(NamedTuple):
    """A column, by the addresses of its buffers.

    valid: of the validity bits, 0 where all values are there. wide: whether offsets have 64 bits. shift: the first row
    in the buffers. key: the bytes before each value. Of lists, `data` and `places` are their elements' (JSON already,
    from the element `first` on, with 64 bits).
    """

    kind: int
    data: int = 0
    offsets: int = 0
    wide: int = 0
    valid: int = 0
    shift: int = 0
    key: int = 0
    key_length: int = 0
    places: int = 0
    first: int = 0
