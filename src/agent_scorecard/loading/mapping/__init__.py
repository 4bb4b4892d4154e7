"""Foreign files read through a mapping: a TOML file that says where each of our columns lies in them."""

from pathlib import Path
from typing import Final

from agent_scorecard.loading.mapping.engine import Mapped, MappedRecord, MappedRefusal, mapped
from agent_scorecard.loading.mapping.plan import MappingPlan, MappingRefused, read_mapping

__all__ = [
    "SHIPPED",
    "Mapped",
    "MappedRecord",
    "MappedRefusal",
    "MappingPlan",
    "MappingRefused",
    "mapped",
    "read_mapping",
]

SHIPPED: Final[dict[str, Path]] = {
    path.stem: path for path in sorted((Path(__file__).parent / "shipped").glob("*.toml"))
}
"""The mappings that come with the product, by name."""
