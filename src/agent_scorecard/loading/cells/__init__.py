"""From the text of one cell to the value it stands for."""
