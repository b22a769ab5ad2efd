"""Why the house cannot be opened.

Unopened
├── ConfigFaults      the environment has faults
├── MongodMissing     there is no mongod to run
├── MongodFailed      mongod ended, or took no writes in time
├── DirectoryTaken    another process owns the data directory
├── NobodyServes      no service runs that could be attached to
├── DatabaseAway      the database does not answer, or not to us
├── DatabaseNewer     a newer version of the service has migrated it
├── LeaseNotGiven     another process migrates it, and does not end
├── KeysWrong         our keys do not open what is sealed in it
└── AddressTaken      another program listens where the service is to listen
"""

from __future__ import annotations


class Unopened(Exception):
    """The message is for whoever starts the service: what was wrong, and what to do."""
