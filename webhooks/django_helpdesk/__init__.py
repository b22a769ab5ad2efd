"""How django-helpdesk speaks."""
