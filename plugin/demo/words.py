"""What customers of an invented shoe shop write and are answered, in three languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Topic:
    """What a ticket is about: its tag and its type, a subject and an opening in each language."""

    tag: str
    type: str | None
    subject: Mapping[str, str]
    opening: Mapping[str, str]


TOPICS = (
    Topic(
        "delivery",
        "QUESTION",
        {"pl": "Gdzie jest moja paczka?", "en": "Where is my parcel?", "ru": "Где моя посылка?"},
        {
            "pl": "Dzień dobry, zamówienie {order} miało być w poniedziałek. Kiedy dojdzie?",
            "en": "Hello, order {order} was to arrive on Monday. When will it come?",
            "ru": "Здравствуйте, заказ {order} обещали к понедельнику. Когда он придёт?",
        },
    ),
    Topic(
        "return",
        "QUESTION",
        {"pl": "Zwrot butów", "en": "Returning shoes", "ru": "Возврат обуви"},
        {
            "pl": "Buty z zamówienia {order} są za małe. Jak je zwrócić i kiedy wrócą pieniądze?",
            "en": "The shoes of order {order} are too small. How do I return them?",
            "ru": "Ботинки из заказа {order} малы. Как их вернуть и когда вернутся деньги?",
        },
    ),
    Topic(
        "damaged",
        "PROBLEM",
        {"pl": "Odkleiła się podeszwa", "en": "The sole came off", "ru": "Отклеилась подошва"},
        {
            "pl": "Po dwóch tygodniach odkleiła się podeszwa, zamówienie {order}. Reklamuję.",
            "en": "The sole came off after two weeks, order {order}. Please replace them.",
            "ru": "Через две недели отклеилась подошва, заказ {order}. Прошу заменить.",
        },
    ),
    Topic(
        "invoice",
        "TASK",
        {"pl": "Faktura na firmę", "en": "An invoice, please", "ru": "Нужен счёт"},
        {
            "pl": "Proszę o fakturę do zamówienia {order}, dane firmy w profilu.",
            "en": "Please send an invoice for order {order}; the firm's data are in my profile.",
            "ru": "Пришлите, пожалуйста, счёт к заказу {order}, данные фирмы в профиле.",
        },
    ),
    Topic(
        "size",
        "QUESTION",
        {"pl": "Jaki rozmiar wybrać?", "en": "Which size?", "ru": "Какой размер выбрать?"},
        {
            "pl": "Noszę 42 w innych markach. Czy trekkingowe od Was wypadają większe?",
            "en": "I wear 42 in other brands. Do your hiking boots come out larger?",
            "ru": "В других марках ношу 42-й. Ваши треккинговые маломерят?",
        },
    ),
    Topic(
        "payment",
        "INCIDENT",
        {"pl": "Płatność nie przeszła", "en": "Payment failed", "ru": "Платёж не прошёл"},
        {
            "pl": "Pieniądze zeszły z konta, a zamówienie {order} jest nieopłacone. Co teraz?",
            "en": "The money has left my account, but order {order} says unpaid. What now?",
            "ru": "Деньги списались, а заказ {order} не оплачен. Что делать?",
        },
    ),
)

_REPLY = {
    "pl": (
        "Dzień dobry, dziękuję za wiadomość. Sprawdziłam zamówienie i dziś je wysyłamy.",
        "Dzień dobry, przesyłam etykietę zwrotną. Pieniądze wrócą w ciągu 3 dni od otrzymania.",
        "Dzień dobry, przepraszam za kłopot. Wymienimy buty na nowe, kurier odbierze stare.",
        "Odpowiedź znajdzie Pan na naszej stronie.",
    ),
    "en": (
        "Hello, thank you for writing. I have looked at your order, and it leaves us today.",
        "Hello, here is the return label. You are paid within 3 days of our receiving the parcel.",
        "Hello, I am sorry for the trouble. We replace the shoes; a courier collects the old ones.",
        "See our site.",
    ),
    "ru": (
        "Здравствуйте, спасибо за письмо. Я проверила заказ, сегодня мы его отправим.",
        "Здравствуйте, вот наклейка для возврата. Деньги придут за 3 дня после получения.",
        "Здравствуйте, простите за неудобство. Мы заменим обувь, курьер заберёт старую.",
        "Смотрите на нашем сайте.",
    ),
}
_UPDATE = {
    "pl": "Dzień dobry, czekamy jeszcze na magazyn. Napiszę najpóźniej pojutrze.",
    "en": "Hello, we are still waiting for the warehouse. I will write by the day after tomorrow.",
    "ru": "Здравствуйте, мы ещё ждём ответа склада. Напишу не позже чем послезавтра.",
}
_REMINDER = {
    "pl": "Dzień dobry, przypominam się: bez zdjęcia nie możemy ruszyć dalej.",
    "en": "Hello, a reminder: without the photo we cannot go on.",
    "ru": "Здравствуйте, напоминаю: без фотографии мы не можем продолжить.",
}
_FOLLOW_UP = {
    "pl": ("A czy dopłacam za kuriera?", "Nadal nic nie przyszło.", "Zdjęcie w załączniku."),
    "en": ("Do I pay for the courier?", "Still nothing has come.", "The photo is attached."),
    "ru": ("А за курьера нужно доплатить?", "До сих пор ничего не пришло.", "Фото прикладываю."),
}
_COMEBACK = {
    "pl": "Niestety to nie pomogło, problem jest ten sam.",
    "en": "I am afraid that did not help, the problem is the same.",
    "ru": "К сожалению, это не помогло, проблема та же.",
}
NOTES = ("Warehouse asked.", "Magazyn: czekamy na dostawę.", "Склад ответит завтра.")
GREETING = {
    "pl": "Dzień dobry, tu bot. Zaraz ktoś się odezwie.",
    "en": "Hello, I am the bot. Somebody will be with you soon.",
    "ru": "Здравствуйте, я бот. Сейчас вам ответят.",
}


def reply(language: str, kindness: float, draw: float) -> str:
    """A reply; the less kind, the more often a curt one. `draw` is by chance, 0..1."""
    *good, curt = _REPLY[language]
    return good[int(draw * 997) % len(good)] if draw < kindness else curt


def update(language: str) -> str:
    """We are still at it."""
    return _UPDATE[language]


def reminder(language: str) -> str:
    """It is the customer's turn."""
    return _REMINDER[language]


def follow_up(language: str, draw: float) -> str:
    """What the customer asks next."""
    return _FOLLOW_UP[language][int(draw * 997) % 3]


def comeback(language: str) -> str:
    """The matter was not settled after all."""
    return _COMEBACK[language]
