"""Every table of the database; importing this package registers them all."""

from importlib import import_module
from pkgutil import iter_modules

from agent_scorecard.store.tables.columns import Checked

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

METADATA = Checked.metadata
