"""A size-bounded cache that evicts the least recently used values."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable


class Sized(Protocol):
    """What tells its size."""

    @property
    def size(self) -> int:
        """Characters or bytes."""
        ...


Value = TypeVar("Value", bound=Sized)


class Memory(Generic[Value]):
    """Values by key. Safe to use from several threads; two may make the same value at once."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._size = 0
        self._kept: OrderedDict[Hashable, Value] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a key, made now if it is not kept."""
        known = self.known(key)
        if known is not None:
            return known
        value = make()
        self.keep(key, value)
        return value

    def known(self, key: Hashable) -> Value | None:
        """The value of a key; None if it is not kept."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def keep(self, key: Hashable, value: Value) -> None:
        """Keep a value, unless there is one."""
        with self._lock:
            if key not in self._kept:
                self._kept[key] = value
                self._size += value.size
            while self._size > self._most and len(self._kept) > 1:
                _, old = self._kept.popitem(last=False)
                self._size -= old.size
