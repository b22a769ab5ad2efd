"""Time zones come from the package, by name and with a version."""

from __future__ import annotations

import copy
import pickle
import re
import zoneinfo
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from standards.zones import load_zone, tzdata_version


def test_a_zone_is_read_by_its_name() -> None:
    zone = load_zone("Europe/Warsaw")
    assert str(zone) == zone.key == "Europe/Warsaw"
    assert datetime(2026, 7, 1, tzinfo=UTC).astimezone(zone).utcoffset() == timedelta(hours=2)


def test_a_zone_is_the_packages_own_whatever_the_system_has(tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    utc = files("tzdata.zoneinfo").joinpath("UTC").read_bytes()
    (tmp_path / "Europe" / "Warsaw").write_bytes(utc)
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([tmp_path])
    try:
        ours, theirs = load_zone.__wrapped__("Europe/Warsaw"), ZoneInfo.no_cache("Europe/Warsaw")
    finally:
        zoneinfo.reset_tzpath(before)
    summer = datetime(2026, 7, 1)  # noqa: DTZ001 - each zone puts its own offset to it
    assert (ours.utcoffset(summer), theirs.utcoffset(summer)) == (timedelta(hours=2), timedelta())


def test_a_zone_is_read_once_and_copied_by_name() -> None:
    zone = load_zone("America/New_York")
    assert load_zone("America/New_York") is zone
    assert pickle.loads(pickle.dumps(zone)) is zone
    assert copy.deepcopy(zone) is zone


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("Europe/Warszawa", "did you mean Europe/Warsaw?", id="a Polish spelling"),
        pytest.param("europe/warsaw", "did you mean Europe/Warsaw?", id="small letters"),
        pytest.param("Warsaw", "did you mean Europe/Warsaw?", id="the city alone"),
        pytest.param("America/New York", "did you mean America/New_York?", id="a space"),
        pytest.param("Europe/Kyev", "Europe/Kyiv", id="a slip of the pen"),
        pytest.param("../../etc/passwd", "write Europe/Warsaw", id="a path"),
        pytest.param("/etc/localtime", "write Europe/Warsaw", id="the machine's own"),
        pytest.param("zones", "write Europe/Warsaw", id="a file of the package"),
        pytest.param("Europe", "write Europe/Warsaw", id="a folder of the package"),
        pytest.param("", "write Europe/Warsaw", id="nothing"),
        pytest.param("x" * 300, "write Europe/Warsaw", id="something endless"),
    ],
)
def test_an_unknown_zone_is_refused_with_the_nearest(name: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        load_zone(name)


def test_the_version_is_the_release_of_the_iana_database() -> None:
    assert re.fullmatch(r"20[0-9]{2}[a-z]", tzdata_version())
