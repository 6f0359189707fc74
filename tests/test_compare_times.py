"""Frames over time: periods, events, change points, trends; documents without a date."""

import numpy as np
import pyarrow as pa
import pytest
from compare_kit import sums

from framing.compare import (
    Plan,
    compare_before_after,
    compare_trends,
    count_undated,
    estimate_trends,
    find_changes,
    shares_over_time,
)
from framing.errors import FramingError

PLAN = Plan(draws=300)


def rng() -> np.random.Generator:
    return np.random.default_rng(1)


def yearly() -> pa.Table:
    """Two documents a year; from 2012 on Ana has f1 in 17 of 20 passages and not in 3; Ben does not change."""
    noise, rows = np.random.default_rng(4), []
    for who in ("Ana", "Ben"):
        for year in range(2004, 2020):
            share = 0.85 if who == "Ana" and year > 2011 else 0.15
            rows += [(who, f"{who}{year}-{m}", 10, (int(noise.binomial(10, share)), 3, 1)) for m in ("03", "09")]
    return sums(rows, date=[r[1][3:] for r in rows])


TABLE = yearly()


def test_shares_by_year_and_month() -> None:
    years = shares_over_time(TABLE, PLAN, period="year", rng=rng()).to_pylist()
    assert len(years) == 2 * 16 * 3
    first = years[0]
    own = [r for r in TABLE.to_pylist() if r["speaker"] == "Ana" and r["frame"] == "f1" and r["date"][:4] == "2004"]
    assert (first["period"], first["n_documents"], first["n_passages"]) == ("2004", 2, 20)
    assert first["share"] == sum(r["passages_with"] for r in own) / 20
    assert first["ci_low"] < first["share"] < first["ci_high"]
    months = shares_over_time(TABLE, PLAN, period="month", rng=rng()).to_pylist()
    assert months[0]["period"] == "2004-03"
    assert np.isnan(months[0]["ci_low"])


def test_before_and_after_an_event() -> None:
    result = compare_before_after(TABLE, "2012", PLAN, rng=rng())
    rows = {(r["speaker_a"], r["frame"]): r for r in result.comparison.to_pylist()}
    ana, ben = rows["Ana from 2012", "f1"], rows["Ben from 2012", "f1"]
    assert (ana["n_documents_a"], ana["n_documents_b"]) == (16, 16)
    assert 0.5 < ana["ci_low"] < 0.7 < ana["ci_high"]
    assert ana["p_adjusted"] < 0.05 < ben["p_adjusted"]


def test_a_day_within_a_bare_year_cannot_be_placed() -> None:
    with pytest.raises(FramingError, match="date '2012-03' cannot be placed before or after 2012-03-10"):
        compare_before_after(TABLE, "2012-03-10", PLAN, rng=rng())
    for event, sentence in (("soon", "event 'soon' is not a date"), ("1999", "nobody has text both before 1999")):
        with pytest.raises(FramingError, match=sentence):
            compare_before_after(TABLE, event, PLAN, rng=rng())


def test_the_change_point_is_found_for_whom_it_is() -> None:
    rows = {(r["speaker"], r["frame"]): r for r in find_changes(TABLE, PLAN, rng=rng()).to_pylist()}
    ana = rows["Ana", "f1"]
    assert (ana["last_before"], ana["first_after"]) == ("2011-09", "2012-03")
    assert ana["p_adjusted"] < 0.05
    assert ana["share_after"] > 2 * ana["share_before"]
    assert rows["Ben", "f1"]["p_adjusted"] > 0.05


def test_a_minimal_segment_is_kept() -> None:
    for row in find_changes(TABLE, PLAN, rng=rng(), fewest=12).to_pylist():
        assert min(row["n_documents_before"], row["n_documents_after"]) >= 12
    assert len(find_changes(TABLE, PLAN, rng=rng(), fewest=17)) == 0


def test_trends_and_their_difference() -> None:
    trends = {(r["speaker"], r["frame"]): r for r in estimate_trends(TABLE, PLAN).to_pylist()}
    assert trends["Ana", "f1"]["ci_low"] > 0
    assert trends["Ben", "f1"]["ci_low"] < 0 < trends["Ben", "f1"]["ci_high"]
    assert (trends["Ana", "f1"]["first"], trends["Ana", "f1"]["last"]) == ("2004-03", "2019-09")
    apart = {r["frame"]: r for r in compare_trends(TABLE, PLAN, rng=rng()).to_pylist()}
    assert apart["f1"]["p_adjusted"] < 0.05
    assert apart["f1"]["difference"] == pytest.approx(trends["Ana", "f1"]["slope"] - trends["Ben", "f1"]["slope"])
    assert apart["f2"]["p_adjusted"] > 0.05


def test_documents_without_a_date_are_counted_and_left_out() -> None:
    undated = sums([("Ana", "x", 10, (10, 10, 10))], date=[""])
    both = pa.concat_tables([TABLE, undated])
    assert count_undated(both) == 1
    assert shares_over_time(both, PLAN, rng=rng()).equals(shares_over_time(TABLE, PLAN, rng=rng()))
    with pytest.raises(FramingError, match="no document has a date"):
        shares_over_time(undated, PLAN, rng=rng())
    with pytest.raises(FramingError, match="have no dates"):
        shares_over_time(TABLE.drop_columns(["date"]), PLAN, rng=rng())


def test_a_year_stands_in_for_a_date() -> None:
    years = [d[:4] for d in TABLE["date"].to_pylist()]
    table = TABLE.drop_columns(["date"]).append_column("year", pa.array([int(y) for y in years], pa.int64()))
    one, two = (estimate_trends(t, PLAN) for t in (table, TABLE.set_column(8, "date", pa.array(years))))
    assert one.equals(two)


@pytest.mark.parametrize("date", ["12.5.2004", "spring"])
def test_a_date_of_another_form_is_refused(date: str) -> None:
    with pytest.raises(FramingError, match="is not of the form 2004, 2004-07 or 2004-07-15"):
        estimate_trends(sums([("Ana", "x", 10, (1, 1, 1))], date=[date]), PLAN)


def test_periods_shorter_than_the_dates_are_refused() -> None:
    with pytest.raises(FramingError, match="date '2004-03' names no day"):
        shares_over_time(TABLE, PLAN, period="day", rng=rng())
    with pytest.raises(FramingError, match="period 'week' is not known"):
        shares_over_time(TABLE, PLAN, period="week", rng=rng())
