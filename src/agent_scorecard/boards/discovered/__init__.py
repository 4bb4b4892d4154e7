"""What the logs show and the inventory does not know, and what the inventory names and no log shows."""
