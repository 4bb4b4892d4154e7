"""The 3 a.m. card: whom to call, how it is stopped, what to go back to, how each call is undone (register S1-14)."""
