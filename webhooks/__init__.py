"""How each helpdesk speaks: deliveries in, events out."""
