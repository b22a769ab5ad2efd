"""The helpdesk at the site's root, as its own documentation has it."""

from django.urls import include, path

urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
