"""Who the caller is."""

from __future__ import annotations

from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.forms.accounts import AccountForm
from mobile_api.needs import caller
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import account_of, json_of

blueprint = Blueprint(
    "account", __name__, url_prefix="/api/v1/account", description="The caller's own account."
)
_ACCOUNT = AccountForm()


@blueprint.route("")
class Account(MethodView):
    """The caller's account."""

    @needs(Action.SEE_OWN_ACCOUNT)
    @blueprint.response(200, _ACCOUNT)
    @refuses(blueprint, 401)
    def get(self) -> Response:
        """Show my account

        Who I am, which language I read, and what I may do.
        """
        return json_of(account_of(caller()))
