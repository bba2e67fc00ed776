"""The Messenger: the widget and the routes that it speaks."""
