"""The app in the browser: routing, what a person chose, and how boards are shown."""
