"""The installable app for shoppers: files for the browser, and the route that serves them."""
