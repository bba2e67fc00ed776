"""The compiled part of common-expression-language, without the command line that its package imports with it.

That command line brings typer and rich along: 26 MB in every process, for nothing that we use.
"""

from __future__ import annotations

import importlib.machinery
import importlib.util
from functools import cache
from types import ModuleType


@cache
def cel() -> ModuleType:
    """The module with `compile`.

    Raises:
        ImportError: It is not installed for this Python.
    """
    package = importlib.util.find_spec("cel")
    places = package.submodule_search_locations if package is not None else None
    found = importlib.machinery.PathFinder.find_spec("cel", list(places)) if places is not None else None
    if found is None or found.loader is None:
        raise ImportError("common-expression-language is not installed for this Python")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module
