"""One file that holds a whole database, and the proof that what is restored from it is the same."""
