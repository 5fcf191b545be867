"""Queries that want far more than they may have, by what may end them.

What is a monster to one engine may be nothing to another, and what a query takes differs from machine to machine;
so most may end in a whole result too. None may end in a fault, or in half a result.
"""

from __future__ import annotations

from typing import Final


def _cross(count: int) -> str:
    return " . ".join(f"?a{n} ?b{n} ?c{n}" for n in range(count))


def _doubling(times: int) -> str:
    steps = " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(times))
    return f"BIND('{'x' * 1_000}' AS ?x0) {steps}"


def _values(name: str, count: int) -> str:
    return f"VALUES ?{name} {{ {' '.join(map(str, range(count)))} }}"


STEP: Final = "(<urn:a>|!<urn:a>|^<urn:a>|^!<urn:a>)"
A, B, E = ("x" * 40_000, "y" * 40_000, "é" * 90_000)
APART = "".join(f"OPTIONAL {{ ?s{n} ?p{n} ?o{n} }} " for n in range(40))
TRIPLES = " ".join(f"BIND(TRIPLE(<urn:a>, <urn:b>, ?t{n}) AS ?t{n + 1})" for n in range(22))
EIGHT = " ".join(f"?a{n} ?c{n}" for n in range(4))
DURATION = "^^<http://www.w3.org/2001/XMLSchema#duration>"

