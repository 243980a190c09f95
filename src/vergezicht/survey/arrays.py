"""What an array holds, for signatures; its shape stands in the docstring."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]
SmallIntArray = NDArray[np.signedinteger[Any]]
