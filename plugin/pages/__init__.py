"""What people see in the browser: pages made on the server, without scripts or other hosts."""
