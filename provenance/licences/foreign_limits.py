"""Words that restrict a use in languages that are common on cards but not otherwise read here:
Chinese, Japanese, Russian, French, German, Spanish, Portuguese and Italian."""

from __future__ import annotations

from provenance.licences.claim import Limit

_ZH_COMMERCE = r"(?:商业|商業|商用|盈利|营利|營利)"
_ZH_NEVER = r"(?:禁止|严禁|嚴禁|不得|不可|不能|不允许|不允許|不许|不許|请勿|請勿|切勿)"
_ZH_ONLY = r"(?:仅|僅|只)(?:供|限|用于|用於|可|能|允许|允許|用作)"
_ZH_STUDY = r"(?:研究|学术|學術|科研|教学|教學)"
_JA_NEVER = r"(?:禁止|不可|禁じ|できません|できない|認めま|認められ|許可されて?いま?せん|お断り)"
_ONLY_ROMANCE = (
    r"(?:uniquement|exclusivement|seulement|solamente|únicamente|exclusivamente|unicamente|somente"
    r"|apenas|solo|sólo|só|esclusivamente|réservée?s?|reservado|limitée?s?|limitado)"
)
_STUDY_ROMANCE = r"(?:recherche|investigación|pesquisa|ricerca)"
_NEVER_ROMANCE = (
    r"(?:interdite?s?|prohibid[oa]s?|proibid[oa]s?|vietat[oaie]|no (?:está|se) permit"
    r"|não (?:é|são) permitid|pas (?:autorisée?|permise?)|non è (?:consentit|permess))"
)

FOREIGN_PATTERNS: tuple[tuple[Limit, tuple[str, ...]], ...] = (
    (
        Limit.NON_COMMERCIAL,
        (
            rf"{_ZH_NEVER}[^。；.]{{0,12}}{_ZH_COMMERCE}",
            rf"{_ZH_COMMERCE}(?:性)?(?:用途|使用|目的|应用|應用)?[^。；.]{{0,6}}{_ZH_NEVER}",
            rf"非{_ZH_COMMERCE}(?:性)?(?:的)?(?:用途|使用|目的|研究|许可|許可|授权|授權)",
            rf"(?<!非)商用(?:利用|目的|サービス)?[^。.]{{0,10}}{_JA_NEVER}",
            r"(?:非商用|非営利)(?:利用|目的|の|で)",
            r"\b(?:usages?|utilisations?|fins?|buts?|usos?|fines|fins|utilizz\w+|scopi)\b"
            r"[^.]{0,30}\b(?:no|non|não)[- ]comercia(?:l|is|les)\b",
            r"\b(?:usages?|utilisations?|fins?|buts?|scopi|uso)\b[^.]{0,30}"
            r"\bnon[- ]commercia(?:le?s?|ux|li)\b",
            rf"\b(?:commerciale?s?|comercia(?:l|is|les))\b[^.]{{0,40}}{_NEVER_ROMANCE}",
            rf"{_NEVER_ROMANCE}\w*[^.]{{0,30}}\b(?:commerciale?|comercial)\b",
            r"\bnicht[- ]?kommerziell\w*",
            r"\bkommerzielle\w* (?:nutzung|verwendung|zwecke?n?)\b[^.]{0,30}"
            r"\b(?:untersagt|verboten|nicht|ausgeschlossen)\b",
            r"некоммерческ\w*",
            r"коммерческ\w* (?:использовани|цел)\w*[^.]{0,20}(?:запрещ|не (?:разреш|допуск))\w*",
        ),
    ),
    (
        Limit.RESEARCH_ONLY,
        (
            rf"{_ZH_ONLY}[^。；.]{{0,12}}{_ZH_STUDY}",
            r"研究(?:目的|用途|用)?(?:での|にの|で|に|の)?(?:み|限)",
            rf"\b{_ONLY_ROMANCE}\b[^.]{{0,30}}\b{_STUDY_ROMANCE}\b",
            rf"\b{_STUDY_ROMANCE}\b[^.]{{0,12}}\b{_ONLY_ROMANCE}\b",
            r"\b(?:nur|ausschließlich|lediglich)\b[^.]{0,30}\bforschung\w*",
            r"(?:только|исключительно)[^.]{0,30}исследова\w*",
        ),
    ),
)
"""Limits with the expressions that state them; each of bounded width, so that they are linear."""

WORTH_A_LOOK = (
    r"商|盈利|营利|營利|研究|学术|學術|科研|教学|教學|営利|comercia|commercia|kommerziell|forschung|recherche"
    r"|investigación|pesquisa|ricerca|коммерческ|исследова"
)
"""One of these stands in every sentence that any of the expressions fits."""
