"""An invented firm: three teams, twenty people good and less good at it, four shops.

Nobody here exists; ids are made up. What makes the report worth reading is said beside each.
"""

from __future__ import annotations

from dataclasses import dataclass

CONNECTION = "zd-demo"
ACCOUNT_ID = 90_000_001


@dataclass(frozen=True, slots=True)
class Team:
    """A team: its group at the helpdesk, and the share of its tickets that come by chat.

    `drift` is by how much its waits lengthen from the beginning of the time to its end.
    """

    code: str
    name: str
    group: str
    share: float  # of all tickets
    chat: float
    passes_on: float  # share of tickets that first came to the wrong desk
    drift: float = 1.0


@dataclass(frozen=True, slots=True)
class Worker:
    """Someone who answers: median working hours, and chat minutes, until then; what comes of it."""

    code: str
    name: str
    team: str
    user: str  # the helpdesk's id
    hours: float
    chat_minutes: float
    settles: float  # share of replies that settle the matter
    keeps_touch: float  # how often they write while the customer waits
    kindness: float  # 0..1, what a reviewer finds


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop, how good a visit there is, 0..1, and where it lies, in degrees."""

    code: str
    name: str
    service: float
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Seller:
    """Someone in a shop, by the name on the badge, and how good they are at it, 0..1."""

    code: str
    name: str
    shop: str
    service: float


TEAMS = (
    # Steady, and good at it.
    Team("orders", "Orders and delivery", "9001", 0.45, 0.20, 0.04),
    # Too much to do, and more every week.
    Team("returns", "Returns and complaints", "9002", 0.33, 0.10, 0.16, drift=2.4),
    # Mostly chat; it was slow in the beginning and has learnt.
    Team("advice", "Advice before buying", "9003", 0.22, 0.65, 0.06, drift=0.55),
)

WORKERS = (
    Worker("ewa-lis", "Ewa Lis", "orders", "7101", 1.6, 0.9, 0.86, 0.95, 0.95),
    Worker("piotr-gaj", "Piotr Gaj", "orders", "7102", 2.4, 1.2, 0.80, 0.90, 0.90),
    Worker("anna-zych", "Anna Zych", "orders", "7103", 2.9, 1.4, 0.78, 0.85, 0.85),
    Worker("igor-sowa", "Igor Sowa", "orders", "7104", 3.6, 1.5, 0.74, 0.80, 0.80),
    Worker("maria-dudek", "Maria Dudek", "orders", "7105", 3.2, 1.3, 0.80, 0.85, 0.92),
    Worker("oleg-marin", "Oleg Marin", "orders", "7106", 4.5, 2.0, 0.70, 0.75, 0.70),
    Worker("kuba-wrona", "Jakub Wrona", "orders", "7107", 9.5, 4.5, 0.55, 0.45, 0.45),  # weak
    Worker("lena-bielik", "Lena Bielik", "orders", "7108", 2.2, 1.1, 0.82, 0.90, 0.88),
    Worker("adam-kos", "Adam Kos", "returns", "7201", 4.2, 2.0, 0.72, 0.75, 0.80),
    Worker("zofia-jeleń", "Zofia Jeleń", "returns", "7202", 5.0, 2.4, 0.70, 0.70, 0.85),
    Worker("vera-orlova", "Vera Orlova", "returns", "7203", 3.4, 1.8, 0.76, 0.85, 0.90),
    Worker("marek-zając", "Marek Zając", "returns", "7204", 7.5, 3.5, 0.58, 0.50, 0.55),
    Worker("ola-sikora", "Aleksandra Sikora", "returns", "7205", 5.5, 2.6, 0.68, 0.65, 0.75),
    Worker("tomasz-bąk", "Tomasz Bąk", "returns", "7206", 11.0, 5.5, 0.50, 0.35, 0.40),  # weak
    Worker("nina-czajka", "Nina Czajka", "advice", "7301", 2.0, 0.8, 0.88, 0.90, 0.96),
    Worker("dawid-żuk", "Dawid Żuk", "advice", "7302", 3.0, 1.6, 0.80, 0.80, 0.80),
    Worker("irina-belova", "Irina Belova", "advice", "7303", 2.6, 1.2, 0.84, 0.85, 0.90),
    Worker("hubert-ryś", "Hubert Ryś", "advice", "7304", 4.8, 3.2, 0.70, 0.60, 0.65),
    Worker("julia-szpak", "Julia Szpak", "advice", "7305", 2.3, 1.0, 0.84, 0.90, 0.93),
    Worker("filip-dzik", "Filip Dzik", "advice", "7306", 6.5, 4.0, 0.62, 0.55, 0.50),
)

SHOPS = (
    Shop("krakow", "Kraków, Rynek", 0.90, 50.0617, 19.9373),
    Shop("gdansk", "Gdańsk, Długa", 0.82, 54.3487, 18.6530),
    Shop("lodz", "Łódź, Manufaktura", 0.70, 51.7797, 19.4480),
    Shop("wroclaw", "Wrocław, Dworzec", 0.55, 51.0989, 17.0367),  # the one to go and see
)

SELLERS = (
    Seller("iga", "Iga Trzmiel", "krakow", 0.95),
    Seller("jan", "Jan Modrzew", "krakow", 0.86),
    Seller("kamil", "Kamil Jawor", "gdansk", 0.85),
    Seller("olga", "Olga Brzoza", "gdansk", 0.80),
    Seller("roman", "Roman Klon", "lodz", 0.62),
    Seller("sara", "Sara Lipa", "lodz", 0.80),
    Seller("wit", "Wit Sosna", "wroclaw", 0.45),
    Seller("ada", "Ada Wierzba", "wroclaw", 0.68),
)


def location_of(shop: str) -> str:
    """Our id of the shop."""
    return f"shops/location/{shop}"


def identity_of(seller: str) -> str:
    """Our id of the seller, as a badge tells it."""
    return f"shops/employee/{seller}"
