"""The `plumbline` command, one file a subcommand."""
