"""What the figures of every agent say by themselves: one sentence each, alerts first."""
