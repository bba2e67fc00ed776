"""Which language somebody writes in, from his own words."""
