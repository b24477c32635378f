"""Words that restrict a use in languages that are common on cards but not otherwise read here:
Chinese, Japanese, Russian, French, German, Spanish, Portuguese, Italian, Dutch, Polish, Turkish,
Vietnamese, Indonesian, Thai, Arabic, Ukrainian, Czech and the Scandinavian languages."""

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
# One word says it in most of these languages; the others deny a word for commerce.
_NON_COMMERCIAL_ELSEWHERE = (
    r"\bniet[- ]?commerciee?l\w*",
    r"\bcommerciee?l\w* (?:gebruik|doeleinden)\b[^.]{0,40}\b(?:niet|verboden|toestemming)\b",
    r"\bnie ?komercyjn\w*",
    r"\bkomercyjn\w*[^.]{0,40}\b(?:zabronion|zakazan|niedozwolon)\w*",
    r"\b(?:zabron|zakaz)\w*[^.]{0,40}\bkomercyjn\w*",
    r"\bticari olmayan\b|\bticari (?:kullanım|amaç)\w*[^.]{0,40}\b(?:yasak|izin|değil|edilemez)\w*",
    r"\bphi thương mại\b|\b(?:không|cấm)\b[^.]{0,40}\bthương mại\b"
    r"|\bthương mại\b[^.]{0,20}\b(?:bị cấm|không được)\b",
    r"\bnon-?\s?komersial\b"
    r"|\b(?:tidak|bukan|dilarang)\b[^.]{0,40}\b(?:komersial|komersil)\b",
    r"ไม่แสวงหา(?:ผล)?กำไร|(?:ห้าม|ไม่อนุญาต)[^.]{0,40}(?:พาณิชย์|การค้า)",
    r"غير (?:ال)?تجاري\w*|(?:يحظر|يمنع|لا يجوز|لا يسمح)[^.]{0,40}تجاري\w*",
    r"некомерційн\w*|комерційн\w*[^.]{0,30}заборонен\w*",
    r"\bnekomer(?:č|c)n\w*|\bkomer(?:č|c)n\w*[^.]{0,30}\b(?:zakáz|není|nesm)\w*",
    r"\b(?:icke|ikke|ei)[- ]?kommersiel\w*"
    r"|\bkommersiel\w*[^.]{0,30}\b(?:inte|ikke|förbjud|forbud)\w*",
)
_RESEARCH_ELSEWHERE = (
    r"\b(?:alleen|uitsluitend|enkel)\b[^.]{0,30}\bonderzoek\w*",
    r"\b(?:wyłącznie|tylko|jedynie)\b[^.]{0,30}\b(?:badawcz|naukow)\w*",
    r"\b(?:yalnızca|sadece)\b[^.]{0,30}\baraştırma\w*"
    r"|\baraştırma\w*[^.]{0,30}\b(?:yalnızca|sadece)\b",
    r"\bchỉ\b[^.]{0,40}\bnghiên cứu\b",
    r"\b(?:hanya|khusus)\b[^.]{0,30}\b(?:penelitian|riset)\b",
    r"(?:เพื่อการวิจัยเท่านั้น|วิจัย[^.]{0,20}เท่านั้น)",
    r"(?:فقط|حصرا)[^.]{0,30}(?:ال)?(?:بحث|بحثية)|(?:البحث|بحثية)[^.]{0,30}(?:فقط|حصرا)",
    r"\b(?:endast|bara|kun|bare)\b[^.]{0,30}\bforskning\w*",
    r"\b(?:pouze|jen)\b[^.]{0,30}\b(?:výzkum|vědeck)\w*",
)

_ROMANCE_COMMERCE = r"(?:commerciale?s?|comercia(?:l|is|les))"
_ROMANCE_ASK = r"(?:contact|contatt|autori[sz]|licen[cz]|consent|permis)"

