"""Phrases made into trees over words and the links between them, and those into arrays.

In: rows of forms and links. Out: the phrase part of `Tables`. Reads no pattern.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from framing.matcher.pattern import Form, Link
from framing.matcher.slots import SPREAD, count_slots, ints, place
from framing.matcher.store import Arrays

_ALONE = 1 << 63  # as join.py has it


class Phrases:
    """The trees over forms and links, one a set, with the same forms; node 0 is never entered."""

    def __init__(self) -> None:
        self.forms: dict[Form, int] = {}
        self.first: list[dict[int, int]] = []
        self.ports: dict[tuple[int, Link], int] = {}
        self.steps: dict[tuple[int, int], int] = {}
        self.accepts: list[list[int]] = [[]]
        self.many: list[int] = [0]
        self.entered: list[int] = [-1]  # by which form

    def begin_set(self) -> None:
        """What is added from here on belongs to a further set."""
        self.first.append({})

    def add(self, pattern: int, forms: Sequence[Form], links: Sequence[Link]) -> None:
        """Let `pattern` of the last set end where this row of forms leads."""
        numbers = [self.forms.setdefault(form, len(self.forms)) for form in forms]
        node = self.first[-1].setdefault(numbers[0], len(self.accepts))
        self._grow(node, numbers[0], 0)
        for number, link in zip(numbers[1:], links, strict=True):
            port = self.ports.setdefault((node, link), len(self.ports))
            many = self.many[node] or int(link.fewest < link.most)
            node = self.steps.setdefault((port, number), len(self.accepts))
            self._grow(node, number, many)
        if pattern not in self.accepts[node]:
            self.accepts[node].append(pattern)

    def _grow(self, node: int, form: int, many: int) -> None:
        if node == len(self.accepts):
            self.accepts.append([])
            self.many.append(many)
            self.entered.append(form)

    def arrays(self) -> Arrays:
        """The phrase part of `Tables`, `begins` to `step_nodes`."""
        first = np.full((len(self.first), max(1, len(self.forms))), -1, dtype=np.int32)
        for row, nodes_by_form in zip(first, self.first, strict=True):
            row[list(nodes_by_form)] = list(nodes_by_form.values())
        reaches = np.zeros(first.shape[1], dtype=np.int32)
        for node, link in self.ports:
            form = self.entered[node]
            reaches[form] = max(reaches[form], link.most + 1)
        bits, follows = self._masks(len(reaches))
        order = sorted(self.ports, key=lambda port: (port[0], self.ports[port]))
        number = {self.ports[port]: i for i, port in enumerate(order)}
        links = [(link.fewest, link.most, link.between) for _, link in order] or [(0, 0, 0)]
        keys = np.zeros(count_slots(len(self.steps)) // 4, dtype=np.uint64)  # nearly all that is looked up is there
        nodes = np.full(len(keys), -1, dtype=np.int64)
        for (port, form), node in sorted(self.steps.items()):
            key = (number[port] << 32 | form) + 1
            nodes[place(keys, key, key * SPREAD)] = node
        accept_starts = np.cumsum([0, *map(len, self.accepts)])
        accepts = [pattern for patterns in self.accepts for pattern in sorted(patterns)]
        port_starts = np.searchsorted([node for node, _ in order], np.arange(len(self.accepts) + 1))
        begins = np.asarray(first.max(axis=0) >= 0, dtype=np.uint8)
        return {
            "begins": begins,
            "first_nodes": first,
            "beginning": self._beginnings(bits, first.shape),
            "reaches": reaches,
            "follows": follows,
            "node_parts": ints(np.stack([accept_starts[:-1], accept_starts[1:], port_starts[:-1], port_starts[1:]], 1)),
            "accepts": ints(accepts),
            "port_links": ints(links),
            "port_forms": bits[[self.ports[port] for port in order]] if order else bits,
            "many_ways": np.array(self.many, dtype=np.uint8),
            "steps": np.stack([keys.view(np.int64), nodes], axis=1),
        }

    def _masks(self, n_forms: int) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """The bits of the forms that lead on through each port, as it was numbered here, and by form (`follows`)."""
        bits = [0] * max(1, len(self.ports))
        for port, form in self.steps:
            bits[port] |= 1 << (form & 63)
        follows = [[0, 0] for _ in range(n_forms)]
        for (node, link), port in self.ports.items():
            follows[self.entered[node]][link.most > 0] |= bits[port]
        return np.array(bits, dtype=np.uint64), np.array(follows, dtype=np.uint64)

    def _beginnings(self, bits: NDArray[np.uint64], shape: tuple[int, ...]) -> NDArray[np.uint64]:
        """By set and form the bits of what follows the first node, next in a phrase or otherwise."""
        by_node = np.zeros((len(self.accepts), 2), dtype=np.uint64)
        for (node, link), port in self.ports.items():
            by_node[node, int(link != Link())] |= bits[port]
        by_node[[node for node, patterns in enumerate(self.accepts) if patterns], 0] |= np.uint64(_ALONE)
        masks = np.zeros((*shape, 2), dtype=np.uint64)
        for row, nodes_by_form in zip(masks, self.first, strict=True):
            row[list(nodes_by_form)] = by_node[list(nodes_by_form.values())]
        return masks
