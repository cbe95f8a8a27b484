"""Rules that hold: each with what it is to hold and what looks alike, and ways around it."""

from __future__ import annotations

import time

import pytest

from geostories.domain.rule_matching import Rule, Sent, meets, read_value
from geostories.errors import InvalidInput
from geostories.vocabulary import RuleKind

HITS_EACH = NEAR_MISSES_EACH = 10

WORDS: dict[str, tuple[list[str], list[str]]] = {
    "hora": (
        ["Din hora", "HORA!", "hora.", "en hora, sa han", "»hora«", "hora/luder", "(hora)",
         "h0ra", "hooora", "h o r a"],
        ["Höra fåglarna", "Horace Engdahl", "Horatius", "horan kom", "choral", "en tidsfråga: thora",
         "Thorasgården", "hörande", "Horasjön", "ho ra"],
    ),
    "hor*": (
        ["horunge", "hora", "Horor", "HORAN", "horhus", "hoooran", "h0rungar", "hor", "horig",
         "din horunge!"],
        ["höra", "chor", "kohort", "thorax", "ohört", "förhör", "Thor",
         "abhorrent", "hår", "hårt"],
    ),
    "*fitta*": (
        ["fitta", "jävlafitta", "fittan", "FITTA", "f1tta", "fit.ta", "f i t t a", "kärringfittan",
         "fitta!", "fi-tta"],
        ["flitta", "fitt", "fyttan", "Flytta hit", "smitta", "titta", "hitta", "nitta", "sitta",
         "befittlig"],
    ),
    "cunt": (
        ["cunt", "CUNT", "Cunt", "a cunt.", "c u n t", "cuuunt", "c-u-n-t", "«cunt»", "cunt,",
         "сunt"],
        ["Scunthorpe", "cuntur", "account", "vacuntia", "Cuntis", "country", "cuntline", "cunning",
         "count", "discunt"],
    ),
    "låna pengar": (
        ["Låna pengar!", "låna pengar nu", "LÅNA PENGAR", "vill du låna pengar", "låna  pengar",
         "låna\npengar", "la\u030ana pengar", "låna p3ngar", "lå\u00adna pengar", "låna, pengar"],
        ["lana pengar", "låna ut pengar", "pengar låna", "lånapengar", "låna penga", "lånade pengar",
         "låna pengarna", "utlåna pengar", "låna", "pengar"],
    ),
    "får": (
        ["Vi har ett får", "får", "FÅR", "fa\u030ar", "f å r", "får!", "får?", "ett får.", "»får«",
         "fååår"],
        ["far", "för", "fårskinn", "fåren", "fara", "fär", "fort", "fårö", "Fårhus", "lammfår"],
    ),
}  # fmt: skip
HOSTS: tuple[list[str], list[str]] = (
    ["https://casino.example", "casino.example", "www.casino.example/x", "http://CASINO.EXAMPLE/",
     "spel.casino.example", "casino[.]example", "casino dot example", "casino (punkt) example",
     "https://user@casino.example:443/", "casino．example"],
    ["mycasino.example", "casino.examples", "casino.example.org", "casino-example.se",
     "casino example", "ett casino. Exempel", "bra-casino.example", "casino.exampel",
     "casinot.example", "ca.sino.example"],
)  # fmt: skip
ADDRESSES: tuple[list[str], list[str]] = (
    ["skurk@example.se", "SKURK@EXAMPLE.SE", "skurk+ny@example.se", " skurk@example.se ",
     "skurk@Example.Se.", "ｓｋｕｒｋ@example.se", "skurk@ｅｘａｍｐｌｅ.se", "<skurk@example.se>",
     '"skurk"@example.se', "skurk+a+b@example.se"],
    ["askurk@example.se", "skurk@example.com", "skurk@sub.example.se", "skurk1@example.se",
     "s.kurk@example.se", "skurk@examples.se", "skurken@example.se", "skurk-ny@example.se",
     "kurk@example.se", "skurk.example.se@example.com"],
)  # fmt: skip
LINKS: tuple[list[str], list[str]] = (
    ["http://a.se http://b.se", "www.a.se www.b.se", "a.se och b.com", "[x](http://a.se) http://b.se",
     "hxxp://a.se hxxps://b.se", "HTTP://A.SE HTTP://B.SE", "a.se/x b.se/y", "https://a.se,https://b.se www.c.se",
     "ｗｗｗ.a.se www.b.se", "bit.ly/x t.me/y"],
    ["http://a.se", "Ingen länk", "Vi gick dit.Se på kartan.Där", "kl. 14.30 och 15.45",
     "t.ex. bl.a. m.m.", "1.2.3.4.5", "anna@example.se och olle@example.se www.a.se", "3,5 km. 4.5 km",
     "Hej.Vi var där.Det regnade", "f.d. stins, s.k. banvakt"],
)  # fmt: skip


def rule(kind: RuleKind, typed: str) -> Rule:
    return Rule(kind, read_value(kind, typed))


def text(said: str) -> Sent:
    return Sent([said])


