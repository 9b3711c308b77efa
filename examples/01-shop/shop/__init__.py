"""Kiosk: the back end of a small web shop."""
