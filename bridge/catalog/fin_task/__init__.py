"""Fin Tasks, as people wrote them for Intercom, turned into procedures of ours; `convert` is the way in."""
