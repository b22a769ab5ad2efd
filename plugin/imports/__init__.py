"""Exports of helpdesks turned into lines of evidence."""
