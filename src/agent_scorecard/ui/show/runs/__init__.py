"""The page about runs on the screen."""
