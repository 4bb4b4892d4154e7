"""Tells people what waits for them: renders a digest, sends it by e-mail, webhook or file, remembers what it told."""
