"""The running service and the command line: the only room that reads, stores, sends and shows."""
