"""Picks passages for hand coding, with the probability by which each was picked, as a sheet that people fill."""

from framing.sample.design import DESIGNS, Design
from framing.sample.draw import Drawer
from framing.sample.plan import PLAN, Planner
from framing.sample.sheet import make_sheet

__all__ = ["DESIGNS", "PLAN", "Design", "Drawer", "Planner", "make_sheet"]
