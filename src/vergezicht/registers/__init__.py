"""HOW WE KNOW, COUNTED: any table of a register becomes figures with source, date, licence and area version."""

from vergezicht.registers.mapping import RegisterMapping, TablePlan
from vergezicht.registers.mapping_file import read_mapping
from vergezicht.registers.pipeline import build_register_release, count

__all__ = ["RegisterMapping", "TablePlan", "build_register_release", "count", "read_mapping"]
