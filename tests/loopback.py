"""The fakes of helpdesks answer on this machine alone, where a call may go only if that is said."""

from __future__ import annotations

from plugin.tickets.private import private_of

SETTING = "127.0.0.0/8,::1"  # of PLUMBLINE_PRIVATE_ADDRESSES
LOOPBACK = private_of(SETTING.split(","))