TOO_DEEP = {
    "braces": "ASK " + "{" * 49_000 + "}" * 49_000,
    "a-hundred-thousand-braces": "ASK " + "{" * 99_990,
    "a-hundred-thousand-parentheses": "ASK { FILTER" + "(" * 99_980,
    "parentheses": "ASK { FILTER" + "(" * 49_000 + "1" + ")" * 49_000 + " }",
    "lists": "ASK { " + "( " * 48_000 + ") " * 1_000,
    "triple-terms": "ASK { " + "<<( " * 20_000,
}
TOO_LONG = {
    "more-braces-than-are-read": "ASK " + "{" * 100_000 + "}" * 100_000,
    "more-parentheses-than-are-read": "ASK { FILTER" + "(" * 100_000 + "1" + ")" * 100_000 + " }",
}
KILLED = {
    "cross-join-counted": f"SELECT (COUNT(*) AS ?n) {{ {_cross(8)} }}",
    "cross-join-of-values": f"SELECT (COUNT(*) AS ?n) {{ {' '.join(_values(f'v{n}', 3_000) for n in range(3))} }}",
    "sort": f"SELECT * {{ {_cross(4)} }} ORDER BY ?c0 DESC(?c1) ?c2",
    "sort-by-chance": f"SELECT * {{ {_cross(4)} }} ORDER BY RAND()",
    "concat-doubled": f"SELECT (STRLEN(?x30) AS ?n) {{ {_doubling(30)} }}",
    "replace-with-long": f"SELECT (STRLEN(REPLACE('{A}', '', '{B}')) AS ?n) {{ }}",
    "group-concat": f"SELECT (STRLEN(GROUP_CONCAT(STR(?c0); SEPARATOR='{A}')) AS ?n) {{ {_cross(3)} }}",
}
STOPPED = {
    "cross-join-given": f"SELECT * {{ {_cross(8)} }}",
    "cross-join-by-minus": f"SELECT * {{ {_cross(3)} MINUS {{ {_cross(4)} FILTER(?a3 = 1) }} }}",
    "a-hundred-patterns": f"SELECT * {{ {_cross(100)} }}",
    "distinct": f"SELECT DISTINCT * {{ {_cross(4)} }}",
    "group": f"SELECT {EIGHT} (COUNT(*) AS ?n) {{ {_cross(4)} }} GROUP BY {EIGHT}",
    "concat-given": f"SELECT ?x16 {{ {_doubling(16)} }}",
    "long-cells": f"SELECT ?x14 ?x13 {{ {_doubling(14)} }}",  # quickly too large, however busy the machine is
    "long-literals": f"CONSTRUCT {{ <urn:a> <urn:b> ?x14, ?x13 }} {{ {_doubling(14)} }}",
    "iri-growth": f"SELECT (IRI(CONCAT('urn:', ?x20)) AS ?i) {{ {_doubling(20)} }}",
    "optionals-apart": f"SELECT * {{ ?s ?p ?o {APART} }}",
    "values-given": f"SELECT * {{ {_values('x', 12_000)} {_values('y', 1_500)} }}",
    "rows": f"SELECT ?a0 {{ {_cross(4)} }}",
    "triples": f"CONSTRUCT {{ ?a0 ?b0 ?c0 . [] ?b1 [] }} {{ {_cross(4)} }}",
}
ANYHOW = {
    "cross-join-asked-late": f"ASK {{ {_cross(8)} FILTER(?a0 = <urn:none>) }}",
    "cross-join-by-exists": f"SELECT * {{ {_cross(2)} FILTER NOT EXISTS {{ {_cross(5)} FILTER(?a4 = 1) }} }}",
    "sort-keys": "SELECT ?s { ?s ?p ?o } ORDER BY " + "?s " * 20_000,
    "group-concat-given": f"SELECT (GROUP_CONCAT(STR(?a0)) AS ?x) {{ {_cross(3)} }}",
    "triple-growth": f"SELECT ?t22 {{ BIND(TRIPLE(<urn:a>, <urn:b>, 1) AS ?t0) {TRIPLES} }}",
    "optionals": "SELECT * { ?s ?p ?o " + "OPTIONAL { ?s ?p ?o " * 60 + "}" * 60 + " }",
    "sub-selects": "SELECT * { { " * 30 + "?s ?p ?o" + " } }" * 30,
    "exists-in-exists": "ASK { " + "FILTER EXISTS { ?s ?p ?o " * 60 + "}" * 60 + " }",
    "values-joined": f"SELECT * {{ {_values('x', 8_000)} {{ {_values('x', 8_000)} }} }}",
    "describe-all-often": f"DESCRIBE * {{ {_cross(3)} }}",
    "columns": "SELECT " + " ".join(f"(1 AS ?v{n})" for n in range(5_000)) + " { }",
    "unions": "SELECT * { " + " UNION ".join(["{ ?s ?p ?o }"] * 5_000) + " }",
    "regex-nested": f"SELECT (REGEX('{A}', '^(([a-z])+.)+[A-Z]([a-z])+$') AS ?x) {{ }}",
    "regex-backtracking": f"SELECT (REGEX('{A}z', '(x*)*(x*)*(x|xx)+$') AS ?x) {{ }}",
    "regex-counts": "SELECT (REGEX('x', '((((a{1,100}){1,100}){1,100}){1,100}){1,100}') AS ?x) { }",
    "regex-classes": "SELECT (REGEX('x', '" + r"[\\p{L}-[a-z]]" * 2_000 + "') AS ?x) { }",
    "regex-from-data": f"SELECT * {{ {_cross(2)} FILTER REGEX(STR(?c0), CONCAT('(', STR(?c1), '|.)*$')) }}",
    "path-explosion": f"SELECT (COUNT(*) AS ?n) {{ ?a {STEP}* ?b . ?b {STEP}* ?c . ?c {STEP}* ?d . ?d {STEP}* ?e }}",
    "path-stars": f"SELECT * {{ ?a (((({STEP}*)*)*)+)* ?b . ?c (({STEP}+)?)* ?d . ?e {STEP}* ?f }}",
    "path-sequence": f"SELECT * {{ ?a {'/'.join([STEP] * 500)} ?b }}",
    "path-alternatives": "SELECT * { ?a " + "|".join(["<urn:a>"] * 9_000) + " ?b }",
    "powers": "SELECT (" + "*".join(["1e308"] * 5_000) + " AS ?x) { }",
    "sums": "SELECT (" + "+".join(["1"] * 20_000) + " AS ?x) { }",
    "nots": "ASK { FILTER(" + "!" * 90_000 + "true) }",
    "signs": "ASK { FILTER(" + "- " * 40_000 + "1) }",
}
WHOLE = {
    "comments": "ASK { }" + "#" * 99_000,
    "describe-all": "DESCRIBE ?s ?p ?o { ?s ?p ?o }",
    "values-long": f"SELECT ?x {{ VALUES ?x {{ {'1 ' * 19_000}}} }}",
    "encode-for-uri": f"SELECT (STRLEN(ENCODE_FOR_URI(ENCODE_FOR_URI('{E}'))) AS ?n) {{ }}",
    "limit-largest": "SELECT * { ?s ?p ?o } LIMIT 18446744073709551615 OFFSET 18446744073709551615",
    "digits": f"SELECT ({'9' * 90_000} AS ?x) {{ }}",
    "substr-far": "SELECT (SUBSTR('abc', -9223372036854775808, 9223372036854775807) AS ?x) { }",
    "least-by-minus-one": "SELECT (-9223372036854775808 / -1 AS ?x) (ABS(-9223372036854775808) AS ?y) { }",
    "durations": f"SELECT (NOW() + 'P999999999999Y'{DURATION} AS ?x) {{ }}",
}
_KILLS = {"time-limit", "out-of-memory"}
_STOPS = _KILLS | {"result-too-large", "query-too-complex"}
_FAMILIES: Final = (
    (TOO_DEEP, {"query-too-deep"}),
    (TOO_LONG, {"query-too-long"}),
    (KILLED, _KILLS),
    (STOPPED, _STOPS),
    (ANYHOW, _STOPS | {"malformed-query", "query-failed", "ok"}),
    (WHOLE, {"ok"}),
)
ALL = {name: text for family, _ in _FAMILIES for name, text in family.items()}
KINDS = {name: kinds for family, kinds in _FAMILIES for name in family}
"""The kinds of answer that may end each; `ok` is a whole result."""
