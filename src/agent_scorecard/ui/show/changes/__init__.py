"""Changes and evals on the screen, one module for each view."""
