"""Terms of imprisonment as the law has them, and dates, in words."""

from __future__ import annotations

import calendar


def term_in_years(least: str, most: str) -> str:
    """Return a term of imprisonment as the law has it: in years where its months are whole years.

    >>> term_in_years("180", "360"), term_in_years("420", ""), term_in_years("18", "24")
    ('15 to 30 years', 'at least 35 years', '18 to 24 months')
    """
    months = [int(end) for end in (least, most) if end]
    unit, size = ("months", 1) if any(end % 12 for end in months) else ("years", 12)
    ends = [f"{end // size}" for end in months]
    return f"{'' if len(ends) > 1 else 'at least ' if least else 'up to '}{' to '.join(ends)} {unit}"


def date(text: str) -> str:
    """Return a day or a month in words.

    >>> date("2026-11-22"), date("2021-10"), date("")
    ('November 22, 2026', 'October 2021', '')
    """
    year, *parts = text.split("-")
    if not parts:
        return text
    month, *day = map(int, parts)
    return f"{calendar.month_name[month]} {f'{day[0]}, ' if day else ''}{year}"
