"""The addresses of training."""

from __future__ import annotations

from flask import Blueprint

from plugin.house import House
from plugin.pages.training.keeping import KeepingPage
from plugin.pages.training.lessons import LearningPages
from plugin.pages.training.matrix import MatrixPage
from plugin.training.assigning import Assigning
from plugin.training.studying import Studying


def add_training(pages: Blueprint, house: House) -> None:
    """Adds the pages on which people learn, and those on which that is kept and seen."""
    studying = Studying(house)
    learning, matrix = LearningPages(studying), MatrixPage(studying)
    keeping = KeepingPage(studying, Assigning(house))
    add = pages.add_url_rule
    add("/learning", view_func=learning.learning)
    lesson = "/learning/<code>/<int:version>"
    add(lesson, view_func=learning.lesson)
    add(f"{lesson}/quiz", view_func=learning.quiz)
    add(f"{lesson}/quiz", view_func=learning.begin_quiz, methods=["POST"])
    add(f"{lesson}/quiz/<attempt>", view_func=learning.answer_quiz, methods=["POST"])
    add(f"{lesson}/tries/<attempt>", view_func=learning.tried)
    add(f"{lesson}/sign", view_func=learning.sign_lesson, methods=["POST"])
    add("/training", view_func=matrix.training)
    kept = "/standards/<code>/<int:version>/training"
    add(kept, view_func=keeping.keep_training)
    add(f"{kept}/assignments", view_func=keeping.assign, methods=["POST"])
    add(f"{kept}/assignments/<assignment>/end", view_func=keeping.end_assignment, methods=["POST"])
    add(f"{kept}/people/<person>/tries", view_func=keeping.grant_try, methods=["POST"])
    add(f"{kept}/questions", view_func=keeping.add_question, methods=["POST"])
    add(f"{kept}/questions/before", view_func=keeping.take_over_questions, methods=["POST"])
    add(f"{kept}/questions/<question>/end", view_func=keeping.end_question, methods=["POST"])
