"""Letters of other alphabets that look like Latin ones, from Unicode's confusables (UTS #39).

Of that list, what compatibility normalisation and the letters' own names do not tell anyhow.
"""

from __future__ import annotations

import re
import unicodedata

LOOK_ALIKES = {
    "a": "ɑΑαАаᎪᗅꓮ𐊠𖽀",
    "b": "ƄΒВЬᏏᏴᑲᖯᗷꓐꞴ𐊂𐊡𐌁",
    "c": "СсᏟⲤⲥꓚꮯ𐊢𐌂𐐕𐐽𐔜𑣩𑣲",
    "d": "ԁᎠᏧᑯᗞᗪꓒꓓ",
    "e": "ΕЕеҽᎬⴹꓰ𐊆𑢦𑢮",
    "f": "Ϝքᖴẝꓝꬵ𐊇𐊥𐔥𑢢𑣂",
    "g": "ƍɡԌցᏀᏳꓖ",
    "h": "ΗНһհᎻᏂᕼⲎꓧ𐋏",
    "i": "ıɩιіӏᎥꙇꭵ𑣃",
    "j": "ͿϳЈјᎫᒍꓙ",
    "k": "ΚКᏦᛕⲔꓗ𐔘",
    "l": "ƖǀΙІӀ۱ᏞᒪᛁⲒⳐⵏꓡꓲ𐊊𐌉𐌠𐐛𐔦𑢣𑢲𖼖𖼨",
    "m": "ΜϺМᎷᗰᛖⲘꓟ𐊰𐌑",
    "n": "ΝոռⲚꓠ𐔓",
    "o": "ΟοσОоՕօ۵०০੦૦ଠ୦௦౦೦ഠ൦๐໐ဝ၀ჿዐᴑⲞⲟⵔ〇ꓳ𐊒𐊫𐐄𐐬𐓂𐓪𐔖𑓐𑢵𑣈𑣗𑣠",
    "p": "ΡρРрᏢᑭⲢⲣꓑ𐊕",
    "q": "ԛգզⵕ",
    "r": "ƦгᎡᏒᖇᴦⲅꓣꭇꭈꮁ𐒴𖼵",
    "s": "ƽЅѕՏᏕᏚꓢꮪ𐊖𐐠𐑈𑣁𖼺",
    "t": "ΤТᎢⲦꓔ𐊗𐊱𐌕𑢼𖼊",
    "u": "υՍսሀᑌꓴꞟ𐓎𐓶𑢸𑣘𖽂",
    "v": "νѴѵ۷Ꮩᐯⴸꓦꛟꮩ𐔝𑜆𑢠𑣀𖼈",
    "w": "ɯѡԜԝաᎳᏔꓪꮃ𑜊𑜎𑜏𑣦𑣯",
    "x": "ΧХхᕁᕽᚷⲬⵝꓫꞳ𐊐𐊴𐌗𐌢𐔧𑣬",
    "y": "ɣΥγУуҮүყᎩᎽⲨꓬ𐊲𑢤𑣜𖽃",
    "z": "ΖᏃꓜꮓ𐋵𑢩𑣄𑣥",
}
"""By the letter that each looks like."""

DIGITS = {"0": "o", "1": "l", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b"}
"""As people write letters with digits."""

SIGNS = {"@": "a", "$": "s", "|": "l", "!": "l", "€": "e", "£": "l"}
PAIRS = {"rn": "m", "vv": "w", "cl": "d"}
"""Two that stand close look like one."""

_BY_NAME = re.compile(
    r"(?:LATIN|REGIONAL INDICATOR).*LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .*)?$"
)
_LATIN = {sign: letter for letter, signs in LOOK_ALIKES.items() for sign in signs}


def fold(text: str, *, pairs: bool = False) -> str:
    """The letters of a text as they look at a glance: what looks alike folds alike.

    With `pairs`, letters that stand close are taken for the one that they look like.
    """
    folded = "".join(map(_letter, unicodedata.normalize("NFKD", text)))
    for pair, letter in PAIRS.items() if pairs else ():
        folded = folded.replace(pair, letter)
    return folded.replace("i", "l")  # both are one stroke


def _letter(sign: str) -> str:
    """One sign as a letter from a to z; itself where it is another letter, nothing where it is none."""
    if "a" <= sign.lower() <= "z":
        return sign.lower()
    if named := _BY_NAME.search(unicodedata.name(sign, "")):
        return named[1].lower()
    for each in (sign, sign.upper(), sign.lower()):
        if each in _LATIN:
            return _LATIN[each]
    if sign in DIGITS or sign in SIGNS:
        return DIGITS.get(sign) or SIGNS[sign]
    return sign.casefold() if sign.isalpha() else ""