FOREIGN_PATTERNS: tuple[tuple[Limit, tuple[str, ...]], ...] = (
    (
        Limit.NON_COMMERCIAL,
        (
            rf"{_ZH_NEVER}[^。；.]{{0,12}}{_ZH_COMMERCE}",
            rf"{_ZH_COMMERCE}(?:性)?(?:用途|使用|目的|应用|應用)?[^。；.]{{0,6}}{_ZH_NEVER}",
            rf"非{_ZH_COMMERCE}(?:性)?(?:的)?(?:用途|使用|目的|研究|许可|許可|授权|授權)",
            rf"(?<!非)商用(?:利用|目的|サービス)?[^。.]{{0,10}}{_JA_NEVER}",
            rf"営利(?:目的|利用)[^。.]{{0,14}}(?:{_JA_NEVER}|遠慮)",
            r"(?:非商用|非営利)(?:利用|目的|の|で)",
            r"\b(?:usages?|utilisations?|fins?|buts?|usos?|fines|fins|utilizz\w+|scopi)\b"
            r"[^.]{0,30}\b(?:no|non|não)[- ]comercia(?:l|is|les)\b",
            r"\b(?:usages?|utilisations?|fins?|buts?|scopi|uso)\b[^.]{0,30}"
            r"\bnon[- ]commercia(?:le?s?|ux|li)\b",
            rf"\b(?:commerciale?s?|comercia(?:l|is|les))\b[^.]{{0,40}}{_NEVER_ROMANCE}",
            rf"{_NEVER_ROMANCE}\w*[^.]{{0,30}}\b(?:commerciale?|comercial)\b",
            r"\b(?:fins?|buts?|fines|scop[oi]) (?:\w+ )?(?:lucrati[fv]\w*|lucro)\b[^.]{0,30}"
            rf"{_NEVER_ROMANCE}",
            rf"{_NEVER_ROMANCE}[^.]{{0,40}}\b(?:lucrati[fv]\w*|lucro)\b",
            r"\b(?:sans but|sin (?:fines|ánimo) de|sem fins|senza (?:scopo|fini) di) lucr\w*",
            r"\b(?:gewerbliche\w*|kommerzielle\w*) (?:nutzung|verwendung|zwecke?n?)\b[^.]{0,40}"
            r"\b(?:untersagt|verboten|nicht|ausgeschlossen|lizenz|genehmigung|zustimmung)\b",
            *_NON_COMMERCIAL_ELSEWHERE,
            r"\bnicht[- ]?(?:kommerziell|gewerblich)\w*",
            r"некоммерческ\w*",
            r"коммерческ\w* (?:использовани|цел)\w*[^.]{0,20}(?:запрещ|не (?:разреш|допуск))\w*",
        ),
    ),
    (
        Limit.SEPARATE_LICENCE,
        (
            rf"{_ZH_COMMERCE}[^。；.]{{0,12}}(?:需|须|須|应|應|请|請|必须)[^。；.]{{0,14}}"
            r"(?:授权|授權|许可|許可|同意|联系|聯繫|申请|申請)",
            r"商用(?:利用|目的)?[^。.]{0,16}(?:許可|ライセンス|連絡|問い合わせ|契約|相談)",
            r"\b(?:kommerzielle|gewerbliche)\w* (?:nutzung|verwendung|zwecke?n?)\b[^.]{0,40}"
            r"\b(?:wenden|kontakt|anfrag|erlaubnis)\w*",
            rf"\b{_ROMANCE_COMMERCE}\b[^.]{{0,40}}\b{_ROMANCE_ASK}\w*",
            r"коммерческ\w*[^.]{0,40}(?:разрешени|лицензи|свяжитесь|согласи)\w*",
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
            *_RESEARCH_ELSEWHERE,
        ),
    ),
)
"""Limits with the expressions that state them; each of bounded width, so that they are linear."""

WORTH_A_LOOK = (
    r"商|盈利|营利|營利|研究|学术|學術|科研|教学|教學|営利|comercia|commercia|kommerziell|forschung|recherche"
    r"|investigación|pesquisa|ricerca|коммерческ|исследова|lucr|gewerblich|commercie|komerc|komer"
    r"|ticari|araştırma|thương mại|nghiên cứu|komersi|penelitian|riset|พาณิชย์|การค้า|กำไร|วิจัย"
    r"|تجاري|بحث|комерційн|kommersi|forskning|onderzoek|badawcz|naukow|výzkum|vědeck"
)
"""One of these stands in every sentence that any of the expressions fits."""
