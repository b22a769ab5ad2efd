"""The OpenRosa protocol, beside ours: for teams who already use ODK Collect or KoboCollect."""
