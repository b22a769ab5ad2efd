"""Makes the site's database: a queue, the field for tags, an agent, and the user that we write as.

Run once, by the site's own Python; names and passwords come from its environment.
"""

import os

import django
from django.core.management import call_command

django.setup()
call_command("migrate", verbosity=0, interactive=False)

from django.contrib.auth import get_user_model  # noqa: E402  # only once Django is set up
from helpdesk.models import CustomField, Queue  # noqa: E402  # only once Django is set up

Queue.objects.create(title="Support", slug="support", allow_public_submission=True)
CustomField.objects.create(
    name="tags", label="Tags", data_type="varchar", max_length=500, required=False, staff_only=True
)
for name in ("agent", "plumbline"):
    get_user_model().objects.create_user(
        name,
        f"{name}@helpdesk.example",
        os.environ[f"SITE_{name.upper()}_PASSWORD"],
        is_staff=True,
    )
