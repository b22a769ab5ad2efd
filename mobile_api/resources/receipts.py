"""Receipts: what the house signs that it holds of a submission, and the key to hold it against."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import orjson
from flask import Response
from flask.views import MethodView

from mobile_api.blueprint import Blueprint
from mobile_api.forms.submissions import ReceiptForm, ReceiptKeyForm
from mobile_api.needs import caller, house
from mobile_api.permissions import Action, needs
from mobile_api.refusing import refuses
from mobile_api.telling import json_of
from mobile_api.visits.receipts import receipt_of
from mobile_api.visits.submitting import found
from standards.kinds import Instrument

_RECEIPT, _KEY = ReceiptForm(), ReceiptKeyForm()

key = Blueprint(
    "receipt_key",
    __name__,
    url_prefix="/api/v1/receipt-key",
    description="The key by which receipts are signed.",
)


@key.route("")
class Key(MethodView):
    """The key of the house."""

    @needs(Action.SEE_OWN_ACCOUNT)
    @key.response(200, _KEY)
    @refuses(key, 401)
    def get(self) -> Response:
        """Show the key of receipts

        Public: whoever keeps it can hold receipts against it without a network. A house has one.
        """
        return json_of(house().receipts.key())


def receipts_of(instrument: Instrument, plural: str) -> Blueprint:
    """The addresses below `/api/v1/PLURAL/UUID/receipt`."""
    blueprint = Blueprint(
        f"{plural[:-1]}_receipts",
        __name__,
        url_prefix=f"/api/v1/{plural}/<uuid:uuid>/receipt",
        description=f"What is held of a {instrument}, signed.",
    )
    _one(blueprint, instrument)
    return blueprint


def _one(blueprint: Any, instrument: Instrument) -> None:
    @blueprint.route("")
    class Receipt(MethodView):
        """What is held of one submission."""

        @needs(Action.SEE_SUBMISSIONS)
        @blueprint.response(200, _RECEIPT)
        @refuses(blueprint, 401, 404)
        def get(self, uuid: UUID) -> Response:
            """Show a receipt

            A JWS in compact form (RFC 7515), by ES256. Its payload lists the SHA-256 and the bytes
            of the submission and of each of its files, how many are `held`, and whether all is
            `complete`. What it says is durable.
            """
            submitted = found(house(), f"{instrument}/{uuid}", caller())
            told = receipt_of(submitted, house().files.of(submitted), house().clock())
            return json_of({"receipt": house().receipts.signed(orjson.dumps(told))})


visit_receipts = receipts_of(Instrument.VISIT, "visits")
review_receipts = receipts_of(Instrument.REVIEW, "reviews")
