"""What the gates page shows: agents on their way through the gates, one module for each view."""
