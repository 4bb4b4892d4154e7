"""What the oversight page shows: one module for each view of agents and their actions."""
