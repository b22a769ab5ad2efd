"""When each clock ran: one file a clock. Pure happenings; calendars and limits come later."""
