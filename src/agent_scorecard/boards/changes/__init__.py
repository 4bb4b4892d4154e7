"""Changes and evals: what was changed, what saw it, and what guards it, as pure views."""
