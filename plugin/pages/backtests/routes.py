"""The addresses of backtests, recounts, and of the quality of criteria."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.backtests.asking import AskingPage
from plugin.pages.backtests.page import BacktestPage
from plugin.pages.backtests.quality import QualityPage
from plugin.pages.backtests.turning import TurningPage
from plugin.pages.sources import Sources


def add_backtests(pages: Blueprint, house: House) -> None:
    """Adds the pages of backtests."""
    sources = Sources.of(house)
    asking, shown, quality = AskingPage(house), BacktestPage(sources), QualityPage(sources)
    add = pages.add_url_rule
    add("/standards/<code>/draft/backtests", view_func=asking.backtests)
    add("/standards/<code>/draft/backtests", view_func=asking.ask_backtest, methods=["POST"])
    add("/standards/<code>/<int:version>/quality", view_func=quality.quality)
    add("/backtests/<backtest>", view_func=shown.backtest)
    turning = TurningPage(shown)
    add("/backtests/<backtest>/contacts", view_func=turning.backtest_contacts)
    add("/backtests/<backtest>/progress", view_func=shown.backtest_progress)
    add("/backtests/<backtest>/cancelled", view_func=shown.cancel_backtest, methods=["POST"])