def cases() -> list[tuple[str, Rule, list[Sent], list[Sent]]]:
    def of(each: tuple[list[str], list[str]]) -> tuple[list[Sent], list[Sent]]:
        return [text(said) for said in each[0]], [text(said) for said in each[1]]

    new = {"is_new": True}
    found = [(f"word {w}", rule(RuleKind.WORD, w), *of(each)) for w, each in WORDS.items()]
    return [
        *found,
        ("link", rule(RuleKind.LINK, "casino.example"), *of(HOSTS)),
        ("links", rule(RuleKind.LINKS, "1"), *of(LINKS)),
        (
            "address",
            rule(RuleKind.ADDRESS, "skurk@example.se"),
            [Sent([], [each]) for each in ADDRESSES[0]],
            [Sent([], [each]) for each in ADDRESSES[1]],
        ),
        (
            "first_day_links",
            rule(RuleKind.FIRST_DAY_LINKS, "1"),
            [Sent([each], **new) for each in LINKS[0]],
            [Sent([each], **new) for each in LINKS[1][:5]] + [Sent([e]) for e in LINKS[0][:5]],
        ),
        (
            "first_day_posts",
            rule(RuleKind.FIRST_DAY_POSTS, "3"),
            [Sent([], today=n, **new) for n in range(4, 14)],
            [Sent([], today=n, **new) for n in range(1, 4)]
            + [Sent([], today=n) for n in range(4, 11)],
        ),
    ]


@pytest.mark.parametrize("case", cases(), ids=lambda case: case[0])
def test_a_rule_holds_what_it_names_and_nothing_that_only_looks_alike(
    case: tuple[str, Rule, list[Sent], list[Sent]],
) -> None:
    name, which, hits, near = case
    assert (len(hits), len(near)) == (HITS_EACH, NEAR_MISSES_EACH)
    passed = [each for each in hits if not meets(which, each)]
    held = [each for each in near if meets(which, each)]
    print(f"rule {name}: hits held {len(hits) - len(passed)}/10, near misses held {len(held)}/10")
    assert (passed, held) == ([], [])


EVASIONS: dict[tuple[RuleKind, str], list[str]] = {
    (RuleKind.ADDRESS, "skurk@gmail.com"): [
        "s.kurk@gmail.com", "s.k.u.r.k@gmail.com", "skurk+1@gmail.com", "SKURK@GMAIL.COM",
        "skurk@googlemail.com", "s.kurk+x@GoogleMail.com", "skurk@gmail.com.", "ｓｋｕｒｋ@gmail.com",
        "skurk@ｇｍａｉｌ.com", "skurk@gmail。com", "sk\u200burk@gmail.com", "skurk@gma\u00adil.com",
        "ѕkurk@gmail.com", "skurk@gmаil.com", '"skurk"@gmail.com', '"s.kurk"@gmail.com',
        "skurk\u2060@gmail.com", "<skurk@gmail.com>", "mailto:skurk@gmail.com", " skurk@gmail.com\t",
    ],
    (RuleKind.ADDRESS, "åke@räksmörgås.example"): [
        "åke@xn--rksmrgs-5wao1o.example", "ÅKE@RÄKSMÖRGÅS.EXAMPLE", "a\u030ake@räksmörgås.example",
        "åke@ra\u0308ksmo\u0308rga\u030as.example", "åke+2@XN--RKSMRGS-5WAO1O.example",
    ],
    (RuleKind.ADDRESS, "@skräp.example"): [
        "vem@skräp.example", "vem@xn--skrp-noa.example", "vem@mail.skräp.example",
        "vem@SKRÄP.example", "vem@a.b.xn--skrp-noa.example.",
    ],
    (RuleKind.LINK, "spam.example"): [
        "SPAM.example", "https://spam%2Eexample/", "spam。example", "spam\u200b.example",
        "sраm.example", "spam[.]example", "spam (dot) example", "spam{punkt}example",
        "https://x@spam.example/", "a.b.spam.example", "ｓｐａｍ.example", "spam .example",
    ],
    (RuleKind.LINK, "skräp.example"): [
        "https://xn--skrp-noa.example/", "XN--SKRP-NOA.EXAMPLE", "a.xn--skrp-noa.example",
    ],
    (RuleKind.WORD, "viagra"): [
        "v1agra", "V I A G R A", "v.i.a.g.r.a", "viаgra", "vi\u200bagra", "vi\u00adagra", "viaaagra",
        "v-i-a-g-r-a",
    ],
}  # fmt: skip


def test_fifty_ways_around_the_rules_lead_nowhere() -> None:
    tried = [(rule(*key), each) for key, ways in EVASIONS.items() for each in ways]
    through = [
        each
        for which, each in tried
        if not meets(which, Sent([each], [each] if which.kind is RuleKind.ADDRESS else []))
    ]
    print(f"evasions of the rules: tried {len(tried)}, through {len(through)}")
    assert len(tried) >= 50
    assert through == []


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (RuleKind.WORD, " "), (RuleKind.WORD, "***"), (RuleKind.WORD, "x" * 101),
        (RuleKind.LINK, "inget"), (RuleKind.LINK, "två ord.se"), (RuleKind.ADDRESS, "anna"),
        (RuleKind.ADDRESS, "@"), (RuleKind.LINKS, "många"), (RuleKind.FIRST_DAY_POSTS, "101"),
        (RuleKind.FIRST_DAY_LINKS, "-1"),
    ],
)  # fmt: skip
def test_what_no_rule_can_look_for_is_refused(kind: RuleKind, typed: str) -> None:
    with pytest.raises(InvalidInput):
        read_value(kind, typed)


@pytest.mark.parametrize(
    "bad", ["a" * 50_000, "a." * 25_000, "a " * 25_000, "[.]" * 16_000, "www." * 12_000,
            "xn--" * 12_000, "a@" * 25_000, "aa!" * 16_000, "å\u0301" * 25_000]
)  # fmt: skip
def test_no_text_takes_long(bad: str) -> None:
    rules = [rule(*key) for key in EVASIONS] + [rule(RuleKind.WORD, w) for w in WORDS]
    rules.append(rule(RuleKind.LINKS, "3"))
    began = time.perf_counter()
    for which in rules:
        meets(which, Sent([bad], [bad]))
    assert time.perf_counter() - began < 2 * len(rules)
