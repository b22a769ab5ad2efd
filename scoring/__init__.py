"""What happened and how good it was. Pure: no I/O, no clock, standard library only."""
