"""The words that SPARQL queries are made of: keywords and built-in functions (SPARQL 1.2, section 19.8)."""

from __future__ import annotations

from typing import Final

FORMS: Final = frozenset({"SELECT", "CONSTRUCT", "DESCRIBE", "ASK"})

UPDATES: Final = frozenset(
    [
        "INSERT",
        "DELETE",
        "LOAD",
        "CLEAR",
        "DROP",
        "CREATE",
        "ADD",
        "MOVE",
        "COPY",
        "WITH",
        "USING",
        "INTO",
        "DATA",
        "TO",
        "ALL",
        "DEFAULT",
    ]
)

AGGREGATES: Final = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})

VOLATILE: Final = frozenset({"NOW", "RAND", "UUID", "STRUUID"})
"""Functions whose value differs from one evaluation to the next."""

_SYNTAX: Final = """
BASE PREFIX VERSION DISTINCT REDUCED AS FROM NAMED WHERE GROUP BY HAVING ORDER ASC DESC LIMIT OFFSET VALUES
OPTIONAL GRAPH SERVICE SILENT BIND UNDEF MINUS UNION FILTER LATERAL A NOT EXISTS IN TRUE FALSE SEPARATOR
"""
_FUNCTIONS: Final = """
STR LANG LANGMATCHES LANGDIR DATATYPE BOUND IRI URI BNODE ABS CEIL FLOOR ROUND CONCAT STRLEN UCASE LCASE
ENCODE_FOR_URI CONTAINS STRSTARTS STRENDS STRBEFORE STRAFTER YEAR MONTH DAY HOURS MINUTES SECONDS TIMEZONE TZ
MD5 SHA1 SHA256 SHA384 SHA512 COALESCE IF STRLANG STRLANGDIR STRDT SAMETERM SAMEVALUE ISIRI ISURI ISBLANK
ISLITERAL ISNUMERIC HASLANG HASLANGDIR REGEX SUBSTR REPLACE TRIPLE SUBJECT PREDICATE OBJECT ISTRIPLE ADJUST
"""
FUNCTIONS: Final = VOLATILE | AGGREGATES | frozenset(_FUNCTIONS.split())
"""Functions and aggregates: after each of them stand parentheses."""

WORDS: Final = FORMS | FUNCTIONS | frozenset(_SYNTAX.split())
