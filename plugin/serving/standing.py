"""Has the garbage collector pass over what stands for as long as the process does.

Code, forms and the document of the API are some 165,000 objects. Without this a request in two
hundred or so waits 0.1 s while all of them are looked through, and none is ever garbage.
"""

from __future__ import annotations

import gc


def stand() -> None:
    """Nothing; called once in a process, when it has made all that it needs to begin with."""
    gc.collect()
    gc.freeze()
