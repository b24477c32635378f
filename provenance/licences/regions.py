"""Countries and the European Union, as licences exclude them and users name them."""

from __future__ import annotations

from collections.abc import Iterable


def _codes(text: str) -> frozenset[str]:
    return frozenset(text.split())


# ISO 3166-1 alpha-2.
COUNTRIES = _codes("""
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR
    BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ
    EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW
    GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY
    KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV
    MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY
    QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG
    TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM
    ZW
    """)
# Members of the European Union (Treaty on European Union, article 52) and those of their regions
# with their own code in which its law applies (Treaty on the Functioning of the European Union,
# article 355(1) and (4)).
_UNION = _codes(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK AX GF GP MF"
    " MQ RE YT"
)
# Codes in common use that ISO 3166-1 reserves.
_RESERVED = {"UK": "GB", "EL": "GR"}


def region_code(word: str) -> str | None:
    """The ISO code or `EU` for a word, or None."""
    code = word.strip().upper()
    code = _RESERVED.get(code, code)
    return code if code == "EU" or code in COUNTRIES else None


def left_out(excluded: Iterable[str], regions: Iterable[str]) -> tuple[str, ...]:
    """Those of `regions` that are in an excluded one, sorted; a member state is in the EU."""
    codes = {region_code(word) for word in excluded}
    return tuple(
        sorted(code for code in regions if code in codes or ("EU" in codes and code in _UNION))
    )
