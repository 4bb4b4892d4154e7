"""The ten steps of the quarterly review on the screen, each a section of its own."""
