"""The laws of the house itself: rooms, locks, words, and what a bare machine is told."""
